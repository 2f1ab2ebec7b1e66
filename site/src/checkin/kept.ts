/** What of the check-in outlives the page: on this device only, and only while it is switched on. */
import { storedAs } from '../stored';
import { count, flag, number, object } from '../strict';
import { OFF, type CheckIn } from './check-in';

const kept = object({
  settings: object({ on: flag, share: number(0, 1), lasting_s: number(1, 3600) }),
  counts: object({ offered: count, taken: count }),
  quietUntil_ms: number(),
  refused: count,
});

const stored = storedAs('mood-mirror:check-in', kept);

export function recallCheckIn(): CheckIn {
  const found = stored.recall();
  return found ? { ...OFF, ...found } : OFF;
}

export function keepCheckIn({ settings, counts, quietUntil_ms, refused }: CheckIn): void {
  if (settings.on) stored.keep({ settings, counts, quietUntil_ms, refused });
  else stored.forget();
}
