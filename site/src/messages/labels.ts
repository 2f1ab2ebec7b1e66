import { m } from './current';

/** A label of the model in the visitor's language, or as it is where the language has no word for it. */
export const named = (label: string): string => m().common.labels[label] ?? label;
