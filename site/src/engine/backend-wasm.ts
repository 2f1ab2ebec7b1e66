import { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import factory, { type BackendWasmModule } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm';
import { registerBackend } from '@tensorflow/tfjs-core';
import { WASM } from 'virtual:published';
import { activate } from './activate';
import type { Start } from './backend';
import { kernels } from './kernels-wasm';
import { fetchChecked, type Reasons } from './model-files';
import { hasSimd, simdFile } from './simd';

/** What Emscripten's module and its factory have beside what tfjs' types say of them. */
type Module = BackendWasmModule & {
  cwrap(name: string, answers: 'number' | null, asks: readonly 'number'[]): () => never;
};
const createModule = factory as unknown as (options: { wasmBinary: Uint8Array }) => Promise<Module>;

const UNUSABLE: Reasons = { missing: 'backend-failed', altered: 'backend-failed' };

/**
 * WebAssembly: nets this small run on it about as fast as on a GPU, and it has next to no warm-up.
 *
 * The module is made here and not by tfjs, which fetches it by itself, unchecked, and waits for ever on one that does not come. tfjs'
 * file with threads is left out: nets this small have too little to share out to pay for their start, and it builds its workers
 * from blob: scripts, which the page's policy would have to allow to everybody.
 */
export const start: Start = async () => {
  const [file, published] = hasSimd()
    ? [simdFile(), WASM['tfjs-backend-wasm-simd.wasm']]
    : [new URL(plainWasm, import.meta.url), WASM['tfjs-backend-wasm.wasm']];
  const wasmBinary = await fetchChecked(file, published, UNUSABLE);
  const module = await createModule({ wasmBinary });
  registerBackend('wasm', () => new BackendWasm(bridged(module)));
  return { compile: () => Promise.resolve(), stop: await activate('wasm', kernels) };
};

/** The module with the functions that tfjs' init() would have given it. */
function bridged(module: Module): Module {
  const { cwrap } = module;
  module.tfjs = {
    init: cwrap('init', null, []),
    initWithThreadsCount: cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: cwrap('get_threads_count', 'number', []),
    registerTensor: cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: cwrap('dispose_data', null, ['number']),
    dispose: cwrap('dispose', null, []),
  };
  return module;
}
