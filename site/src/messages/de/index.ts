import type { Messages } from '../en';
import { common } from './common';
import { films } from './films';

export const de: Messages = { common, films };
