import { UNSURE, type Face } from '../analysis';
import type { FailureReason } from '../failure';

/** What the element says; `element.words = { start: 'Kamera an', … }` replaces any of it. */
export interface Words {
  readonly start: string;
  readonly stop: string;
  readonly loading: string;
  readonly nobody: string;
  /** Below each box, and to screen readers for the largest face. */
  readonly looks: (face: Face) => string;
  readonly failed: (reason: FailureReason) => string;
}

const FAILED: Partial<Record<FailureReason, string>> = {
  'no-camera': 'There is no camera.',
  'permission-denied': 'The camera is not allowed here.',
  'camera-in-use': 'Another program has the camera.',
  'camera-lost': 'The camera went away.',
  'insecure-context': 'Browsers give the camera only to pages that came over https.',
  unsupported: 'This browser gives no camera.',
};

export const ENGLISH: Words = {
  start: 'Start the camera',
  stop: 'Stop',
  loading: 'Loading…',
  nobody: 'No face in the picture',
  looks: ({ label, confidence }) =>
    label === UNSURE ? 'unsure' : `looks ${label}, ${Math.round(100 * confidence)} %`,
  failed: (reason) => FAILED[reason] ?? 'It does not work here.',
};
