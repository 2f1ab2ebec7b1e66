import type { Plugin } from 'vite';

const THREADS = /\/tfjs-backend-wasm-threaded-simd(\.worker)?\.js$/;

/** Leaves out tfjs' code for threads, which src/engine/backend-wasm.ts has no use for: half of the backend's script. */
export function withoutThreads(): Plugin {
  const empty = '\0without-threads';
  return {
    name: 'without-threads',
    enforce: 'pre',
    resolveId: (id) => (THREADS.test(id) ? empty : null),
    load: (id) => (id === empty ? "export default null; export const wasmWorkerContents = '';" : null),
  };
}
