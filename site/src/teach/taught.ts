/** A head as it is kept and handed on: with the model it belongs to, and what it was found to be worth. Pure. */
import { weightsDigest, type Manifest } from '../manifest';
import {
  count,
  listOf,
  matching,
  number,
  object,
  oneOf,
  text,
  Unexpected,
  type Read,
  type Reader,
} from '../strict';
import type { Head, Learned } from './head';

/** Far beyond what a lesson gives, and far from what arithmetic cannot bear. */
const weight = number(-1000, 1000);
const score = object({ accuracy: number(0, 1), log_loss: number(0) });

const moment: Reader<string> = (value, path) => {
  if (typeof value === 'string' && Number.isFinite(Date.parse(value))) return value;
  throw new Unexpected(
    `${path}: got ${JSON.stringify(value)}, expected a time like 2026-11-24T08:15:30.000Z`,
  );
};

const shape = object({
  kind: oneOf('mood-mirror personal head'),
  format: oneOf(1),
  made: moment,
  /** Digest of the weights of the model that it corrects: to any other it means nothing. */
  model: matching(/^[0-9a-f]{64}$/, 'a sha256 of 64 hexadecimal digits'),
  labels: listOf(text),
  head: object({ weights: listOf(listOf(weight)), bias: listOf(weight) }),
  check: object({
    labels: listOf(object({ label: text, count, stock: count, personal: count })),
    stock: score,
    personal: score,
  }),
});

export type Taught = Read<typeof shape>;

/** Parsed JSON as a taught head. Throws `Unexpected` with the path, what was got and what was expected. */
export function readTaught(json: unknown, path: string): Taught {
  const taught = (shape as Reader<Taught>)(json, path);
  const { weights, bias } = taught.head;
  const features = weights[0]?.length;
  const agree = [weights, bias].every(({ length }) => length === taught.labels.length);
  if (!agree || weights.some(({ length }) => length !== features))
    throw new Unexpected(
      `${path}.head: got ${weights.length} rows and ${bias.length} biases for ${taught.labels.length} labels, expected one of each for each label, and rows of one length`,
    );
  return taught;
}

/** Five digits are more than a minute of acting can tell. */
const rounded = (value: number): number => Number(value.toPrecision(5));

export function taughtFrom({ head, check }: Learned, manifest: Manifest, made: Date): Taught {
  const short: Head = {
    weights: head.weights.map((row) => row.map(rounded)),
    bias: head.bias.map(rounded),
  };
  const { labels } = manifest;
  const model = weightsDigest(manifest);
  const kind = 'mood-mirror personal head';
  return { kind, format: 1, made: made.toISOString(), model, labels, head: short, check };
}

/** Whether it corrects this very model. */
export const isFor = ({ model, labels, head }: Taught, manifest: Manifest): boolean =>
  model === weightsDigest(manifest) &&
  labels.join() === manifest.labels.join() &&
  head.weights[0]?.length === manifest.output.feature_count;
