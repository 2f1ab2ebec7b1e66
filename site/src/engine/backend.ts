import '@tensorflow/tfjs-backend-wasm';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { env, ready, setBackend } from '@tensorflow/tfjs-core';
import { BACKENDS, type Backend } from '../analysis';
import { Failure } from '../failure';

/**
 * How each backend starts; each throws when this browser cannot run it. WASM is the default because nets this small run
 * as fast on it as on a GPU and it has next to no warm-up; the others load their code only when they are asked for.
 */
const START: Record<Backend, () => Promise<unknown>> = {
  wasm: prepareWasm,
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
};

async function prepareWasm(): Promise<void> {
  // Threads need headers that a static host cannot send, and a batch of one 48 × 48 face has nothing to share out.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const file = (await env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? simdWasm : plainWasm;
  // tfjs waits for ever on a .wasm file that does not come; so the page fetches it and hands over what it got.
  const response = await fetch(file);
  if (!response.ok)
    throw new Error(`The WebAssembly file: got status ${response.status}, expected the file.`);
  const module = URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'application/wasm' }));
  setWasmPaths({
    'tfjs-backend-wasm.wasm': module,
    'tfjs-backend-wasm-simd.wasm': module,
    'tfjs-backend-wasm-threaded-simd.wasm': module,
  });
}

async function start(backend: Backend): Promise<boolean> {
  try {
    await START[backend]();
    return await setBackend(backend);
  } catch {
    return false; // whatever the cause, the next backend may do; startBackend() reports which were skipped
  }
}

/** Starts the wanted backend or the first one that runs; `skipped` names those that did not. */
export async function startBackend(wanted: Backend): Promise<{ backend: Backend; skipped: Backend[] }> {
  const order = [wanted, ...BACKENDS.filter((name) => name !== wanted && name !== 'webgpu')];
  const skipped: Backend[] = [];
  for (const backend of order) {
    if (await start(backend)) {
      await ready();
      return { backend, skipped };
    }
    skipped.push(backend);
  }
  throw new Failure('engine-failed', `None of ${order.join(', ')} runs in this browser.`);
}
