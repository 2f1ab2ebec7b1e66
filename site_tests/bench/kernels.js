/** What each kernel of a network costs on the page's backend: its own kernels, with a stopwatch around each. */
import { getKernelsForBackend, registerKernel, unregisterKernel } from '/ours/alone.js';

/**
 * Calls `run` so many times, and gives { kernel, output, calls, ms } for each kind of call, ms and calls for one run, the dearest first. Clocks
 * in browsers are coarse, a tenth of a millisecond, so the mean over many runs is taken.
 */
export async function kernelTimes(run, rounds) {
  const found = new Map();
  const kernels = getKernelsForBackend('wasm');
  for (const kernel of kernels) {
    swap(kernel, (params) => {
      const began = performance.now();
      const made = kernel.kernelFunc(params);
      count(found, kernel.kernelName, params, made, performance.now() - began);
      return made;
    });
  }
  try {
    for (let round = 0; round < rounds; round++) await run();
  } finally {
    for (const kernel of kernels) swap(kernel, kernel.kernelFunc);
  }
  return [...found.values()]
    .map(({ calls, ms, ...kind }) => ({ ...kind, calls: calls / rounds, ms: ms / rounds }))
    .sort((a, b) => b.ms - a.ms);
}

function swap(kernel, kernelFunc) {
  unregisterKernel(kernel.kernelName, 'wasm');
  registerKernel({ ...kernel, kernelFunc });
}

function count(found, name, { inputs }, made, ms) {
  const filter = inputs.filter?.shape.slice(0, 2).join(' x ');
  const kernel = filter ? `${name} ${filter}` : name;
  const output = [made].flat()[0].shape.slice(1).join(' x ');
  const key = `${kernel} ${output}`;
  const so_far = found.get(key) ?? { kernel, output, calls: 0, ms: 0 };
  found.set(key, { ...so_far, calls: so_far.calls + 1, ms: so_far.ms + ms });
}
