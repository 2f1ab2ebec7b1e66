/** English, and the shape that every other language fills. One file for each part of the page. */
import { card } from './card';
import { checkIn } from './check-in';
import { common } from './common';
import { corrections } from './corrections';
import { diagnostics } from './diagnostics';
import { failures } from './failures';
import { films } from './films';
import { page } from './page';
import { session } from './session';
import { status } from './status';
import { teach } from './teach';
import { updates } from './updates';

export const en = {
  card,
  checkIn,
  common,
  corrections,
  diagnostics,
  failures,
  films,
  page,
  session,
  status,
  teach,
  updates,
};

/** What a language has to say: the same names, texts for texts, and functions with the same arguments. */
export type Messages = typeof en;
