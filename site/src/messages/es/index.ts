import type { Messages } from '../en';
import { common } from './common';
import { corrections } from './corrections';

export const es: Messages = { common, corrections };
