import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  CHANGED_RATIO,
  EMPTY_ROOM_GAP_MS,
  LONGEST_GAP_MS,
  NO_PLAN,
  plan,
  type Moment,
  type Plan,
} from '../src/steady/schedule';
import { iou } from '../src/geometry';
import { Tracker } from '../src/steady/tracker';
import { boxAt, frames, noise, tremble } from './scenes';

vi.setConfig({ testTimeout: 60_000 }); // hundreds of scenes a property: a second here, many on a busy machine

const CAMERA_MS = 1000 / 30;
const SURE: Moment['tracks'] = [{ certain: true }];
const UNSURE: Moment['tracks'] = [{ certain: true }, { certain: false }];
const QUICK = { detect_ms: 6, classify_ms: 2 };

type Scene = (time_ms: number) => Partial<Moment>;

/** Times at which the detector runs while frames come at this interval. */
function detections(until_ms: number, interval_ms: number, scene: Scene): number[] {
  let last: Plan = NO_PLAN;
  return frames(until_ms, interval_ms).filter((time_ms) => {
    const calm = { tracks: SURE, changed_ratio: 0, frameInterval_ms: interval_ms, ...QUICK };
    last = plan(last, { ...calm, time_ms, ...scene(time_ms) });
    return last.detect;
  });
}

const between = (times_ms: readonly number[], from_ms: number, to_ms: number) =>
  times_ms.filter((time_ms) => time_ms >= from_ms && time_ms < to_ms).length;
const gaps = (times_ms: readonly number[]) =>
  times_ms.slice(1).map((time_ms, i) => time_ms - (times_ms[i] ?? NaN));

