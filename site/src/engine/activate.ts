import '@tensorflow/tfjs-core/dist/base_side_effects'; // tools/lean-tfjs.ts leaves the front door out that would
import { ready, registerKernel, removeBackend, setBackend, type KernelConfig } from '@tensorflow/tfjs-core';
import type { Backend } from '../analysis';

/** Makes a registered backend the one that computes, with these kernels; returns what takes it away again. */
export async function activate(backend: Backend, kernels: readonly KernelConfig[]): Promise<() => void> {
  for (const kernel of kernels) registerKernel(kernel);
  if (!(await setBackend(backend))) throw new Error('TensorFlow.js could not set it up in this browser.');
  await ready();
  return () => removeBackend(backend);
}
