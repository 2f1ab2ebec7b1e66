import type { Messages } from '../en';
import { common } from './common';

export const zh: Messages = { common };
