/**
 * Fits a head to what one person acted: multinomial logistic regression with the model's own logits as offset, drawn towards
 * that model by an L2 penalty, so that little evidence changes little and none changes nothing.
 *
 * Written out rather than left to tfjs: some hundred rows of `features` numbers take a fraction of a second this way, while tfjs
 * would bring gradients, an optimizer and a dozen kernels along that neither of the two nets needs.
 */
import type { Evidence, Example, Head } from '../teach/head';
import { softmax } from './softmax';

/**
 * Weight of the penalty: a smaller one learns this person's frames better still and forgets more of everybody else's faces, a larger one
 * learns too little of a mask.
 */
const PENALTY = 0.02;
/** Nobody's acted face is sure to be what was asked for, and probabilities that claim it would be no calibrated ones. */
export const DOUBT = 0.1;
/** A feature that hardly moved in this minute must not count as one that did: added to each variance, as a share of their mean. */
const FLOOR = 0.1;
/** And one that moves less than this does not move at all; it also keeps the scale finite. */
const LEAST_VARIANCE = 1e-6;
/** Of scaled features and weights: softmax's curvature is at most a half, and no direction of the features is longer than 1. */
const STEEPEST = 0.5 + PENALTY;
/** After these the loss is within a millionth of its lowest, by the bound for Nesterov's method on strongly convex functions. */
const ROUNDS = 65;

/** Logits as the head has them. */
export const corrected = ({ weights, bias }: Head, { logits, features }: Evidence): number[] =>
  Array.from(logits, (logit, k) => logit + (bias[k] ?? 0) + dot(weights[k] ?? [], features));

/**
 * The head for these examples of a model with so many labels. Every expression weighs the same, however many frames it has.
 *
 * A label that was skipped keeps its logit, and whatever is added to the others regardless of the face adds up to nothing, else
 * they would drown it: nobody acted it, so nothing speaks for it. It is still told less often than before. Leaving skipped labels
 * out of the softmax would spare them, but then a look that the model takes for one of them stays misread.
 */
export function fit(examples: readonly Example[], temperature: number, labels: number): Head {
  const width = examples[0]?.features.length ?? 0;
  const acted = [...new Set(examples.map(({ label }) => label))].sort((a, b) => a - b);
  const countOf = (k: number) => examples.filter(({ label }) => label === k).length;
  const shareOf = new Map(acted.map((k) => [k, 1 / (acted.length * countOf(k))]));
  const shares = examples.map(({ label }) => shareOf.get(label) ?? 0);
  const scale = scaleOf(examples, shares, width);
  const rows = examples.map(({ label, logits, features }, i): Row => ({
    offset: Array.from(logits, (logit) => logit / temperature),
    input: scaled(features, scale),
    target: Array.from(logits, (_, k) => (k === label ? 1 - DOUBT : 0) + DOUBT / labels),
    share: shares[i] ?? 0,
  }));
  const solution = solve(rows, acted, width + 1);
  // Back to features and logits as the network gives them.
  const { mean, factor } = scale;
  const weights = solution.map((row) => Array.from(factor, (by, j) => temperature * by * (row[j] ?? 0)));
  const bias = solution.map((row, a) => temperature * (row[width] ?? 0) - dot(weights[a] ?? [], mean));
  const unchanged = new Array<number>(width).fill(0);
  return {
    weights: Array.from({ length: labels }, (_, k) => weights[acted.indexOf(k)] ?? unchanged),
    bias: Array.from({ length: labels }, (_, k) => bias[acted.indexOf(k)] ?? 0),
  };
}

/** An example as the regression has it. */
interface Row {
  /** The model's own logits over its temperature. */
  readonly offset: readonly number[];
  /** Scaled features, and a 1 for the bias. */
  readonly input: Float64Array;
  /** The probabilities to come near to. */
  readonly target: readonly number[];
  /** Its weight; all of them sum to 1. */
  readonly share: number;
}

/** By feature: its mean, and what to multiply it by, so that the features together have at most length 1 on average. */
interface Scale {
  readonly mean: Float64Array;
  readonly factor: Float64Array;
}

function scaleOf(examples: readonly Example[], shares: readonly number[], width: number): Scale {
  const mean = new Float64Array(width);
  examples.forEach(({ features }, i) => add(mean, shares[i] ?? 0, features));
  const variance = new Float64Array(width);
  examples.forEach(({ features }, i) => {
    const squares = mean.map((middle, j) => ((features[j] ?? 0) - middle) ** 2);
    add(variance, shares[i] ?? 0, squares);
  });
  const average = variance.reduce((sum, value) => sum + value, 0) / width;
  const floor = Math.max(FLOOR * average, LEAST_VARIANCE);
  return { mean, factor: variance.map((value) => 1 / Math.sqrt(width * (value + floor))) };
}

function scaled(features: Float32Array, { mean, factor }: Scale): Float64Array {
  const input = new Float64Array(features.length + 1).fill(1);
  factor.forEach((by, j) => (input[j] = by * ((features[j] ?? 0) - (mean[j] ?? 0))));
  return input;
}

/** (acted labels, width) weights where the penalized loss is lowest, by Nesterov's accelerated gradient from zero. */
function solve(rows: readonly Row[], acted: readonly number[], width: number): Float64Array[] {
  const zeros = () => acted.map(() => new Float64Array(width));
  const root = Math.sqrt(STEEPEST / PENALTY);
  const momentum = (root - 1) / (root + 1);
  let at = zeros();
  let before = at;
  for (let round = 0; round < ROUNDS; round++) {
    const ahead = at.map((row, a) =>
      row.map((value, j) => value + momentum * (value - (before[a]?.[j] ?? 0))),
    );
    const slope = slopeAt(ahead, rows, acted);
    before = at;
    at = ahead.map((row, a) => row.map((value, j) => value - (slope[a]?.[j] ?? 0) / STEEPEST));
  }
  return at;
}

/** Gradient of the penalized loss, along which the biases keep their sum. */
function slopeAt(
  weights: readonly Float64Array[],
  rows: readonly Row[],
  acted: readonly number[],
): Float64Array[] {
  const slope = weights.map((row) => row.map((value) => PENALTY * value));
  for (const { offset, input, target, share } of rows) {
    const logits = [...offset];
    acted.forEach((k, a) => (logits[k] = (logits[k] ?? 0) + dot(weights[a] ?? [], input)));
    const probabilities = softmax(logits, 1);
    acted.forEach((k, a) => add(slope[a], share * ((probabilities[k] ?? 0) - (target[k] ?? 0)), input));
  }
  const bias = (weights[0]?.length ?? 0) - 1;
  const common = slope.reduce((sum, row) => sum + (row[bias] ?? 0), 0) / slope.length;
  for (const row of slope) row[bias] = (row[bias] ?? 0) - common;
  return slope;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function add(target: Float64Array | undefined, factor: number, source: ArrayLike<number>): void {
  if (!target) return;
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + factor * (source[i] as number);
}
