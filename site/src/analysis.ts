import type { Box, Size } from './geometry';
import type { Evidence } from './teach/head';

export const BACKENDS = ['wasm', 'webgl', 'webgpu', 'cpu'] as const;
export type Backend = (typeof BACKENDS)[number];

/** What is said where no expression stands out: an honest answer, and never a label of the model. */
export const UNSURE = 'unsure';

/** One face of a frame with what it looks like. */
export interface Face {
  /** The same for the same face from frame to frame of a stream; 1, 2, … from the largest down in a single picture. */
  readonly id: number;
  /** In pixels of the picture as it came (not mirrored). */
  readonly box: Box;
  /** A label of the model; in a stream, `UNSURE` where none stands out. */
  readonly label: string;
  /** Probability of the likeliest label, 0..1: softmax of logits over the manifest's temperature. */
  readonly confidence: number;
  /** By label, calibrated; smoothed over time in a stream, never in a single picture. */
  readonly probabilities: Readonly<Record<string, number>>;
}

/** Milliseconds; `total_ms` is what the caller waited, `detect_ms` is 0 where the face was followed without detecting it. */
export interface Timings {
  readonly detect_ms: number;
  readonly crop_ms: number;
  readonly classify_ms: number;
  readonly total_ms: number;
}

/** What one picture shows; faces stand largest first. */
export interface Analysis {
  readonly faces: readonly Face[];
  readonly timings: Timings;
  readonly backend: Backend;
}

/** An analysis with what the page draws beside it. */
export interface FrameAnalysis extends Analysis {
  readonly frame: Size;
  /** Row-major grey pixels 0..255 that the classifier saw, one array for each face. */
  readonly inputs: readonly Float32Array[];
  /** Of the face that was to be learned from; null unless that was asked for. */
  readonly evidence: Evidence | null;
  /** Tensors alive after this frame: constant, or something leaks. */
  readonly tensors: number;
  /** Frames of the video since the one judged before that nobody had time for; 0 for a picture. */
  readonly missed: number;
  /** Where in a film the frame stands, in seconds; only there for a frame of one. */
  readonly film_s?: number;
}

/** Which of the faces is meant by an id: the largest, where that one is not among them. */
export const indexOf = (faces: readonly Pick<Face, 'id'>[], face: number | null): number =>
  Math.max(
    0,
    faces.findIndex(({ id }) => id === face),
  );

/** How long a look at one face took on this device, in milliseconds, by backend; only what was measured. */
export type Times = Readonly<Partial<Record<Backend, number>>>;

/** Which way the page computes, and why. */
export interface Status {
  readonly backend: Backend;
  /** What was asked for; null where the fastest is found out. */
  readonly wanted: Backend | null;
  /** Whether frames are judged in a worker or, where there is none, in the page. */
  readonly place: 'worker' | 'page';
  readonly times_ms: Times;
  /** What was tried and does not run, runs wrongly or died, in the order it happened. */
  readonly passedOver: readonly PassedOver[];
  /** Why its numbers could not be held against golden.json; null where they were, or are still to be. */
  readonly uncompared: string | null;
}

export interface PassedOver {
  readonly backend: Backend;
  readonly why: string;
  /** True where the page had counted on it; false where it was only tried as a faster way. */
  readonly wasInUse: boolean;
}
