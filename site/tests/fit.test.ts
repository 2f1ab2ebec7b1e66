import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corrected, DOUBT, fit } from '../src/engine/fit';
import { learn, split } from '../src/engine/learn';
import { softmax } from '../src/engine/softmax';
import { isBetter, type Example } from '../src/teach/head';
import { manifest } from './fixtures';

const TEMPERATURE = 1.25;
const LABELS = 7;

const numbers = (length: number) =>
  fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: length, maxLength: length });

const examples = (features = 5) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: LABELS - 1 }), numbers(LABELS), numbers(features))
      .map(([label, logits, values]): Example => ({
        label,
        logits: Float32Array.from(logits),
        features: Float32Array.from(values),
      })),
    { maxLength: 25 },
  );

/** What the fit makes small, short of its penalty: cross entropy, each acted label of the same weight. */
function lossOf(rows: readonly Example[], logitsOf: (row: Example) => ArrayLike<number>): number {
  const acted = [...new Set(rows.map(({ label }) => label))];
  const losses = acted.map((own) => {
    const mine = rows.filter(({ label }) => label === own);
    const sum = mine.reduce((total, row) => {
      const probabilities = softmax(logitsOf(row), TEMPERATURE);
      const targetOf = (k: number) => (k === own ? 1 - DOUBT : 0) + DOUBT / LABELS;
      return total - probabilities.reduce((all, value, k) => all + targetOf(k) * Math.log(value), 0);
    }, 0);
    return sum / mine.length;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / acted.length;
}

/** The features of a face that is like the average of those acted. */
function average(rows: readonly Example[]): Float32Array {
  const acted = [...new Set(rows.map(({ label }) => label))];
  return Float32Array.from({ length: 5 }, (_, j) => {
    const means = acted.map((own) => {
      const mine = rows.filter(({ label }) => label === own);
      return mine.reduce((sum, { features }) => sum + (features[j] ?? 0), 0) / mine.length;
    });
    return means.reduce((sum, mean) => sum + mean, 0) / acted.length;
  });
}

describe('a head', () => {
  test('never fits what was acted worse than the model does', () => {
    fc.assert(
      fc.property(examples(), (rows) => {
        fc.pre(rows.length > 0);
        const head = fit(rows, TEMPERATURE, LABELS);
        const before = lossOf(rows, ({ logits }) => logits);
        expect(lossOf(rows, (row) => corrected(head, row))).toBeLessThanOrEqual(before + 1e-6);
      }),
    );
  });

  test('is the same for the same examples', () => {
    fc.assert(
      fc.property(examples(), (rows) => {
        expect(fit(rows, TEMPERATURE, LABELS)).toEqual(fit(rows, TEMPERATURE, LABELS));
      }),
    );
  });

  test('leaves a label that was not acted as it was', () => {
    fc.assert(
      fc.property(examples(), (rows) => {
        const { weights, bias } = fit(rows, TEMPERATURE, LABELS);
        const skipped = [...Array(LABELS).keys()].filter((k) => rows.every(({ label }) => label !== k));
        for (const k of skipped)
          expect([bias[k], ...(weights[k] ?? [])].every((value) => value === 0)).toBe(true);
      }),
    );
  });

  test('does not drown what was skipped: a face like all of those acted is shifted among the acted labels alone', () => {
    fc.assert(
      fc.property(examples(), (rows) => {
        fc.pre(rows.length > 0);
        const head = fit(rows, TEMPERATURE, LABELS);
        const shift = corrected(head, { logits: new Float32Array(LABELS), features: average(rows) });
        expect(shift.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 3);
      }),
    );
  });

  test('of no examples changes nothing', () => {
    const evidence = { logits: Float32Array.of(1, 2, 3, 4, 5, 6, 7), features: Float32Array.of(1, 2) };
    expect(corrected(fit([], TEMPERATURE, LABELS), evidence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('of features that never moved changes nothing that depends on them', () => {
    const rows = [0, 1].map((label): Example => ({
      label,
      logits: new Float32Array(LABELS),
      features: Float32Array.of(3, 3),
    }));
    expect(
      fit(rows, TEMPERATURE, LABELS)
        .weights.flat()
        .every((weight) => weight === 0),
    ).toBe(true);
  });
});

/** So many frames of a label, whose features say which one it is and whose logits say `seenAs`. */
const acted = (label: number, seenAs: number, count = 30): Example[] =>
  Array.from({ length: count }, (_, i) => ({
    label,
    logits: Float32Array.from({ length: LABELS }, (_, k) => (k === seenAs ? 2 : 0)),
    features: Float32Array.from({ length: 8 }, (_, j) => (j === label ? 3 : 0) + Math.sin(i + j) / 2),
  }));

describe('what is held back', () => {
  test('is the end of each expression, with a gap before it', () => {
    const rows = [...acted(2, 2), ...acted(5, 5)];
    const { learn: learned, check } = split(rows);
    const places = (part: readonly Example[]) => part.map((row) => rows.indexOf(row));
    const span = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
    expect(places(learned)).toEqual([...span(0, 18), ...span(30, 48)]);
    expect(places(check)).toEqual([...span(20, 30), ...span(50, 60)]);
  });

  test('never holds what was learned from, however little there is', () => {
    fc.assert(
      fc.property(examples(), (rows) => {
        const { learn: learned, check } = split(rows);
        expect(check.filter((row) => learned.includes(row))).toEqual([]);
      }),
    );
  });
});

describe('a lesson', () => {
  test('corrects a model that takes fear for surprise in this face, and says how often', () => {
    const { check } = learn([...acted(2, 5), ...acted(3, 3), ...acted(5, 5)], manifest);
    expect(check.labels).toEqual([
      { label: 'fear', count: 10, stock: 0, personal: 10 },
      { label: 'happy', count: 10, stock: 10, personal: 10 },
      { label: 'surprise', count: 10, stock: 10, personal: 10 },
    ]);
    expect(check.stock.accuracy).toBeCloseTo(2 / 3);
    expect(check.personal.accuracy).toBe(1);
    expect(check.personal.log_loss).toBeLessThan(check.stock.log_loss);
    expect(isBetter(check)).toBe(true);
  });

  test('is not worth keeping where the model is right already', () => {
    const { check } = learn([...acted(2, 2), ...acted(3, 3)], manifest);
    expect(check.stock.accuracy).toBe(1);
    expect(isBetter(check)).toBe(false);
  });

  test('is not worth keeping where the frames held back look otherwise', () => {
    // The last third of each expression shows the other one: whatever was learned before is wrong there.
    const crossed = [acted(2, 2), acted(3, 3)].map((rows, i, both) => [
      ...rows.slice(0, 20),
      ...(both[1 - i] ?? []).slice(20).map((row) => ({ ...row, label: rows[0]?.label ?? 0 })),
    ]);
    expect(isBetter(learn(crossed.flat(), manifest).check)).toBe(false);
  });

  test('with as many features as the model has is done before anybody wonders', () => {
    const wide = [0, 1, 2, 3, 4, 5, 6].flatMap((label) =>
      acted(label, 6, 45).map((row) => ({
        ...row,
        features: Float32Array.from({ length: 160 }, (_, j) => row.features[j % 8] ?? 0),
      })),
    );
    const started = performance.now();
    learn(wide, manifest);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
