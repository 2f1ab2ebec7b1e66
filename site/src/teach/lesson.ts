/** The lesson: what is to be acted now, for how long, and what was seen of it. Pure: time comes in as an argument. */
import type { FrameAnalysis } from '../analysis';
import type { Example, Learned } from './head';

/** To read what is wanted, or to hear it, and to get the face ready. */
export const READY_MS = 2000;
/** With a face in view; then enough was seen, on a device that is quick enough. */
export const HOLD_MS = 4500;
/** Frames that are nearer to each other differ too little to be worth their time. */
export const EXAMPLE_EVERY_MS = 100;
/** Of each expression, however slow the device is. */
export const FEWEST_EXAMPLES = 12;
/** One expression alone says nothing of what tells it from others. */
const FEWEST_LABELS = 2;
/** A longer silence between two frames, as in a hidden tab, is not time that anybody held a face. */
const LONGEST_GAP_MS = 1000;
/** A detector that misses a face for a moment is nothing to talk about. */
const LOST_AFTER_MS = 600;

export interface Acting {
  readonly step: 'acting';
  /** Of the label that is acted now, in the manifest's order. */
  readonly index: number;
  /** Of all labels, in the order they were seen. */
  readonly examples: readonly Example[];
  /** For how long a face has been in view in this expression, the time to get ready included. */
  readonly held_ms: number;
  /** When the last frame was, and with a face; null where there is none to count on from. */
  readonly last_ms: number | null;
  /** Since when nobody is in view; null while somebody is. */
  readonly lostSince_ms: number | null;
  /** Nobody has been in view for so long that it is worth a word. */
  readonly isLost: boolean;
  readonly paused: boolean;
}

export type Lesson =
  | Acting
  | { readonly step: 'fitting'; readonly examples: readonly Example[] }
  | { readonly step: 'learned'; readonly learned: Learned }
  | { readonly step: 'too-little' }
  | { readonly step: 'failed'; readonly detail: string };

/** Ways to lead through a lesson. */
export type Lead = 'begin' | 'pause' | 'go-on' | 'skip' | 'cancel';

const FRESH = { held_ms: 0, last_ms: null, lostSince_ms: null, isLost: false, paused: false } as const;

export const BEGUN: Acting = { step: 'acting', index: 0, examples: [], ...FRESH };

/** Null where no lesson goes on. */
export function led(lesson: Lesson | null, lead: Lead, labels: number): Lesson | null {
  if (lead === 'begin') return BEGUN;
  if (lead === 'cancel') return null;
  if (lesson?.step !== 'acting') return lesson;
  switch (lead) {
    case 'pause':
      return { ...lesson, paused: true };
    case 'go-on':
      return { ...lesson, paused: false, last_ms: null, held_ms: 0 };
    case 'skip':
      return next(
        { ...lesson, examples: lesson.examples.filter(({ label }) => label !== lesson.index) },
        labels,
      );
  }
}

/** With the frame that was judged at `time_ms`. */
export function attended(
  lesson: Acting,
  { faces, evidence }: FrameAnalysis,
  time_ms: number,
  labels: number,
): Lesson {
  if (lesson.paused) return lesson;
  if (faces.length === 0) {
    const lostSince_ms = lesson.lostSince_ms ?? time_ms;
    return { ...lesson, last_ms: null, lostSince_ms, isLost: time_ms - lostSince_ms >= LOST_AFTER_MS };
  }
  const since_ms = time_ms - (lesson.last_ms ?? time_ms);
  const held_ms = lesson.held_ms + Math.min(Math.max(0, since_ms), LONGEST_GAP_MS);
  const seen = { ...lesson, lostSince_ms: null, isLost: false, last_ms: time_ms, held_ms };
  const due = held_ms - READY_MS >= countOf(lesson) * EXAMPLE_EVERY_MS;
  if (!due || !evidence) return seen;
  const acted = { ...seen, examples: [...lesson.examples, { label: lesson.index, ...evidence }] };
  return progressOf(acted) < 1 ? acted : next(acted, labels);
}

const countOf = ({ examples, index }: Acting): number =>
  examples.filter(({ label }) => label === index).length;

/** How much of the expression was seen, 0..1; 0 while there is time to get ready. */
export const progressOf = (acting: Acting): number =>
  Math.min(1, Math.max(0, (acting.held_ms - READY_MS) / HOLD_MS), countOf(acting) / FEWEST_EXAMPLES);

export const isReady = ({ held_ms }: Acting): boolean => held_ms >= READY_MS;

/** On to the next label, or to what all of them come to. */
function next({ index, examples }: Acting, labels: number): Lesson {
  if (index + 1 < labels) return { ...BEGUN, index: index + 1, examples };
  const acted = new Set(examples.map(({ label }) => label)).size;
  return acted < FEWEST_LABELS ? { step: 'too-little' } : { step: 'fitting', examples };
}
