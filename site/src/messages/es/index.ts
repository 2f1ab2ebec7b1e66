import type { Messages } from '../en';
import { card } from './card';
import { common } from './common';

export const es: Messages = { card, common };
