/** English, and the shape that every other language fills. One file for each part of the page. */
import { common } from './common';
import { teach } from './teach';

export const en = { common, teach };

/** What a language has to say: the same names, texts for texts, and functions with the same arguments. */
export type Messages = typeof en;
