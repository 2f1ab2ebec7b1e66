/** Moving faces and trembling numbers for tests of what happens over time. */
import type { Box } from '../src/geometry';

/** Repeatable noise: a function that gives -1..1 evenly, from Park and Miller's generator (CACM 1988). */
export function noise(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
}

export const boxAt = (x: number, y: number, size: number): Box => [x - size / 2, y - size / 2, size, size];

/** What a detector makes of a box: each number off by up to `ratio` of the face's size. */
export const tremble = ([x, y, width, height]: Box, ratio: number, next: () => number): Box => [
  x + ratio * width * next(),
  y + ratio * width * next(),
  width * (1 + ratio * next()),
  height * (1 + ratio * next()),
];

/** Times of frames from 0 up to `until_ms`. */
export const frames = (until_ms: number, interval_ms: number): number[] =>
  Array.from({ length: Math.floor(until_ms / interval_ms) + 1 }, (_, frame) => frame * interval_ms);

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
