/** A net without the page about it, on the page's own kernels: what `invoke bench` measures, which builds this for itself. */
export { getKernelsForBackend, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
export { start } from './backend-wasm';
export { graphFromBytes } from './graph';
