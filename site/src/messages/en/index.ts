/** English, and the shape that every other language fills. One file for each part of the page. */
import { common } from './common';
import { films } from './films';

export const en = { common, films };

/** What a language has to say: the same names, texts for texts, and functions with the same arguments. */
export type Messages = typeof en;
