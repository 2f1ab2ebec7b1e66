/** What the card's counts come to. Pure. */
import type { Card, Reliability } from './card';

export type Interval = readonly [low: number, high: number];

/** The normal distribution's 97.5th percentile: between it and its mirror image lie 95 %. */
const Z95 = 1.959963984540054;

/** Wilson's score interval of 95 % for a share (Wilson 1927), as the training side computes it; anything may be where nothing was counted. */
export function wilson(hits: number, count: number): Interval {
  if (count === 0) return [0, 1];
  const share = hits / count;
  const spread = Z95 ** 2 / count;
  const centre = share + spread / 2;
  const reach = Math.sqrt(spread * share * (1 - share) + spread ** 2 / 4);
  return [
    Math.max(0, (centre - reach) / (1 + spread)),
    Math.min(1, (centre + reach) / (1 + spread)),
  ] as const;
}

export const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** One expression as the test pictures show it and as the model names it. */
export interface Expression {
  readonly label: string;
  /** Test faces that carry the label. */
  readonly faces: number;
  /** How many of them the model names so, 0..1, with its interval; none where they were not counted. */
  readonly recall: number;
  readonly interval: Interval | null;
  /** How often the model is right when it says so, 0..1; null where it never does. */
  readonly precision: number | null;
}

export type Confusion = readonly (readonly number[])[];

/** Every expression, in the labels' order, from the confusion matrix (rows actual, columns said). */
export const expressions = (labels: readonly string[], confusion: Confusion): Expression[] =>
  labels.map((label, i) => {
    const row = confusion[i] ?? [];
    const right = row[i] ?? 0;
    const said = sum(confusion.map((each) => each[i] ?? 0));
    const faces = sum(row);
    return {
      label,
      faces,
      recall: shareOf(right, faces),
      interval: wilson(right, faces),
      precision: said === 0 ? null : right / said,
    };
  });

export interface Mistake {
  readonly actual: string;
  readonly said: string;
  /** Of the faces labelled `actual`, 0..1. */
  readonly share: number;
  readonly faces: number;
}

/** The `most` commonest mistakes, by their share of an expression's faces; one for each expression at most. */
export function mistakes(labels: readonly string[], confusion: Confusion, most: number): Mistake[] {
  const worst = labels.flatMap((actual, i) => {
    const row = confusion[i] ?? [];
    const whole = sum(row);
    const others = labels
      .map((said, k) => ({ actual, said, share: shareOf(row[k] ?? 0, whole), faces: row[k] ?? 0 }))
      .filter(({ said, faces }) => said !== actual && faces > 0)
      .sort((a, b) => b.share - a.share);
    return others.slice(0, 1);
  });
  return worst.sort((a, b) => b.share - a.share).slice(0, most);
}

/** A column of a reliability diagram that holds faces. */
export interface Bin {
  /** The edges of what the model said about itself, 0..1. */
  readonly from: number;
  readonly to: number;
  readonly faces: number;
  /** What it said on average, and how often it was right, 0..1. */
  readonly said: number;
  readonly right: number;
  readonly interval: Interval;
}

export const bins = ({ count, confidence, accuracy }: Reliability): Bin[] =>
  count.flatMap((faces, i) => {
    if (faces === 0) return [];
    const right = accuracy[i] ?? 0;
    const [from, to] = [i / count.length, (i + 1) / count.length];
    const interval = wilson(Math.round(right * faces), faces);
    return [{ from, to, faces, said: confidence[i] ?? 0, right, interval }];
  });

/** Expected calibration error, 0..1: the gaps between what was said and what was right, weighted by the faces. */
export const calibrationError = (all: readonly Bin[]): number =>
  shareOf(
    sum(all.map(({ faces, said, right }) => faces * Math.abs(said - right))),
    sum(all.map(({ faces }) => faces)),
  );

/** The column whose faces the model was about so sure of, for an example; undefined where there is none at all. */
export const binNear = (all: readonly Bin[], confidence: number): Bin | undefined =>
  [...all].sort((a, b) => Math.abs(a.said - confidence) - Math.abs(b.said - confidence))[0];

/** What hurts most stands first. */
export const harms = (robustness: Card['robustness']): { name: string; accuracy: number; loss: number }[] =>
  Object.entries(robustness)
    .map(([name, { accuracy, loss }]) => ({ name, accuracy, loss }))
    .sort((a, b) => b.loss - a.loss);

export const median = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[values.length >> 1];

/** Mean and standard deviation of a sample of at least two. */
export function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = sum(values) / values.length;
  const squares = sum(values.map((value) => (value - mean) ** 2));
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
