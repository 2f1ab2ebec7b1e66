import '@tensorflow/tfjs-backend-wasm/dist/base';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { env } from '@tensorflow/tfjs-core';
import { activate } from './activate';
import type { Start } from './backend';
import { kernels } from './kernels-wasm';

/** WebAssembly: nets this small run on it about as fast as on a GPU, and it has next to no warm-up. */
export const start: Start = async () => {
  // Nets this small have too little to share out between threads to pay for their start.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const file = (await env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? simdWasm : plainWasm;
  // tfjs waits for ever on a .wasm file that does not come; so the page fetches it and hands over what it got.
  const response = await fetch(file);
  if (!response.ok)
    throw new Error(`the WebAssembly file: got status ${response.status}, expected the file.`);
  const module = URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'application/wasm' }));
  setWasmPaths({
    'tfjs-backend-wasm.wasm': module,
    'tfjs-backend-wasm-simd.wasm': module,
    'tfjs-backend-wasm-threaded-simd.wasm': module,
  });
  try {
    return { compile: () => Promise.resolve(), stop: await activate('wasm', kernels) };
  } finally {
    URL.revokeObjectURL(module);
  }
};
