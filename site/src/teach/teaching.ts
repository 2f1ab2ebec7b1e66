/** All that the page knows of being taught: a lesson that goes on, and a head that is kept. Pure. */
import type { FrameAnalysis } from '../analysis';
import type { Manifest } from '../manifest';
import type { Learned } from './head';
import { attended, led, type Lead, type Lesson } from './lesson';
import { isFor, type Taught } from './taught';

export interface Kept {
  readonly taught: Taught;
  /** Whether faces are judged by it. */
  readonly on: boolean;
}

/** What did not go as the visitor wanted. */
export type Trouble = {
  readonly why: 'not-kept' | 'not-deleted' | 'unreadable' | 'file-unreadable' | 'file-of-other-model';
  readonly detail: string;
};

export interface Teaching {
  readonly lesson: Lesson | null;
  readonly kept: Kept | null;
  readonly trouble: Trouble | null;
}

export const UNTAUGHT: Teaching = { lesson: null, kept: null, trouble: null };

export type TeachEvent =
  | { readonly type: 'lesson-led'; readonly lead: Lead }
  | { readonly type: 'lesson-learned'; readonly learned: Learned }
  | { readonly type: 'lesson-failed'; readonly detail: string }
  | { readonly type: 'taught'; readonly kept: Kept | null; readonly trouble: Trouble | null };

export function taught(teaching: Teaching, event: TeachEvent, labels: number): Teaching {
  const { lesson } = teaching;
  switch (event.type) {
    case 'lesson-led':
      return { ...teaching, lesson: led(lesson, event.lead, labels), trouble: null };
    case 'lesson-learned':
      // Cancelled meanwhile: nothing is waiting for it.
      if (lesson?.step !== 'fitting') return teaching;
      return { ...teaching, lesson: { step: 'learned', learned: event.learned } };
    case 'lesson-failed':
      if (lesson?.step !== 'fitting') return teaching;
      return { ...teaching, lesson: { step: 'failed', detail: event.detail } };
    case 'taught':
      return { ...teaching, kept: event.kept, trouble: event.trouble };
  }
}

/** With a frame of the stream. */
export function shown(
  teaching: Teaching,
  analysis: FrameAnalysis,
  time_ms: number,
  labels: number,
): Teaching {
  const { lesson } = teaching;
  return lesson?.step === 'acting'
    ? { ...teaching, lesson: attended(lesson, analysis, time_ms, labels) }
    : teaching;
}

/** The stream is over: what was acted so far is not enough, and is let go. */
export const interrupted = (teaching: Teaching): Teaching =>
  teaching.lesson?.step === 'acting' ? { ...teaching, lesson: null } : teaching;

/** What faces are judged by besides the model; null where nothing is kept, it is switched off, or it is of another model. */
export const wornOf = ({ kept }: Teaching, manifest: Manifest | null): Taught | null =>
  kept?.on && manifest && isFor(kept.taught, manifest) ? kept.taught : null;
