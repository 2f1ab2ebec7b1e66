import '@tensorflow/tfjs-backend-cpu/dist/base';
import { activate } from './activate';
import type { Start } from './backend';
import { kernels } from './kernels-cpu';

/** Plain JavaScript: runs everywhere, slowly. */
export const start: Start = async () => ({
  compile: () => Promise.resolve(),
  stop: await activate('cpu', kernels),
});