describe('the detector', () => {
  test('looks at the first frame', () => {
    expect(detections(0, CAMERA_MS, () => ({}))).toEqual([0]);
  });

  test('looks at every frame while a track is uncertain', () => {
    expect(detections(2000, CAMERA_MS, () => ({ tracks: UNSURE }))).toEqual(frames(2000, CAMERA_MS));
  });

  test('looks when the face moves, at the latest three frames after the look before, and then begins to trust anew', () => {
    for (let frame = 180; frame < 188; frame++) {
      const moves = (frame * 1000) / 60;
      const looks = detections(7000, 1000 / 60, (time_ms) => ({
        changed_ratio: Math.abs(time_ms - moves) < 1 ? CHANGED_RATIO : 0,
      }));
      const at = looks.findIndex((time_ms) => time_ms > moves - 1);
      expect((looks[at] ?? NaN) - moves).toBeLessThan(2.5 * (1000 / 60));
      const after = gaps(looks.slice(at)).map((gap_ms) => Math.round(gap_ms * 0.06)); // in frames of 60 a second
      expect(after.slice(0, 2)).toEqual([3, 3]);
      expect(after.at(-1)).toBe(8);
    }
  });

  test('looks at every third frame while a face that keeps moving is found where it was expected', () => {
    const looks = detections(2000, CAMERA_MS, () => ({ changed_ratio: 2 * CHANGED_RATIO }));
    expect(gaps(looks).every((gap_ms) => Math.round(gap_ms / CAMERA_MS) === 3)).toBe(true);
  });

  test('looks at every third frame when it begins to trust, at every eighth after two and a half seconds', () => {
    const looks = detections(5000, 1000 / 60, () => ({}));
    const inFrames = gaps(looks).map((gap_ms) => Math.round(gap_ms * 0.06));
    expect(inFrames[0]).toBe(3);
    expect(inFrames.at(-1)).toBe(8);
    inFrames.slice(1).forEach((count, i) => expect(count).toBeGreaterThanOrEqual(inFrames[i] as number));
  });

  test('finds a second person within a quarter of a second, whatever else holds', () => {
    const unevenFrames = fc.array(
      fc.record({
        step_ms: fc.double({ min: 0.2, max: 1, noNaN: true }), // of the camera's interval
        tracks: fc.constantFrom<Moment['tracks']>([], SURE, UNSURE),
        changed_ratio: fc.double({ min: 0, max: 1, noNaN: true }),
        detect_ms: fc.double({ min: 0, max: 500, noNaN: true }),
      }),
      { minLength: 1, maxLength: 100 },
    );
    const camera_ms = fc.double({ min: 4, max: LONGEST_GAP_MS, noNaN: true });
    const classify = fc.double({ min: 0, max: LONGEST_GAP_MS, noNaN: true });
    fc.assert(
      fc.property(unevenFrames, camera_ms, classify, (steps, frameInterval_ms, classify_ms) => {
        let [time_ms, last, longest_ms]: [number, Plan, number] = [0, NO_PLAN, 0];
        for (const { step_ms, ...now } of steps) {
          const before_ms = last.detected_ms ?? time_ms;
          last = plan(last, { ...now, time_ms, frameInterval_ms, classify_ms });
          if (last.detect) longest_ms = Math.max(longest_ms, time_ms - before_ms);
          else longest_ms = Math.max(longest_ms, time_ms - (last.detected_ms ?? NaN));
          // A frame that arrives while another is being classified is dropped, so that is how far the next one can be.
          time_ms += step_ms * Math.max(frameInterval_ms, classify_ms);
        }
        expect(longest_ms).toBeLessThanOrEqual(LONGEST_GAP_MS + 1e-6);
      }),
    );
  });

  test('rests between looks into a room that stays empty, and looks at every frame when someone has just left', () => {
    for (const fps of [15, 24, 30, 60]) {
      const looks = detections(5000, 1000 / fps, () => ({ tracks: [] }));
      expect(between(looks, 0, 990)).toBeGreaterThanOrEqual(fps - 1);
      expect(between(looks, 2000, 4999)).toBeLessThanOrEqual((3000 / EMPTY_ROOM_GAP_MS) * 1.02);
      expect(between(looks, 2000, 4999)).toBeGreaterThanOrEqual(3 * 7);
    }
    const returning = detections(4000, CAMERA_MS, (time_ms) => ({
      tracks: time_ms > 2000 && time_ms < 2500 ? UNSURE : [],
    }));
    expect(between(returning, 2550, 3450)).toBeGreaterThanOrEqual(26);
  });

  test('looks less often on a device that cannot detect and classify within a frame', () => {
    const looks = (detect_ms: number) =>
      detections(3000, CAMERA_MS, () => ({ tracks: UNSURE, detect_ms, classify_ms: 8 })).length;
    expect(looks(20)).toBe(frames(3000, CAMERA_MS).length);
    expect(looks(40)).toBeLessThanOrEqual(46); // every second frame
    expect(looks(90)).toBeLessThanOrEqual(23); // every fourth
    expect(looks(90)).toBeGreaterThanOrEqual(22);
  });

  test('leaves the classifier its time: both fit into the frames, as far as the longest gap allows', () => {
    const costs = fc.tuple(
      fc.double({ min: 1, max: 150, noNaN: true }),
      fc.double({ min: 1, max: 10, noNaN: true }),
    );
    fc.assert(
      fc.property(costs, ([detect_ms, classify_ms]) => {
        fc.pre(detect_ms / (CAMERA_MS - classify_ms) <= 6); // 7 frames of 30 Hz are the longest gap
        const looks = detections(10_000, CAMERA_MS, () => ({ tracks: UNSURE, detect_ms, classify_ms }));
        const frame_ms = classify_ms + (detect_ms * looks.length) / frames(10_000, CAMERA_MS).length;
        expect(frame_ms).toBeLessThanOrEqual(CAMERA_MS * 1.02);
      }),
    );
  });

  test('looks at once when the clock begins anew', () => {
    const late = plan(NO_PLAN, moment(10_000));
    expect(plan(late, moment(0)).detect).toBe(true);
  });
});

test('a face that sways is followed with the detector at every third frame, and every crop lies on it', () => {
  const at = (time_ms: number) => {
    const turn = (time_ms / 1000) * Math.PI;
    return boxAt(320 + 60 * Math.sin(turn), 240 + 12 * Math.sin(2 * turn), 190);
  };
  const [tracker, next] = [new Tracker(), noise(7)];
  let last: Plan = NO_PLAN;
  const overlaps = frames(6000, CAMERA_MS).map((time_ms) => {
    const tracks = tracker.predict(time_ms);
    const moving = { tracks, changed_ratio: 2 * CHANGED_RATIO, frameInterval_ms: CAMERA_MS, ...QUICK };
    last = plan(last, { ...moving, time_ms });
    const looked = { time_ms, detected: last.detect };
    const [face] = last.detect
      ? tracker.update([{ box: tremble(at(time_ms), 0.02, next) }], time_ms)
      : tracks;
    return { ...looked, overlap: iou(face?.box ?? [0, 0, 0, 0], at(time_ms)) };
  });
  const settled = overlaps.slice(10);
  expect(settled.filter(({ detected }) => detected).length / settled.length).toBeLessThan(0.36);
  expect(Math.min(...settled.map(({ overlap }) => overlap))).toBeGreaterThan(0.75);
});

const moment = (time_ms: number): Moment => ({
  time_ms,
  tracks: SURE,
  changed_ratio: 0,
  frameInterval_ms: CAMERA_MS,
  ...QUICK,
});
