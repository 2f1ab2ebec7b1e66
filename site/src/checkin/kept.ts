/** What of the check-in outlives the page: on this device only, and only while it is switched on. */
import { count, flag, number, object } from '../strict';
import { OFF, type CheckIn } from './check-in';

const KEY = 'mood-mirror:check-in';

const kept = object({
  settings: object({ on: flag, share: number(0, 1), lasting_s: number(1, 3600) }),
  counts: object({ offered: count, taken: count }),
  quietUntil_ms: number(),
  refused: count,
});

export function recallCheckIn(): CheckIn {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return found === null ? OFF : { ...OFF, ...kept(found, KEY) };
  } catch {
    return OFF; // storage that is blocked, or that holds something else
  }
}

export function keepCheckIn({ settings, counts, quietUntil_ms, refused }: CheckIn): void {
  try {
    if (settings.on) localStorage.setItem(KEY, JSON.stringify({ settings, counts, quietUntil_ms, refused }));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is full or blocked: the page forgets it when it is closed.
  }
}
