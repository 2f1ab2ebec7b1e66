import '@tensorflow/tfjs-backend-cpu';
import { activate } from './activate';
import type { Start } from './backend';

/** Plain JavaScript: runs everywhere, slowly. */
export const start: Start = async () => ({ compile: () => Promise.resolve(), stop: await activate('cpu') });
