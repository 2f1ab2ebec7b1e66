import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';

/** What the umbrella package @tensorflow/tfjs adds to tensors, as far as the expression net calls it. */
const reshaped = function (...shape) {
  return tf.reshape(this, shape);
};
const CHAINED_OPS = {
  as2D: reshaped,
  as3D: reshaped,
  as4D: reshaped,
  div(divisor) {
    return tf.div(this, divisor);
  },
};

/**
 * The expression net of the @vladmandic/face-api in `folder`, by its own code on the tfjs of this process.
 *
 * Its browser bundle refuses to start in Node, and its Node build asks for the umbrella package @tensorflow/tfjs, of
 * which the net needs only the core; so the build gets the core under that name, and one tfjs serves all networks.
 */
export async function loadExpressionNet(folder) {
  const path = join(folder, 'dist', 'face-api.node-wasm.js');
  const ownRequire = createRequire(path);
  const module = { exports: {} };
  const wrapper = compileFunction(readFileSync(path, 'utf8'), ['module', 'exports', 'require'], {
    filename: path,
  });
  wrapper(module, module.exports, (name) => (name === '@tensorflow/tfjs' ? tf : ownRequire(name)));
  Object.assign(tf.Tensor.prototype, CHAINED_OPS);
  const { FaceExpressionNet, toNetInput } = module.exports;
  const net = new FaceExpressionNet();
  await net.loadFromDisk(join(folder, 'model'));
  return { net, toNetInput };
}
