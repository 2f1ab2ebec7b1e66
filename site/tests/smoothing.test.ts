import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { UNSURE } from '../src/analysis';
import { decide, DECISION_RULES, smooth, type Decision, type Probabilities } from '../src/steady/smoothing';
import { frames, noise } from './scenes';

vi.setConfig({ testTimeout: 60_000 }); // hundreds of scenes a property: a second here, many on a busy machine

const LABELS = ['angry', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprise'];
const FRAME_MS = 1000 / 30;
const TAU_MS = 200;

/** Any seven probabilities that sum to one. */
const distribution: fc.Arbitrary<Probabilities> = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 7, maxLength: 7 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return Object.fromEntries(LABELS.map((label, i) => [label, (weights[i] ?? 0) / sum]));
  });
const duration_ms = fc.double({ min: 0, max: 5000, noNaN: true });
const timeConstant_ms = fc.double({ min: 1, max: 2000, noNaN: true });

/** These labels as given, what is left to one shared evenly by the other five or six. */
function saying(given: Record<string, number>): Probabilities {
  const left = 1 - Object.values(given).reduce((sum, p) => sum + p, 0);
  const others = LABELS.length - Object.keys(given).length;
  return Object.fromEntries(LABELS.map((label) => [label, given[label] ?? left / others]));
}

const farthest = (a: Probabilities, b: Probabilities) =>
  Math.max(...LABELS.map((label) => Math.abs((a[label] ?? NaN) - (b[label] ?? NaN))));

const top = (probabilities: Probabilities) =>
  LABELS.reduce((best, label) => ((probabilities[label] ?? 0) > (probabilities[best] ?? 0) ? label : best));

