import type { Messages } from '../en';
import { common } from './common';
import { teach } from './teach';

export const zh: Messages = { common, teach };
