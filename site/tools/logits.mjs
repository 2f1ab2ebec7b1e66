/**
 * Runs networks on grey faces in tfjs with its WASM backend, as the page does, but in Node: `node logits.mjs JOB.json`.
 *
 * The job: {networks: names, model: folder of ours, faces: file, outputs: folder or null, rounds: 0 for no timing}. `faces` holds
 * n × 48 × 48 uint8, row-major. Each network writes outputs/NAME.f32: (n, labels) float32, row-major, in the order of
 * its own labels; softmax of a row gives its probabilities. The last line of stdout is JSON: {backend, version, faces,
 * networks: {NAME: {labels, latency_ms}}}, or {error} with status 1. pytrain/tfjs_runtime.py is what calls this.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { FACE_SIZE, NETWORKS } from './networks.mjs';

const FACE_PIXELS = FACE_SIZE * FACE_SIZE;
const BATCH = 64;
const WARM_UP_ROUNDS = 10;

async function startWasm() {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // one thread, as on a static host
  setWasmPaths(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  if (!(await tf.setBackend('wasm'))) throw new Error(`tfjs got backend ${tf.getBackend()}, expected wasm.`);
}

/** Whole faces, uint8 -> (faces × labels) float32. */
async function predict(network, pixels) {
  const count = pixels.length / FACE_PIXELS;
  tf.engine().startScope(); // tidy() would not wait for a network that answers with a promise
  try {
    const faces = tf.tensor4d(Float32Array.from(pixels), [count, FACE_SIZE, FACE_SIZE, 1]);
    const rows = await (await network.run(faces)).data();
    if (rows.length !== count * network.labels.length)
      throw new Error(`got ${rows.length / count} numbers for a face, expected ${network.labels.length}.`);
    return rows;
  } finally {
    tf.engine().endScope();
  }
}

async function predictAll(name, network, pixels) {
  const count = pixels.length / FACE_PIXELS;
  const all = new Float32Array(count * network.labels.length);
  for (let start = 0; start < count; start += BATCH) {
    const batch = pixels.subarray(start * FACE_PIXELS, (start + BATCH) * FACE_PIXELS);
    all.set(await predict(network, batch), start * network.labels.length);
    if (process.stderr.isTTY)
      process.stderr.write(`\r${name}: ${Math.min(start + BATCH, count)} of ${count}`);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  return all;
}

/** Median ms of one face for each network; they take turns, so that a busy moment of the machine strikes all alike. */
async function latencies(networks, face, rounds) {
  const times = new Map([...networks.keys()].map((name) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const [name, network] of networks) {
      const start = performance.now();
      await predict(network, face);
      if (round >= 0) times.get(name).push(performance.now() - start);
    }
  }
  return (name) => times.get(name).sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

async function main(job) {
  await startWasm();
  const pixels = readFileSync(job.faces);
  const networks = new Map();
  for (const name of job.networks) {
    try {
      networks.set(name, await NETWORKS[name](job.model));
      if (job.outputs)
        writeFileSync(join(job.outputs, `${name}.f32`), await predictAll(name, networks.get(name), pixels));
    } catch (error) {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    }
  }
  const latencyOf = job.rounds
    ? await latencies(networks, pixels.subarray(0, FACE_PIXELS), job.rounds)
    : () => null;
  return {
    backend: tf.getBackend(),
    version: tf.version_core,
    faces: pixels.length / FACE_PIXELS,
    networks: Object.fromEntries(
      [...networks].map(([name, { labels }]) => [name, { labels, latency_ms: latencyOf(name) }]),
    ),
  };
}

try {
  const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  process.stdout.write(`${JSON.stringify(await main(job))}\n`);
} catch (error) {
  process.stderr.write(`${error.cause?.stack ?? error.stack}\n`);
  process.stdout.write(`${JSON.stringify({ error: error.message })}\n`);
  process.exitCode = 1;
}
