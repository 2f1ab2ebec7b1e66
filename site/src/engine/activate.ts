import { ready, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import type { Backend } from '../analysis';

/** Makes a registered backend the one that computes; returns what takes it away again. */
export async function activate(backend: Backend): Promise<() => void> {
  if (!(await setBackend(backend))) throw new Error('TensorFlow.js could not set it up in this browser.');
  await ready();
  return () => removeBackend(backend);
}
