import type { Messages } from '../en';
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

export const zh: Messages = {
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
