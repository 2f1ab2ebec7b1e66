import type { Messages } from '../en';
import { common } from './common';
import { teach } from './teach';

export const de: Messages = { common, teach };
