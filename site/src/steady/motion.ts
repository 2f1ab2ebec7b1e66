/** Where a face is, how far from another and where it is heading; lengths are measured in faces, so distance does not matter. */
import { area, type Box } from '../geometry';

/** Pixels a second, right and down. */
export type Velocity = readonly [x: number, y: number];
export const AT_REST: Velocity = [0, 0];

/** How long past movement speaks for the present; a turning head changes its mind in about this time. */
const VELOCITY_MEMORY_MS = 100;
/** Faces a second. A head cannot go faster (about 1.2 m/s); what looks so is a detection gone astray. */
const TOP_SPEED = 8;
/** Faces a second. Slower movement cannot be told from the detector's trembling, which must not make a still box drift. */
const TREMBLING = 0.3;

export const centre = ([x, y, width, height]: Box): readonly [number, number] => [
  x + width / 2,
  y + height / 2,
];

/** Side of the square of the same area, in pixels: the length of one face. */
export const faceSize = (box: Box): number => Math.sqrt(area(box));

/** A box that can stand in a picture: finite, at least a pixel each way, and not a million pixels off. */
export const isUsable = (box: Box): boolean =>
  box.every((value) => Math.abs(value) < 1e6) && box[2] >= 1 && box[3] >= 1;

/**
 * Distance of two boxes in faces, over place and size: growing e-fold counts as much as moving by one face, so a large face
 * in front is told from a small one behind it.
 */
export function distance(a: Box, b: Box): number {
  const [ax, ay] = centre(a);
  const [bx, by] = centre(b);
  const face = Math.sqrt(faceSize(a) * faceSize(b));
  return Math.hypot((ax - bx) / face, (ay - by) / face, Math.log(faceSize(a) / faceSize(b)));
}

/** The velocity once a face that was at `before` has been found at `now`, `elapsed_ms` later. */
export function nextVelocity(velocity: Velocity, before: Box, now: Box, elapsed_ms: number): Velocity {
  if (elapsed_ms <= 0) return velocity;
  const [fromX, fromY] = centre(before);
  const [toX, toY] = centre(now);
  const weight = 1 - Math.exp(-elapsed_ms / VELOCITY_MEMORY_MS);
  const seconds = elapsed_ms / 1000;
  const x = velocity[0] + weight * ((toX - fromX) / seconds - velocity[0]);
  const y = velocity[1] + weight * ((toY - fromY) / seconds - velocity[1]);
  const share = Math.min(1, (TOP_SPEED * faceSize(now)) / Math.hypot(x, y));
  return Number.isFinite(share) ? [x * share, y * share] : AT_REST;
}

/** Where the box will be if it goes on like this; what may be trembling is taken off the speed. */
export function moved(box: Box, [x, y]: Velocity, elapsed_ms: number): Box {
  const speed = Math.hypot(x, y);
  const sure = Math.max(0, speed - TREMBLING * faceSize(box));
  if (sure === 0) return box;
  const seconds = ((sure / speed) * elapsed_ms) / 1000;
  return [box[0] + x * seconds, box[1] + y * seconds, box[2], box[3]];
}
