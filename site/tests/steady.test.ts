import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { UNSURE } from '../src/analysis';
import { Steady, STEADY_OPTIONS, type SteadyFace } from '../src/steady/steady';
import { frames, noise } from './scenes';

vi.setConfig({ testTimeout: 60_000 }); // hundreds of scenes a property: a second here, many on a busy machine

const FRAME_MS = 1000 / 30;
const LABELS = ['angry', 'happy', 'neutral', 'sad'];

/** The label at this probability, the others sharing what is left. */
const saying = (label: string, probability: number) =>
  Object.fromEntries(LABELS.map((name) => [name, name === label ? probability : (1 - probability) / 3]));

/** What one face shows, frame by frame. */
function shownFor(say: (time_ms: number) => Record<string, number>, until_ms: number, interval_ms: number) {
  const steady = new Steady();
  return frames(until_ms, interval_ms).map(
    (time_ms) => steady.update([{ id: 1, probabilities: say(time_ms) }], time_ms)[0] as SteadyFace,
  );
}

describe('a face', () => {
  test('shows at first sight what the model says of it, unsmoothed', () => {
    const [face] = new Steady().update([{ id: 7, probabilities: saying('happy', 0.7) }], 0);
    expect(face).toEqual({ id: 7, label: 'happy', confidence: 0.7, probabilities: saying('happy', 0.7) });
  });

  test('shows a new expression within half a second, with 90 % of its strength', () => {
    const shown = shownFor((time_ms) => saying(time_ms < 1000 ? 'neutral' : 'happy', 0.9), 1500, FRAME_MS);
    expect(shown.find(({ label }) => label === 'neutral')).toBeDefined();
    expect(shown.at(-1)?.label).toBe('happy');
    expect(shown.at(-1)?.confidence).toBeGreaterThan(0.9 * 0.9);
  });

  test('says unsure with the probability of the likeliest label when nothing stands out', () => {
    const [face] = new Steady().update([{ id: 1, probabilities: saying('sad', 0.3) }], 0);
    expect(face).toMatchObject({ label: UNSURE, confidence: 0.3 });
  });

  test('shows the same at 15, 30 and 60 frames a second', () => {
    const say = (time_ms: number) => saying(time_ms % 2000 < 1000 ? 'neutral' : 'happy', 0.8);
    const at = (fps: number) =>
      shownFor(say, 5950, 1000 / fps).filter((_, frame) => (frame * 15) % fps === 0);
    const [slow, usual, fast] = [at(15), at(30), at(60)];
    const differing = slow.filter(
      (face, i) => face.label !== usual[i]?.label || face.label !== fast[i]?.label,
    );
    expect(slow.length).toBe(usual.length);
    expect(differing.length).toBeLessThanOrEqual(6); // one moment of each change, of 90 moments
    slow.slice(-10).forEach((face, i) => {
      expect(Math.abs(face.confidence - (fast.slice(-10)[i]?.confidence ?? NaN))).toBeLessThan(0.1);
    });
  });

  test('keeps its label under noise that flips the raw one several times a second', () => {
    const next = noise(11);
    const shown = shownFor(
      () => {
        const tilt = 0.15 * next();
        return { happy: 0.45 + tilt, sad: 0.41 - tilt, angry: 0.07, neutral: 0.07 };
      },
      20_000,
      FRAME_MS,
    );
    const changes = shown.filter(({ label }, i) => i > 0 && label !== shown[i - 1]?.label);
    expect(changes.length).toBeLessThanOrEqual(4);
  });

  test('goes on from what it showed after being lost for a moment', () => {
    const steady = new Steady();
    for (const time_ms of frames(1000, 50))
      steady.update([{ id: 1, probabilities: saying('happy', 0.9) }], time_ms);
    for (const lost_ms of [50, 100]) expect(steady.update([], 1000 + lost_ms)).toEqual([]);
    const [face] = steady.update([{ id: 1, probabilities: saying('sad', 0.5) }], 1150);
    expect(face?.label).toBe('happy');
  });

  test('begins anew when the clock does', () => {
    const steady = new Steady();
    steady.update([{ id: 1, probabilities: saying('happy', 0.9) }], 5000);
    const [face] = steady.update([{ id: 1, probabilities: saying('sad', 0.9) }], 0);
    expect(face).toMatchObject({ label: 'sad', confidence: 0.9 });
  });
});

describe('many faces', () => {
  test('are judged each by itself, in the order given', () => {
    const [together, alone] = [new Steady(), new Steady()];
    const next = noise(5);
    for (const time_ms of frames(2000, FRAME_MS)) {
      const anna = { id: 3, probabilities: saying('happy', 0.6 + 0.3 * next()) };
      const ben = { id: 2, probabilities: saying('sad', 0.6 + 0.3 * next()) };
      const both = together.update([anna, ben], time_ms);
      expect(both.map(({ id }) => id)).toEqual([3, 2]);
      expect(both[0]).toEqual(alone.update([anna], time_ms)[0]);
    }
  });

  test('that passed by are forgotten, however many they were', () => {
    const steady = new Steady();
    for (let id = 1; id <= 500; id++) {
      steady.update([{ id, probabilities: saying('happy', 0.6) }], id * 1000);
      expect(steady.remembered).toBeLessThanOrEqual(3);
    }
    steady.update([], 600_000);
    expect(steady.remembered).toBe(0);
  });

  test('always show probabilities that sum to one, and a confidence between 0 and 1', () => {
    const judged = fc.record({
      id: fc.integer({ min: 1, max: 4 }),
      happy: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const stream = fc.array(
      fc.tuple(fc.uniqueArray(judged, { selector: ({ id }) => id }), fc.integer({ min: 0, max: 3000 })),
    );
    fc.assert(
      fc.property(stream, (steps) => {
        const steady = new Steady(STEADY_OPTIONS);
        let time_ms = 0;
        for (const [faces, step_ms] of steps) {
          time_ms += step_ms;
          const shown = steady.update(
            faces.map(({ id, happy }) => ({ id, probabilities: saying('happy', happy) })),
            time_ms,
          );
          for (const { label, confidence, probabilities } of shown) {
            expect(Object.values(probabilities).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
            expect(confidence >= 0 && confidence <= 1).toBe(true);
            expect([...LABELS, UNSURE]).toContain(label);
          }
        }
      }),
    );
  });
});
