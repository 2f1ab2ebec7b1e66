/** Grey levels, of 255: more than a camera's noise, less than the edge of a mouth. */
const VISIBLE_STEP = 24;

/** Share of pixels, 0..1, that changed visibly between two crops of the same face; both row-major grey in 0..255. */
export function changedRatio(before: Float32Array, now: Float32Array): number {
  let changed = 0;
  for (let i = 0; i < now.length; i++) {
    if (Math.abs((now[i] ?? 0) - (before[i] ?? 0)) > VISIBLE_STEP) changed++;
  }
  return now.length === 0 ? 0 : changed / now.length;
}
