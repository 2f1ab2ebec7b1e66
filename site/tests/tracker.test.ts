import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { iou, type Box } from '../src/geometry';
import { MOST_FACES, Tracker, type Track } from '../src/steady/tracker';
import { boxAt, frames, mean, noise, tremble } from './scenes';

vi.setConfig({ testTimeout: 60_000 }); // hundreds of scenes a property: a second here, many on a busy machine

const FRAME_MS = 1000 / 30;
const FACE = boxAt(300, 200, 100);
const found = (...boxes: Box[]) => boxes.map((box) => ({ box }));
const ids = (tracks: readonly Track[]) => tracks.map(({ id }) => id);
const centreX = ({ box }: Pick<Track, 'box'>) => box[0] + box[2] / 2;

/** The id of the track that stands where the box does. */
const idAt = (tracks: readonly Track[], box: Box) =>
  [...tracks].sort((a, b) => iou(b.box, box) - iou(a.box, box))[0]?.id;

/** A tracker that has seen these boxes, unmoved, in every frame of this long. */
function afterSeeing(boxes: Box[], until_ms: number, interval_ms = FRAME_MS) {
  const tracker = new Tracker();
  for (const time_ms of frames(until_ms, interval_ms)) tracker.update(found(...boxes), time_ms);
  return tracker;
}

const seeds = fc.integer({ min: 0, max: 1e6 });

