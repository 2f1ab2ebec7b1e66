import { registerBackend } from '@tensorflow/tfjs-core';
import { activate } from './activate';
import type { Start } from './backend';
import { kernels } from './kernels-wasm';
import { SimdBackend } from './simd-backend';
import { simdCrop } from './simd-crop';

/**
 * WebAssembly: nets this small run on it about as fast as on a GPU, and it has next to no warm-up. On one thread: they have too little to
 * share out to pay for a second one's start.
 */
export const start: Start = async () => {
  const backend = await SimdBackend.create();
  registerBackend('wasm', () => backend);
  const stop = await activate('wasm', kernels);
  return { compile: () => Promise.resolve(), stop, crop: simdCrop(backend) };
};
