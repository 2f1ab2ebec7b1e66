/** Numbers as the page's language writes them. */
import { currentLanguage } from './current';

export const whole = (value: number): string => Math.round(value).toLocaleString(currentLanguage());

export const decimal = (value: number, digits: number): string =>
  value.toLocaleString(currentLanguage(), { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A list of texts, with "and" before the last. */
export const listed = (texts: readonly string[]): string =>
  new Intl.ListFormat(currentLanguage(), { type: 'conjunction' }).format(texts);
