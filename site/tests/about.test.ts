import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ForeignCard, readCard } from '../src/about/card';
import {
  binNear,
  bins,
  calibrationError,
  expressions,
  harms,
  median,
  mistakes,
  spreadOf,
  sum,
  wilson,
} from '../src/about/figures';
import { readManifest } from '../src/manifest';
import { about as de } from '../src/messages/de/about';
import { about as en } from '../src/messages/en/about';
import { about as es } from '../src/messages/es/about';
import { about as zh } from '../src/messages/zh/about';

type Json = Record<string, unknown>;
const released = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../../model/${name}.json`, import.meta.url), 'utf8')) as Json;
const manifest = readManifest(released('manifest'));
const card = readCard(released('card'), manifest);
const { PrivateTest, 'PrivateTest-deduplicated': deduplicated } = card.evaluation.splits;
const rightIn = (confusion: readonly (readonly number[])[]) => sum(confusion.map((row, i) => row[i] ?? 0));

test.each([
  ['PrivateTest', PrivateTest],
  ['PrivateTest-deduplicated', deduplicated],
])('the interval of %s is the one that the training side computed', (_, split) => {
  const [low, high] = wilson(rightIn(split.confusion), split.count);
  expect(low).toBeCloseTo(split.accuracy_interval_95[0] ?? NaN, 12);
  expect(high).toBeCloseTo(split.accuracy_interval_95[1] ?? NaN, 12);
});

test('an interval holds the share, stays within 0 and 1, and narrows with more faces', () => {
  const counted = fc
    .integer({ min: 1, max: 5000 })
    .chain((count) => fc.tuple(fc.integer({ min: 0, max: count }), fc.constant(count)));
  fc.assert(
    fc.property(counted, ([hits, count]) => {
      const [low, high] = wilson(hits, count);
      const [lowOfMore, highOfMore] = wilson(4 * hits, 4 * count);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(hits / count + 1e-12);
      expect(high).toBeGreaterThanOrEqual(hits / count - 1e-12);
      expect(highOfMore - lowOfMore).toBeLessThan(high - low);
    }),
  );
});

test('of what was never counted nothing is known', () => {
  expect(wilson(0, 0)).toEqual([0, 1]);
});

test('expressions come to what the training side wrote down for each', () => {
  for (const { label, faces, recall, precision } of expressions(manifest.labels, PrivateTest.confusion)) {
    const written = PrivateTest.per_class[label];
    expect(faces).toBe(written?.support);
    expect(recall).toBeCloseTo(written?.recall ?? NaN, 12);
    expect(precision).toBeCloseTo(written?.precision ?? NaN, 12);
  }
});

test('an expression that is never said has no precision, one without faces no recall to speak of', () => {
  const [never, absent] = expressions(
    ['never', 'absent'],
    [
      [0, 3],
      [0, 0],
    ],
  );
  expect(never).toMatchObject({ faces: 3, recall: 0, precision: null });
  expect(absent).toMatchObject({ faces: 0, recall: 0, interval: [0, 1], precision: 0 });
});

test('the commonest mistakes stand first, one for each expression, without those never made', () => {
  const labels = ['a', 'b', 'c'];
  const confusion = [
    [50, 30, 20],
    [1, 9, 0],
    [0, 0, 7],
  ];
  expect(mistakes(labels, confusion, 5)).toEqual([
    { actual: 'a', said: 'b', share: 0.3, faces: 30 },
    { actual: 'b', said: 'a', share: 0.1, faces: 1 },
  ]);
  expect(mistakes(labels, confusion, 1)).toHaveLength(1);
});

test('the calibration error is that of the training side, and columns without faces are left out', () => {
  const { before, after } = card.evaluation.calibration.PrivateTest;
  expect(calibrationError(bins(after))).toBeCloseTo(PrivateTest.ece, 6);
  expect(calibrationError(bins(before))).toBeGreaterThan(PrivateTest.ece);
  expect(sum(bins(after).map(({ faces }) => faces))).toBe(PrivateTest.count);
  expect(bins({ count: [0, 4], confidence: [0, 0.8], accuracy: [0, 0.75] })).toMatchObject([
    { from: 0.5, to: 1, faces: 4, said: 0.8, right: 0.75, interval: wilson(3, 4) },
  ]);
  expect(calibrationError([])).toBe(0);
});

test('the example is the column nearest to what is asked for', () => {
  const all = bins(card.evaluation.calibration.PrivateTest.after);
  const distance = (said: number) => Math.abs(said - 0.7);
  expect(distance(binNear(all, 0.7)?.said ?? NaN)).toBe(Math.min(...all.map(({ said }) => distance(said))));
  expect(binNear([], 0.7)).toBeUndefined();
});

test('what harms most stands first, what helps last', () => {
  const found = harms({
    light: { accuracy: 0.7, loss: -0.01 },
    beard: { accuracy: 0.5, loss: 0.2 },
    noise: { accuracy: 0.6, loss: 0.1 },
  });
  expect(found.map(({ name }) => name)).toEqual(['beard', 'noise', 'light']);
});

test('median and spread are the usual ones', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([])).toBeUndefined();
  const { mean, deviation } = spreadOf([2, 4, 6]);
  expect([mean, deviation]).toEqual([4, 2]);
});

/** Every text and function under its path. */
const told = (tree: object, path = ''): [path: string, text: unknown][] =>
  Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? told(value, `${path}${name}.`)
      : [[`${path}${name}`, value] as [string, unknown]],
  );
const english = new Map(told(en));
/** Words that are the same in another language. */
const SAME = ['origin.name', 'others.columns.f1'];

test.each(Object.entries({ de, es, zh }))(
  '%s leaves no text out, and none empty or in English',
  (_, language) => {
    const texts = new Map(told(language));
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of texts) {
      if (SAME.includes(path) || typeof text === 'function') continue;
      expect(String(text).trim(), path).not.toBe('');
      expect(text, path).not.toBe(english.get(path));
    }
  },
);

test.each(Object.entries({ en, de, es, zh }))(
  '%s puts every figure that it is given into its sentences, and knows every condition of the card',
  (_, language) => {
    for (const [path, text] of told(language)) {
      if (typeof text !== 'function') continue;
      const given = Array.from({ length: text.length }, (_, i) => `GIVEN${i}`);
      const sentence = (text as (...given: string[]) => string)(...given);
      for (const each of given) expect(sentence, path).toContain(each);
    }
    expect(Object.keys(language.harm.conditions)).toEqual(Object.keys(card.robustness));
  },
);

const spoiled = (spoil: (json: Json) => void): Json => {
  const json = released('card');
  spoil(json);
  return json;
};
const inside = (json: Json, ...path: string[]): Json => path.reduce((at, key) => at[key] as Json, json);

test.each<[string, (json: Json) => void, string]>([
  ['an unknown key', (json) => (json['mood'] = 1), 'card.mood: unknown key'],
  ['a missing key', (json) => delete json['robustness'], 'card.robustness: missing'],
  [
    'a loss that is none',
    (json) => (inside(json, 'robustness', 'drawn beard')['loss'] = 8.1),
    'card.robustness.drawn beard.loss: got 8.1',
  ],
  [
    'a matrix of other counts',
    (json) => (inside(json, 'evaluation', 'splits', 'PrivateTest')['count'] = 3590),
    'card.evaluation.splits.PrivateTest.confusion: got 3589 faces, expected 3590',
  ],
  [
    'a matrix that is not square',
    (json) => (inside(json, 'evaluation', 'splits', 'PrivateTest')['confusion'] = [[3589]]),
    'card.evaluation.splits.PrivateTest.confusion: expected 7 rows of 7',
  ],
  [
    'other labels',
    (json) => delete inside(json, 'evaluation', 'splits', 'PublicTest', 'per_class')['sad'],
    'card.evaluation.splits.PublicTest.per_class: got angry, disgust, fear, happy, surprise, neutral, expected angry',
  ],
  [
    'a diagram cut short',
    (json) => (inside(json, 'evaluation', 'calibration', 'PrivateTest', 'after')['accuracy'] = [0.5]),
    'card.evaluation.calibration.PrivateTest.after: expected three lists of one length',
  ],
])('a card with %s is refused, saying where and what was expected', (_, spoil, message) => {
  expect(() => readCard(spoiled(spoil), manifest)).toThrow(message);
});

test('a card without peers, votes, teachers or known origin is read all the same', () => {
  const read = readCard(
    spoiled((json) => Object.assign(json, { origin: null, peers: {}, agreement: {}, seeds: [] })),
    manifest,
  );
  expect(read).toMatchObject({ origin: null, peers: {}, agreement: {}, seeds: [] });
});

test('a card that was measured on another model is told from one that is broken', () => {
  const foreign = spoiled((json) => (json['weights_sha256'] = '0'.repeat(64)));
  expect(() => readCard(foreign, manifest)).toThrow(ForeignCard);
  expect(() => readCard({ ...foreign, mood: 1 }, manifest)).not.toThrow(ForeignCard);
});
