/** model/card.json: what was measured about the model. Written by the training side; read strictly here. */
import type { Manifest } from '../manifest';
import { weightsDigest } from '../manifest';
import {
  Unexpected,
  anyNumberOf,
  count,
  flag,
  listOf,
  matching,
  number,
  object,
  optional,
  recordOf,
  text,
  word,
  type Read,
} from '../strict';

const ratio = number(0, 1);
const interval = listOf(ratio, 2);
const perClass = object({ precision: ratio, recall: ratio, f1: ratio, support: count });

const split = object({
  count,
  accuracy: ratio,
  accuracy_interval_95: interval,
  macro_f1: ratio,
  ece: ratio,
  nll: number(0),
  per_class: recordOf(perClass),
  /** Faces; a row for each actual label, a column for each that was said. */
  confusion: listOf(listOf(count)),
});

/** Faces by how sure the model was of them, from 0 to 1 in equal steps; 0 where there are none. */
const reliability = object({ count: listOf(count), confidence: listOf(ratio), accuracy: listOf(ratio) });

const shape = object({
  weights_sha256: matching(/^[0-9a-f]{64}$/, 'a sha256 of 64 hexadecimal digits'),
  origin: optional(object({ start: word, votes: flag, teachers: recordOf(word) })),
  runtime: text,
  latency_ms: number(0),
  data: object({
    faces: count,
    leaked: object({ PublicTest: count, PrivateTest: count }),
    conflicting: count,
    blank: count,
  }),
  evaluation: object({
    dataset: text,
    temperature: number(0.01, 100),
    splits: object({
      PublicTest: split,
      'PublicTest-deduplicated': split,
      PrivateTest: split,
      'PrivateTest-deduplicated': split,
    }),
    calibration: object({
      PublicTest: object({ before: reliability, after: reliability }),
      PrivateTest: object({ before: reliability, after: reliability }),
    }),
  }),
  robustness: recordOf(object({ accuracy: ratio, loss: number(-1, 1) })),
  agreement: recordOf(object({ count, model: ratio, labels: ratio })),
  peers: recordOf(
    object({ accuracy: ratio, accuracy_interval_95: interval, macro_f1: ratio, latency_ratio: number(0) }),
  ),
  seeds: anyNumberOf(object({ seed: count, public_test: ratio, private_test: ratio })),
});

export type Card = Read<typeof shape>;
export type Reliability = Card['evaluation']['calibration']['PrivateTest']['after'];

/** The card is one of another model. */
export class ForeignCard extends Error {}

/** What the values must say together; each line is an error message or false. */
function contradictions({ evaluation }: Card, labels: readonly string[]): (string | false)[] {
  const size = labels.length;
  return [
    ...Object.entries(evaluation.splits).flatMap(([name, { confusion, per_class, count }]) => {
      const got = Object.keys(per_class);
      const sum = confusion.flat().reduce((all, faces) => all + faces, 0);
      return [
        got.join() !== labels.join() &&
          `card.evaluation.splits.${name}.per_class: got ${got.join(', ')}, expected ${labels.join(', ')}`,
        (confusion.length !== size || confusion.some((row) => row.length !== size)) &&
          `card.evaluation.splits.${name}.confusion: expected ${size} rows of ${size}`,
        sum !== count && `card.evaluation.splits.${name}.confusion: got ${sum} faces, expected ${count}`,
      ];
    }),
    ...Object.entries(evaluation.calibration).flatMap(([name, pair]) =>
      Object.entries(pair).map(
        ([when, { count, confidence, accuracy }]) =>
          (confidence.length !== count.length || accuracy.length !== count.length) &&
          `card.evaluation.calibration.${name}.${when}: expected three lists of one length`,
      ),
    ),
  ];
}

/**
 * Parsed JSON as the card of the manifest's model.
 *
 * @throws Unexpected with the path, what was got and what was expected; ForeignCard where it was measured on other weights
 */
export function readCard(json: unknown, manifest: Manifest): Card {
  const card = shape(json, 'card');
  const digest = weightsDigest(manifest);
  if (card.weights_sha256 !== digest) {
    throw new ForeignCard(`card.weights_sha256: got ${card.weights_sha256}, expected ${digest}`);
  }
  const wrong = contradictions(card, manifest.labels).find((message) => message !== false);
  if (wrong) throw new Unexpected(wrong);
  return card;
}
