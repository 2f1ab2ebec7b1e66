/** What a session has seen, moment by moment: kept in memory only, and only while the page is open. Pure. */
import type { Backend, Face, FrameAnalysis } from '../analysis';

/** Five moments a second show every expression that lasts; more would only fill the memory. */
export const MOMENT_EVERY_MS = 200;
/** Two hours at that pace; then the oldest go. */
export const MOST_MOMENTS = 36_000;

export type SeenFace = Pick<Face, 'id' | 'label' | 'confidence' | 'probabilities'>;

export interface Moment {
  /** Milliseconds since 1970, as Date.now() gives them. */
  readonly time_ms: number;
  /** Largest first; none where nobody was in view. */
  readonly faces: readonly SeenFace[];
  readonly backend: Backend;
  readonly total_ms: number;
  /** Where in a film that was, in seconds; only there for a film. */
  readonly film_s?: number;
}

export interface Timeline {
  readonly moments: readonly Moment[];
  /** Times that were marked, in the order they came. */
  readonly marks: readonly number[];
}

export const EMPTY: Timeline = { moments: [], marks: [] };

/** With the frame judged at `time_ms`; frames that come sooner than a moment after the last one add nothing. */
export function withFrame(timeline: Timeline, analysis: FrameAnalysis, time_ms: number): Timeline {
  const last = timeline.moments.at(-1);
  // A clock that was set back starts a new stretch; it must not silence the session until it has caught up.
  const since_ms = last ? time_ms - last.time_ms : Infinity;
  if (since_ms >= 0 && since_ms < MOMENT_EVERY_MS) return timeline;
  const moment: Moment = {
    time_ms,
    faces: analysis.faces.map(({ id, label, confidence, probabilities }) => ({
      id,
      label,
      confidence,
      probabilities,
    })),
    backend: analysis.backend,
    total_ms: analysis.timings.total_ms,
    ...(analysis.film_s === undefined ? {} : { film_s: analysis.film_s }),
  };
  return { ...timeline, moments: [...timeline.moments.slice(1 - MOST_MOMENTS), moment] };
}

export const withMark = (timeline: Timeline, time_ms: number): Timeline => ({
  ...timeline,
  marks: [...timeline.marks, time_ms],
});
