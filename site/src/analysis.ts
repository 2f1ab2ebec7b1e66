import type { Box, Size } from './geometry';

export const BACKENDS = ['wasm', 'webgl', 'cpu', 'webgpu'] as const;
export type Backend = (typeof BACKENDS)[number];

/** One face of a frame with what it looks like. */
export interface Face {
  /** The detector's box in pixels of the frame as the camera gives it (not mirrored). */
  readonly box: Box;
  readonly label: string;
  /** Probability of `label`, 0..1: softmax of logits over the manifest's temperature. */
  readonly confidence: number;
  readonly probabilities: Readonly<Record<string, number>>;
}

export interface Timings {
  readonly detect_ms: number;
  readonly crop_ms: number;
  readonly classify_ms: number;
  readonly total_ms: number;
}

/** What one frame shows; faces stand largest first. */
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
  /** Tensors alive after this frame: constant, or something leaks. */
  readonly tensors: number;
}
