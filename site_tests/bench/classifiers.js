/**
 * The same network in tfjs and in LiteRT.js, in one page and one thread each; classifiers.py calls it.
 *
 * Both get the same grey pixels and hand over their logits as JavaScript's numbers, so copying in and out is in the times.
 */
import { loadAndCompile, loadLiteRt, Tensor } from '/peers/@litertjs/core/dist/index.js';
import { kernelTimes } from './kernels.js';

const { tf } = window;

async function inTfjs(url, { input, output }) {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // one thread, as in the page
  tf.wasm.setWasmPaths('/tfjs/tfjs-backend-wasm/dist/');
  if (!(await tf.setBackend('wasm'))) throw new Error(`tfjs got backend ${tf.getBackend()}, expected wasm.`);
  const graph = await tf.loadGraphModel(url);
  return async (pixels) => {
    const face = tf.tensor(pixels, [1, input.height, input.width, 1]);
    const logits = graph.execute({ [input.name]: face }, output.logits);
    const numbers = await logits.data();
    tf.dispose([face, logits]);
    return numbers;
  };
}

async function inLiteRt(url, { input }) {
  await loadLiteRt('/peers/@litertjs/core/wasm/', { threads: false });
  const net = await loadAndCompile(url, { accelerator: 'wasm' });
  return async (pixels) => {
    const face = new Tensor(pixels, [1, input.height, input.width, 1]);
    const [logits] = await net.run(face);
    const numbers = Float32Array.from(await logits.data());
    face.delete();
    logits.delete();
    return numbers;
  };
}

const breath = () => new Promise((resolve) => setTimeout(resolve));

/** Median ms of each, by turns, after as many rounds that do not count; and the furthest that two logits lie apart. */
async function measure(rounds) {
  const manifest = await (await fetch('/model/manifest.json')).json();
  const golden = await (await fetch('/model/golden.json')).json();
  const pixels = Float32Array.from(atob(golden.inputs[0].pixels), (byte) => byte.charCodeAt(0));
  const runtimes = {
    tfjs: await inTfjs('/model/model.json', manifest),
    litert: await inLiteRt('/net/classifier.tflite', manifest),
  };
  const times = { tfjs: [], litert: [] };
  const said = {};
  for (let round = -rounds; round < rounds; round++) {
    for (const [name, run] of Object.entries(runtimes)) {
      const began = performance.now();
      said[name] = await run(pixels);
      if (round >= 0) times[name].push(performance.now() - began);
      await breath();
    }
  }
  const kernels = await kernelTimes(() => runtimes.tfjs(pixels), rounds);
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  return {
    tfjs_ms: median(times.tfjs),
    litert_ms: median(times.litert),
    kernels,
    apart: Math.max(...said.tfjs.map((value, i) => Math.abs(value - said.litert[i]))),
  };
}

window.classifiers = { measure };