describe('smoothed probabilities', () => {
  test('are probabilities: none below 0, all together 1', () => {
    fc.assert(
      fc.property(
        distribution,
        distribution,
        duration_ms,
        timeConstant_ms,
        (before, now, elapsed_ms, tau_ms) => {
          const values = Object.values(smooth(before, now, elapsed_ms, tau_ms));
          expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
          expect(values.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test('are the same in one step as in two: a dropped frame changes nothing', () => {
    const run = fc.tuple(distribution, distribution, duration_ms, duration_ms, timeConstant_ms);
    fc.assert(
      fc.property(run, ([before, now, first_ms, then_ms, tau_ms]) => {
        const twice = smooth(smooth(before, now, first_ms, tau_ms), now, then_ms, tau_ms);
        expect(farthest(twice, smooth(before, now, first_ms + then_ms, tau_ms))).toBeLessThan(1e-9);
      }),
    );
  });

  test('come to what the model keeps saying: 63 % of the way in one time constant, all of it in ten', () => {
    fc.assert(
      fc.property(distribution, distribution, timeConstant_ms, (before, now, tau_ms) => {
        const way = farthest(before, now);
        expect(farthest(smooth(before, now, tau_ms, tau_ms), now)).toBeCloseTo(way * Math.exp(-1), 9);
        expect(farthest(smooth(before, now, 10 * tau_ms, tau_ms), now)).toBeLessThan(1e-4);
      }),
    );
  });

  test('never overshoot: they lie between what was shown and what is new', () => {
    fc.assert(
      fc.property(
        distribution,
        distribution,
        duration_ms,
        timeConstant_ms,
        (before, now, elapsed_ms, tau_ms) => {
          const got = smooth(before, now, elapsed_ms, tau_ms);
          const outside = LABELS.filter((label) => {
            const [from = NaN, to = NaN, is = NaN] = [before[label], now[label], got[label]];
            return is < Math.min(from, to) - 1e-12 || is > Math.max(from, to) + 1e-12;
          });
          expect(outside).toEqual([]);
        },
      ),
    );
  });

  test('look the same at 60, 30 and 10 frames a second', () => {
    const changing = (time_ms: number) => saying({ happy: 0.5 + 0.3 * Math.sin(time_ms / 500), sad: 0.1 });
    const after = (interval_ms: number) =>
      frames(3000, interval_ms)
        .slice(1)
        .reduce((shown, time_ms) => smooth(shown, changing(time_ms), interval_ms, TAU_MS), changing(0));
    expect(farthest(after(1000 / 60), after(1000 / 30))).toBeLessThan(0.02);
    expect(farthest(after(1000 / 60), after(100))).toBeLessThan(0.05);
  });

  test('stay as they are when no time has passed, and are the new ones with no time constant', () => {
    const [before, now] = [saying({ happy: 0.9 }), saying({ sad: 0.9 })];
    expect(smooth(before, now, 0, TAU_MS)).toEqual(before);
    expect(smooth(before, now, -5, TAU_MS)).toEqual(before);
    expect(farthest(smooth(before, now, 5, 0), now)).toBeLessThan(1e-12);
  });
});

/** The labels shown for these probabilities, one for each frame. */
function shownFor(stream: readonly Probabilities[], interval_ms = FRAME_MS): string[] {
  let decision: Decision | null = null;
  return stream.map((probabilities, frame) => {
    decision = decide(decision, probabilities, frame * interval_ms);
    return decision.label;
  });
}

const flips = (labels: readonly string[]) =>
  labels.filter((label, i) => i > 0 && label !== labels[i - 1]).length;

describe('the label', () => {
  test('of a first look is the most probable one, or unsure where that is weak or nearly tied', () => {
    expect(decide(null, saying({ happy: 0.6 }), 0).label).toBe('happy');
    expect(decide(null, saying({ happy: 0.41, sad: 0.32 }), 0).label).toBe('happy');
    expect(decide(null, saying({ happy: 0.39 }), 0).label).toBe(UNSURE);
    expect(decide(null, saying({ happy: 0.45, sad: 0.38 }), 0).label).toBe(UNSURE);
    expect(decide(null, saying({}), 0).label).toBe(UNSURE);
  });

  test('is one of the model’s labels or unsure, never less probable than the rules allow at first sight', () => {
    fc.assert(
      fc.property(distribution, (probabilities) => {
        const { label } = decide(null, probabilities, 0);
        const sorted = Object.values(probabilities).sort((a, b) => b - a) as [number, number];
        const isSure = sorted[0] >= 0.4 && sorted[0] - sorted[1] >= 0.08;
        expect(label).toBe(isSure ? top(probabilities) : UNSURE);
      }),
    );
  });

  test('changes at once when another is clearly ahead', () => {
    expect(shownFor([saying({ happy: 0.7 }), saying({ sad: 0.5, happy: 0.25 })])).toEqual(['happy', 'sad']);
    expect(shownFor([saying({}), saying({ sad: 0.6, happy: 0.2 })])).toEqual([UNSURE, 'sad']);
  });

  test('changes after the holding time when another is a little ahead', () => {
    const little = saying({ sad: 0.48, happy: 0.34 });
    const shown = shownFor([saying({ happy: 0.7 }), ...frames(1000, 50).map(() => little)], 50);
    expect(shown.indexOf('sad') * 50).toBe(50 + DECISION_RULES.hold_ms);
    expect(new Set(shown)).toEqual(new Set(['happy', 'sad']));
  });

  test('survives a moment of doubt that is shorter than the holding time', () => {
    const doubt = frames(200, 50).map(() => saying({ sad: 0.45, happy: 0.4 }));
    const shown = shownFor([saying({ happy: 0.7 }), ...doubt, saying({ happy: 0.6 }), ...doubt], 50);
    expect(new Set(shown)).toEqual(new Set(['happy']));
  });

  test('gives way to unsure when the doubt stays', () => {
    const shown = shownFor(
      [saying({ happy: 0.7 }), ...frames(1000, 50).map(() => saying({ happy: 0.3 }))],
      50,
    );
    expect(shown.at(-1)).toBe(UNSURE);
  });

  test('is never one that is not on top for longer than the holding time', () => {
    const step = fc.tuple(distribution, fc.integer({ min: 1, max: 12 })); // and for how many frames
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const stream = steps.flatMap(([probabilities, count]) =>
          Array<Probabilities>(count).fill(probabilities),
        );
        const shown = shownFor(stream, 50);
        let [wrong_ms, longest_ms] = [0, 0];
        stream.forEach((probabilities, frame) => {
          const label = shown[frame] ?? '';
          const isTop = label === UNSURE || probabilities[label] === probabilities[top(probabilities)];
          wrong_ms = isTop ? 0 : wrong_ms + 50;
          longest_ms = Math.max(longest_ms, wrong_ms);
        });
        expect(longest_ms).toBeLessThanOrEqual(DECISION_RULES.hold_ms);
      }),
    );
  });

  test('does not flip about a tie, where the raw one flips several times a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const next = noise(seed);
        const raw = frames(10_000, FRAME_MS).map(() => {
          const tilt = 0.1 * next();
          return saying({ happy: 0.42 + tilt, sad: 0.42 - tilt });
        });
        let shown: Probabilities | null = null;
        const smoothed = raw.map((now) => (shown = shown ? smooth(shown, now, FRAME_MS, TAU_MS) : now));
        expect(flips(raw.map(top))).toBeGreaterThan(80);
        expect(flips(shownFor(smoothed))).toBeLessThanOrEqual(2);
      }),
      { numRuns: 40 },
    );
  });

  test('does not flicker to unsure and back when its probability trembles about the minimum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const next = noise(seed);
        const stream = frames(10_000, FRAME_MS).map(() => saying({ happy: 0.4 + 0.03 * next() }));
        const bare = stream.map((probabilities) => decide(null, probabilities, 0).label);
        expect(flips(bare)).toBeGreaterThan(80);
        expect(flips(shownFor(stream))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });
});
