import type { Messages } from '../en';
import { card } from './card';
import { common } from './common';

export const de: Messages = { card, common };
