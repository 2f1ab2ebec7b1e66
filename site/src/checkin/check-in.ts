/** When to offer a pause, and when to keep still. Pure: time comes in as an argument. */
import type { Timeline } from '../timeline/timeline';

/** Looks that may be worth a pause when they last; a model without these labels never offers one. */
const WATCHED: readonly string[] = ['angry', 'sad'];

export interface Settings {
  readonly on: boolean;
  /** Share of the time, 0..1, that has to look so. */
  readonly share: number;
  /** Over how long. */
  readonly lasting_s: number;
}

/** What was offered on this device, and how often that was taken. */
export interface Counts {
  readonly offered: number;
  readonly taken: number;
}

/** Ways to step back for a moment. */
export type Pause = 'breathe' | 'stretch' | 'break';

export type Answer = Pause | 'not-now' | 'not-today' | 'done';

export interface CheckIn {
  readonly settings: Settings;
  readonly counts: Counts;
  /** What stands on the page: nothing, the offer, or the pause that was taken. */
  readonly shown: 'nothing' | 'offer' | Pause;
  /** Nothing is offered before; of Date.now(). */
  readonly quietUntil_ms: number;
  /** Refusals in a row: each makes the next silence twice as long. */
  readonly refused: number;
}

export const OFF: CheckIn = {
  settings: { on: false, share: 0.6, lasting_s: 60 },
  counts: { offered: 0, taken: 0 },
  shown: 'nothing',
  quietUntil_ms: 0,
  refused: 0,
};

/** After a pause that was taken, and after the first that was not. */
export const QUIET_MS = 15 * 60_000;
/** Someone who has just come has not looked like anything for long: this much of the time must have been seen. */
const SEEN_SHARE = 0.8;
/** Of the moments a timeline keeps, five a second, with room for a slow device. */
const FEWEST_MOMENTS_PER_S = 0.5;

/** Whether the largest face has looked so for long enough, as seen at `now_ms`. */
export function isLasting({ moments }: Timeline, { share, lasting_s }: Settings, now_ms: number): boolean {
  const from_ms = now_ms - 1000 * lasting_s;
  // Who looks so in a film is not the visitor.
  const lately = moments.filter(
    ({ time_ms, film_s }) => time_ms >= from_ms && time_ms <= now_ms && film_s === undefined,
  );
  const first = lately[0];
  if (!first || lately.length < FEWEST_MOMENTS_PER_S * lasting_s) return false;
  if (first.time_ms - from_ms > (1 - SEEN_SHARE) * 1000 * lasting_s) return false;
  const faces = lately.flatMap(({ faces }) => faces[0] ?? []);
  if (faces.length < SEEN_SHARE * lately.length) return false;
  const watched = faces.filter(({ label }) => WATCHED.includes(label)).length;
  return watched >= share * faces.length;
}

/** With the offer, if it is time for one. */
export function considered(checkIn: CheckIn, timeline: Timeline, now_ms: number): CheckIn {
  const { settings, shown, quietUntil_ms, counts } = checkIn;
  if (!settings.on || shown !== 'nothing' || now_ms < quietUntil_ms) return checkIn;
  if (!isLasting(timeline, settings, now_ms)) return checkIn;
  return { ...checkIn, shown: 'offer', counts: { ...counts, offered: counts.offered + 1 } };
}

/** With the visitor's answer; `midnight_ms` is the end of today where they are. */
export function answered(checkIn: CheckIn, answer: Answer, now_ms: number, midnight_ms: number): CheckIn {
  const { counts, refused } = checkIn;
  switch (answer) {
    case 'not-now':
      return {
        ...checkIn,
        shown: 'nothing',
        quietUntil_ms: now_ms + QUIET_MS * 2 ** refused,
        refused: refused + 1,
      };
    case 'not-today':
      return { ...checkIn, shown: 'nothing', quietUntil_ms: midnight_ms };
    case 'done':
      return { ...checkIn, shown: 'nothing', quietUntil_ms: now_ms + QUIET_MS };
    default:
      return { ...checkIn, shown: answer, counts: { ...counts, taken: counts.taken + 1 }, refused: 0 };
  }
}
