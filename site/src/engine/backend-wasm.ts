import { registerBackend } from '@tensorflow/tfjs-core';
import { activate } from './activate';
import type { Start } from './backend';
import { kernels } from './kernels-wasm';
import { SimdBackend } from './simd-backend';
import { simdCrop } from './simd-crop';
import { simdDequantize } from './simd-dequantize';

/**
 * WebAssembly: nets this small run on it about as fast as on a GPU, and it has next to no warm-up. On one thread: one face has too little
 * to share out to pay for a second one's start; several are shared out whole (src/mirror/pair.ts).
 */
export const start: Start = async () => {
  const backend = await SimdBackend.create();
  registerBackend('wasm', () => backend);
  const stop = await activate('wasm', kernels);
  const [crop, dequantize] = [simdCrop(backend), simdDequantize(backend)];
  return { compile: () => Promise.resolve(), stop, crop, dequantize };
};
