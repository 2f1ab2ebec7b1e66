import { afterEach, describe, expect, test, vi } from 'vitest';
import { answered, considered, isLasting, OFF, QUIET_MS, type CheckIn } from '../src/checkin/check-in';
import { keepCheckIn, recallCheckIn } from '../src/checkin/kept';
import { EMPTY, MOMENT_EVERY_MS, withFrame, type Timeline } from '../src/timeline/timeline';
import { analysisOf } from './fixtures';

const ON: CheckIn = { ...OFF, settings: { ...OFF.settings, on: true } };
const END_MS = 10_000_000;
const MIDNIGHT_MS = END_MS + 5 * 3600_000;

/** A session that ends at END_MS, a label for each stretch of so many seconds; "" is an empty room. */
function session(...stretches: readonly (readonly [label: string, seconds: number])[]): Timeline {
  const labels = stretches.flatMap(([label, s]) => Array<string>((1000 * s) / MOMENT_EVERY_MS).fill(label));
  return labels.reduce((timeline, label, i) => {
    const analysis = analysisOf(label);
    const time_ms = END_MS - (labels.length - 1 - i) * MOMENT_EVERY_MS;
    return withFrame(timeline, label ? analysis : { ...analysis, faces: [] }, time_ms);
  }, EMPTY);
}

describe('a look that lasts', () => {
  test.each<[string, boolean, Timeline]>([
    ['a minute of sadness', true, session(['sad', 61])],
    ['sadness and anger in turn', true, session(['sad', 31], ['angry', 30])],
    ['mostly sad, with a smile between', true, session(['sad', 21], ['happy', 15], ['sad', 25])],
    ['as much happy as sad', false, session(['sad', 31], ['happy', 30])],
    ['fear is not watched', false, session(['fear', 61])],
    ['sad, but only for twenty seconds', false, session(['sad', 20])],
    ['sad long ago', false, session(['sad', 61], ['neutral', 60])],
    ['hardly anybody in view', false, session(['', 40], ['sad', 21])],
    ['nothing at all', false, EMPTY],
  ])('%s: %s', (_, expected, timeline) => {
    expect(isLasting(timeline, ON.settings, END_MS)).toBe(expected);
  });

  test('of somebody in a film is none of the visitor', () => {
    const filmed = session(['sad', 61]).moments.map((moment, i) => ({ ...moment, film_s: i / 5 }));
    expect(isLasting({ ...EMPTY, moments: filmed }, ON.settings, END_MS)).toBe(false);
  });

  test('a slow device that sees one face a second is heard too', () => {
    const slow = session(['sad', 61]).moments.filter((_, i) => i % 5 === 0);
    expect(isLasting({ ...EMPTY, moments: slow }, ON.settings, END_MS)).toBe(true);
  });
});

describe('an offer', () => {
  const sad = session(['sad', 61]);

  test('is made once, counted, and never while the check-in is off', () => {
    const offered = considered(ON, sad, END_MS);
    expect(offered).toMatchObject({ shown: 'offer', counts: { offered: 1, taken: 0 } });
    expect(considered(offered, sad, END_MS)).toBe(offered);
    expect(considered(OFF, sad, END_MS)).toBe(OFF);
  });

  test('keeps still after "not now", each time twice as long', () => {
    let checkIn = considered(ON, sad, END_MS);
    const silences = [1, 2, 3].map(() => {
      checkIn = answered({ ...checkIn, shown: 'offer' }, 'not-now', END_MS, MIDNIGHT_MS);
      return checkIn.quietUntil_ms - END_MS;
    });
    expect(silences).toEqual([QUIET_MS, 2 * QUIET_MS, 4 * QUIET_MS]);
    expect(considered(checkIn, sad, END_MS).shown).toBe('nothing');
    expect(considered({ ...checkIn, quietUntil_ms: END_MS }, sad, END_MS).shown).toBe('offer');
  });

  test('"not today" holds until midnight', () => {
    const { quietUntil_ms } = answered(ON, 'not-today', END_MS, MIDNIGHT_MS);
    expect(quietUntil_ms).toBe(MIDNIGHT_MS);
  });

  test('a pause that was taken counts, and ends when the visitor says so', () => {
    const taken = answered({ ...considered(ON, sad, END_MS), refused: 2 }, 'breathe', END_MS, MIDNIGHT_MS);
    expect(taken).toMatchObject({ shown: 'breathe', counts: { offered: 1, taken: 1 }, refused: 0 });
    const done = answered(taken, 'done', END_MS, MIDNIGHT_MS);
    expect(done).toMatchObject({ shown: 'nothing', quietUntil_ms: END_MS + QUIET_MS });
  });
});

describe('what outlives the page', () => {
  const storage = (content: string | null, full = false) => {
    const kept = new Map(content === null ? [] : [['mood-mirror:check-in', content]]);
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (full) throw new DOMException('full', 'QuotaExceededError');
        kept.set(key, value);
      },
      removeItem: (key: string) => kept.delete(key),
    });
    return kept;
  };
  afterEach(() => vi.unstubAllGlobals());

  test('is what was set and counted, but no card', () => {
    storage(null);
    const left = { ...considered(ON, session(['sad', 61]), END_MS), quietUntil_ms: 5 };
    keepCheckIn(left);
    expect(recallCheckIn()).toEqual({ ...left, shown: 'nothing' });
  });

  test('is nothing while the check-in is off', () => {
    const kept = storage(null);
    keepCheckIn(ON);
    expect(kept.size).toBe(1);
    keepCheckIn(OFF);
    expect(kept.size).toBe(0);
  });

  test.each(['', '{', '{"settings":1}', '[]', '{"settings":{"on":"yes"}}'])(
    'is off where storage holds %j',
    (content) => {
      storage(content);
      expect(recallCheckIn()).toBe(OFF);
    },
  );

  test('storage that is full breaks nothing', () => {
    storage(null, true);
    expect(() => keepCheckIn(ON)).not.toThrow();
  });
});
