/** How fast the model is on this device, by the engine as other pages get it: this page's own code knows nothing of it. */
import { median } from './figures';
import type { Speed } from './state';

/** What the median is of; together they take less than a second on most devices. */
export const ROUNDS = 30;

/**
 * Starts the engine, times looks at one face, and frees everything. No camera is needed.
 *
 * @param root folder that embed/, model/ and detector/ lie in
 * @throws Failure as `createMoodMirror` does
 */
export async function measureSpeed(root: URL, onRound: (done: number) => void): Promise<Speed> {
  const module = new URL('embed/mood-mirror.js', root).href;
  const { createMoodMirror } = (await import(/* @vite-ignore */ module)) as typeof import('../embed');
  // No candidates: as the mirror starts here, without trying other ways of computing while it is timed.
  const mirror = await createMoodMirror({ baseUrl: root, candidates: [] });
  try {
    const times_ms: number[] = [];
    while (times_ms.length < ROUNDS) {
      times_ms.push(await mirror.time(1));
      onRound(times_ms.length);
    }
    const { backend, place } = mirror.status;
    return { backend, place, rounds: ROUNDS, look_ms: median(times_ms) ?? 0 };
  } finally {
    mirror.dispose();
  }
}
