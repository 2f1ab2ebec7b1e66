/**
 * The same network on the page's own kernels and in LiteRT.js, in one page and one thread each; classifiers.py calls it.
 *
 * Both get the same grey pixels and hand over their logits as JavaScript's numbers, so copying in and out is in the times.
 */
import { graphFromBytes, start } from '/ours/alone.js';
import { loadAndCompile, loadLiteRt, Tensor } from '/peers/@litertjs/core/dist/index.js';
import { kernelTimes } from './kernels.js';

async function inOurs(folder, { input, output }) {
  await start(() => undefined);
  const json = await (await fetch(`${folder}model.json`)).json();
  const paths = json.weightsManifest.flatMap((group) => group.paths);
  const bytes = await Promise.all(
    paths.map(async (path) => [path, new Uint8Array(await (await fetch(folder + path)).arrayBuffer())]),
  );
  const shards = new Map(bytes);
  const graph = graphFromBytes(json, (path) => shards.get(path));
  return async (pixels) => {
    const [logits] = await graph.run(pixels, [1, input.height, input.width, 1], [output.logits]);
    return logits;
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
    ours: await inOurs('/model/', manifest),
    litert: await inLiteRt('/net/classifier.tflite', manifest),
  };
  const times = { ours: [], litert: [] };
  const said = {};
  for (let round = -rounds; round < rounds; round++) {
    for (const [name, run] of Object.entries(runtimes)) {
      const began = performance.now();
      said[name] = await run(pixels);
      if (round >= 0) times[name].push(performance.now() - began);
      await breath();
    }
  }
  const kernels = await kernelTimes(() => runtimes.ours(pixels), rounds);
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  return {
    ours_ms: median(times.ours),
    litert_ms: median(times.litert),
    kernels,
    apart: Math.max(...said.ours.map((value, i) => Math.abs(value - said.litert[i]))),
  };
}

window.classifiers = { measure };