describe('identity', () => {
  test('is 1 for the first face and stays with it while it walks through the picture', () => {
    const tracker = new Tracker();
    for (const time_ms of frames(3000, FRAME_MS)) {
      expect(ids(tracker.update(found(boxAt(50 + time_ms / 5, 200, 80)), time_ms))).toEqual([1]);
    }
  });

  test('is a new one for whoever stands at the same place in another scene', () => {
    const tracker = afterSeeing([FACE], 500);
    tracker.forget();
    expect(tracker.predict(500)).toEqual([]);
    expect(ids(tracker.update(found(FACE), 533))).toEqual([2]);
  });

  test('does not depend on the order in which the detector names the faces', () => {
    const box = fc.tuple(fc.integer({ max: 640, min: 0 }), fc.integer({ max: 480, min: 0 }));
    const sized = fc.tuple(box, fc.integer({ min: 20, max: 200 })).map(([[x, y], size]) => boxAt(x, y, size));
    const scene = fc.array(fc.array(sized, { maxLength: 10 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(scene, seeds, (boxesOfFrames, seed) => {
        const [one, other, next] = [new Tracker(), new Tracker(), noise(seed)];
        boxesOfFrames.forEach((boxes, frame) => {
          const shuffled = boxes.map((b) => ({ b, key: next() })).sort((a, b) => a.key - b.key);
          const expected = one.update(found(...boxes), frame * 100);
          const got = other.update(found(...shuffled.map(({ b }) => b)), frame * 100);
          expect(JSON.stringify(got)).toBe(JSON.stringify(expected));
        });
      }),
      { numRuns: 50 },
    );
  });

  test('stays with two people who stand cheek by cheek, whoever the detector misses now and then', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 1, max: 1.5, noNaN: true }), (seed, apart) => {
        const [next, tracker] = [noise(seed), new Tracker()];
        const people = [boxAt(200, 200, 100), boxAt(200 + 100 * apart, 210, 100)];
        let swaps = 0;
        const named = people.map((box) => idAt(tracker.update(found(...people), 0), box));
        for (const time_ms of frames(4000, FRAME_MS).slice(1)) {
          const missed = Math.floor(5 * Math.abs(next())); // 0 or 1: that person; otherwise nobody
          const seen = people.filter((_, i) => i !== missed).map((box) => tremble(box, 0.03, next));
          const tracks = tracker.update(found(...seen), time_ms);
          if (tracks.length !== 2 || people.some((box, i) => idAt(tracks, box) !== named[i])) swaps++;
        }
        expect(swaps).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test('stays with two people who walk past each other, one hidden by the other meanwhile', () => {
    const scene = fc.record({
      seed: seeds,
      speed: fc.double({ min: 2, max: 3, noNaN: true }), // faces a second, each: hidden for 0.4 s at most
      ratio: fc.double({ min: 0.6, max: 0.95, noNaN: true }), // size of the one behind
      above: fc.double({ min: -0.4, max: 0.4, noNaN: true }),
      interval_ms: fc.constantFrom(16, FRAME_MS, 66),
    });
    fc.assert(
      fc.property(scene, ({ seed, speed, ratio, above, interval_ms }) => {
        const [next, tracker, size] = [noise(seed), new Tracker(), 100];
        const meet_ms = 2000 / speed; // they start two faces from the meeting point each
        let swaps = 0;
        let [front, back]: (number | undefined)[] = [];
        let tracks: readonly Track[] = [];
        for (const time_ms of frames(2 * meet_ms, interval_ms)) {
          const ahead = (size * speed * (time_ms - meet_ms)) / 1000;
          const near = boxAt(320 + ahead, 240, size);
          const far = boxAt(320 - ahead, 240 + above * size, size * ratio);
          const visible = iou(near, far) > 0.2 ? [near] : [near, far];
          tracks = tracker.update(found(...visible.map((box) => tremble(box, 0.02, next))), time_ms);
          front ??= idAt(tracks, near);
          back ??= idAt(tracks, far);
          if (visible.length === 2 && (idAt(tracks, near) !== front || idAt(tracks, far) !== back)) swaps++;
        }
        expect(swaps).toBe(0);
        expect(ids(tracks)).toEqual([1, 2]);
      }),
    );
  });

  test('stays with neighbours when the camera jerks aside by more than half the distance between them', () => {
    const row = [100, 220, 340].map((x) => boxAt(x, 200, 100));
    const tracker = afterSeeing(row, 500);
    const jerked = row.map(([x, y, w, h]): Box => [x + 70, y, w, h]);
    const tracks = tracker.update(found(...jerked), 500 + FRAME_MS);
    expect(jerked.map((box) => idAt(tracks, box))).toEqual([1, 2, 3]);
  });

  test('stays with a face that moves by more than its own size between two detections', () => {
    const tracker = new Tracker();
    for (const [frame, x] of [100, 210, 320, 430, 540].entries()) {
      expect(ids(tracker.update(found(boxAt(x, 200, 100)), frame * 100))).toEqual([1]);
    }
  });

  test('of a large face close by is not taken over by a small one far behind', () => {
    const tracker = afterSeeing([boxAt(300, 200, 200)], 300);
    expect(ids(tracker.update(found(boxAt(300, 200, 30)), 333))).toEqual([1, 2]);
  });

  test.each([
    { loss_ms: 400, id: 1, what: 'keeps its id' },
    { loss_ms: 600, id: 2, what: 'gets a new one' },
  ])('of a face lost for $loss_ms ms: it $what', ({ loss_ms, id }) => {
    const tracker = afterSeeing([FACE], 1000, 50);
    for (const lost_ms of frames(loss_ms - 50, 50).slice(1)) tracker.update([], 1000 + lost_ms);
    expect(ids(tracker.update(found(FACE), 1000 + loss_ms))).toEqual([id]);
  });

  test('stays with a face on a device that manages one frame a second', () => {
    expect(ids(afterSeeing([FACE], 5000, 1000).predict(5000))).toEqual([1]);
  });

  test('does not outlast a hidden page: who sits there now may be someone else', () => {
    expect(ids(afterSeeing([FACE], 1000).update(found(FACE), 60_000))).toEqual([2]);
  });

  test('begins anew when the clock does', () => {
    expect(ids(afterSeeing([FACE], 1000).update(found(FACE), 0))).toEqual([2]);
  });

  test('is never given twice, and never to more than eight faces at once', () => {
    const box = fc.record({
      x: fc.integer({ min: 0, max: 2000 }),
      y: fc.integer({ min: 0, max: 2000 }),
      size: fc.integer({ min: 10, max: 300 }),
    });
    const scene = fc.array(fc.array(box, { maxLength: 14 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(scene, (boxesOfFrames) => {
        const [tracker, ended] = [new Tracker(), new Set<number>()];
        let [before, highest]: [number[], number] = [[], 0];
        boxesOfFrames.forEach((boxes, frame) => {
          const now = ids(
            tracker.update(found(...boxes.map(({ x, y, size }) => boxAt(x, y, size))), frame * 200),
          );
          before.filter((id) => !now.includes(id)).forEach((id) => ended.add(id));
          const fresh = now.filter((id) => !before.includes(id));
          expect(now.length).toBeLessThanOrEqual(MOST_FACES);
          expect(now.some((id) => ended.has(id))).toBe(false);
          expect(fresh).toEqual(fresh.map((_, i) => highest + 1 + i));
          highest += fresh.length;
          before = now;
        });
      }),
    );
  });

  test('of a face in sight comes before that of one that is lost, where there are nine', () => {
    const row = Array.from({ length: 8 }, (_, i) => boxAt(100 + 300 * i, 100, 100));
    const tracker = afterSeeing(row, 300);
    const rest = row.slice(1);
    expect(ids(tracker.update(found(...rest), 350))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ids(tracker.update(found(...rest, boxAt(900, 900, 100)), 400))).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('boxes', () => {
  test('are finite and of positive size, whatever the detector says', () => {
    const anything = fc.tuple(fc.double(), fc.double(), fc.double(), fc.double());
    const likely = fc.tuple(
      ...([-100, -100, 1, 1] as const).map((min) => fc.double({ min, max: 800, noNaN: true })),
    ) as fc.Arbitrary<[number, number, number, number]>;
    const steps = fc.array(
      fc.record({
        boxes: fc.array(fc.oneof(anything, likely), { maxLength: 5 }),
        step_ms: fc.integer({ min: 0, max: 700 }),
        ahead_ms: fc.integer({ min: 0, max: 3000 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(steps, (scene) => {
        const tracker = new Tracker();
        const unsound: Track[] = [];
        let time_ms = 0;
        for (const { boxes, step_ms, ahead_ms } of scene) {
          time_ms += step_ms;
          for (const track of [
            ...tracker.update(found(...boxes), time_ms),
            ...tracker.predict(time_ms + ahead_ms),
          ]) {
            const { box, age_ms, lostFor_ms } = track;
            const isSound = box.every(Number.isFinite) && box[2] > 0 && box[3] > 0;
            if (!isSound || !(age_ms >= 0) || !(lostFor_ms >= 0)) unsound.push(track);
          }
        }
        expect(unsound).toEqual([]);
      }),
    );
  });

  test('of a face at rest tremble less than half as much as the detections, near and far alike', () => {
    for (const size of [20, 100, 400]) {
      const [next, tracker] = [noise(7), new Tracker()];
      const steps = frames(10_000, FRAME_MS).map((time_ms) => {
        const box = tremble(boxAt(500, 500, size), 0.03, next);
        return { raw: centreX({ box }), shown: centreX(tracker.update(found(box), time_ms)[0] as Track) };
      });
      const restless = (pick: 'raw' | 'shown') =>
        Math.sqrt(mean(steps.slice(30).map((step) => (step[pick] - 500) ** 2)));
      expect(restless('shown')).toBeLessThan(0.5 * restless('raw'));
    }
  });

  test('of a moving face lag less than a tenth of the face behind', () => {
    for (const speed of [0.5, 1, 3]) {
      const tracker = new Tracker();
      for (const time_ms of frames(2000, FRAME_MS)) {
        const box = boxAt((100 * speed * time_ms) / 1000, 200, 100);
        const lag = centreX({ box }) - centreX(tracker.update(found(box), time_ms)[0] as Track);
        expect(lag).toBeLessThan(10);
        expect(lag).toBeGreaterThan(-5);
      }
    }
  });

  test('follow a jump of more than the face at once instead of sliding after it', () => {
    const there = boxAt(415, 200, 100);
    const [track] = afterSeeing([FACE], 1000).update(found(there), 1000 + FRAME_MS);
    expect(track?.id).toBe(1);
    track?.box.forEach((value, i) => expect(value).toBeCloseTo(there[i] as number, 6));
  });

  test('go on with a walking face between detections and stay exactly where they are with a still one', () => {
    const tracker = new Tracker();
    const walker = (time_ms: number) => boxAt(100 + time_ms / 5, 300, 100); // two faces a second
    const still = boxAt(600, 100, 100);
    for (const time_ms of frames(1000, 100)) tracker.update(found(walker(time_ms), still), time_ms);
    const before = tracker.predict(1000);
    const after = tracker.predict(1200);
    expect(idAt(after, walker(1200))).toBe(idAt(before, walker(1000)));
    expect(Math.max(...after.map(({ box }) => iou(box, walker(1200))))).toBeGreaterThan(0.8);
    expect(Math.max(...after.map(({ box }) => iou(box, still)))).toBeCloseTo(1, 9);
    expect(tracker.predict(1000)).toEqual(before);
  });
});

describe('a track', () => {
  test('says how old it is and how long it has been lost', () => {
    const tracker = afterSeeing([FACE], 1000, 100);
    expect(tracker.predict(1050)).toMatchObject([{ age_ms: 1050, lostFor_ms: 0 }]);
    expect(tracker.update([], 1100)).toMatchObject([{ age_ms: 1100, lostFor_ms: 100 }]);
    expect(tracker.predict(1150)).toMatchObject([{ age_ms: 1150, lostFor_ms: 150 }]);
    expect(tracker.update(found(FACE), 1200)).toMatchObject([{ age_ms: 1200, lostFor_ms: 0 }]);
  });

  test('is certain once three detections in a row have agreed, and no longer once one did not', () => {
    const tracker = new Tracker();
    const certain = (box: Box, frame: number) => tracker.update(found(box), frame * FRAME_MS)[0]?.certain;
    expect([0, 1, 2, 3].map((frame) => certain(FACE, frame))).toEqual([false, false, false, true]);
    expect(certain(boxAt(350, 200, 100), 4)).toBe(false);
  });

  test('is not certain while lost, nor right after', () => {
    const tracker = afterSeeing([FACE], 1000);
    expect(tracker.predict(1000)[0]?.certain).toBe(true);
    expect(tracker.update([], 1033)[0]?.certain).toBe(false);
    expect(tracker.update(found(FACE), 1066)[0]?.certain).toBe(false);
  });

  test('of trembling detections becomes certain, one of erratic detections does not', () => {
    const follow = (ratio: number) => {
      const [next, tracker] = [noise(3), new Tracker()];
      return frames(3000, FRAME_MS)
        .map((time_ms) => tracker.update(found(tremble(FACE, ratio, next)), time_ms)[0]?.certain)
        .filter(Boolean).length;
    };
    expect(follow(0.04)).toBeGreaterThan(80);
    expect(follow(0.5)).toBeLessThan(10);
  });
});

test('before the first frame nobody is there', () => {
  expect(new Tracker().predict(0)).toEqual([]);
  expect(new Tracker().update([], 0)).toEqual([]);
});
