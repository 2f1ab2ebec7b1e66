/** What is asked of the engine and what it answers: plain data, so that a worker's messages can carry it. */
import type { Backend } from '../analysis';
import type { FailureReason } from '../failure';
import type { Bytes } from '../files';
import type { Box, Place, Size } from '../geometry';
import type { Manifest } from '../manifest';
import type { Picture } from '../picture';
import type { Evidence, Example, Head, Learned } from '../teach/head';

/** Question and answer, by what is asked. */
export interface Calls {
  /**
   * Loads models and backend; `root` is the folder that model/ and detector/ lie in, `moved` what lies elsewhere than its address
   * says, the real address by that one.
   */
  load: {
    ask: {
      root: string;
      backend: Backend;
      moved: Readonly<Record<string, string>>;
    };
    answer: { manifest: Manifest };
  };
  /** Finds the faces of a frame, or goes by the `places` that are known already, and judges them. */
  look: {
    ask: {
      frame: Picture;
      places: readonly Place[] | null;
      /** To judge by besides the model. */
      head: Head | null;
      /** Whether the answer is to hold the evidence. */
      collect: boolean;
    };
    answer: Seen;
  };
  /** What the classifier makes of crops that another engine made, row-major grey pixels 0..255, in their order. */
  classify: { ask: { inputs: readonly Float32Array[] }; answer: { evidence: readonly Evidence[] } };
  /** A head from what was acted, in the order it was seen, and what it is worth. */
  learn: { ask: { examples: readonly Example[] }; answer: Learned };
  /** Runs golden.json's inputs and compares. */
  golden: { ask: Record<never, never>; answer: GoldenResult };
  /** Median of a whole look at one face, over `rounds`. */
  time: { ask: { rounds: number }; answer: { look_ms: number } };
  memory: { ask: Record<never, never>; answer: { numTensors: number; numBytes: number } };
}
export type Kind = keyof Calls;

/** What one look found; all arrays in the same order. */
export interface Seen {
  readonly size: Size;
  readonly boxes: readonly Box[];
  /** As in Place. */
  readonly tilts: readonly number[];
  /** Calibrated, in the manifest's order of labels. */
  readonly probabilities: readonly (readonly number[])[];
  /** The same by the head; empty where none was given. */
  readonly personal: readonly (readonly number[])[];
  /** Empty unless it was asked for. */
  readonly evidence: readonly Evidence[];
  /** Row-major grey pixels 0..255 that the classifier saw. */
  readonly inputs: readonly Float32Array<ArrayBuffer>[];
  readonly detect_ms: number;
  readonly crop_ms: number;
  readonly classify_ms: number;
  readonly tensors: number;
  /** The frame as it came. */
  readonly frame: Picture;
}

export interface GoldenResult {
  /** Largest absolute difference to what the training side computed with the same quantized weights. */
  readonly maxLogitError: number;
  readonly maxFeatureError: number;
  readonly tolerance: { readonly logits: number; readonly features: number };
  readonly count: number;
}

export type Request = {
  [K in Kind]: { readonly id: number; readonly kind: K; readonly ask: Calls[K]['ask'] };
}[Kind];

/** Addresses of files that the page will hand over: said before the engine wants them, since it fetches the others itself. */
export interface Coming {
  readonly coming: readonly string[];
}

/** A file that the page said would come; null where it could not be had. */
export interface Handed {
  readonly address: string;
  readonly bytes: Bytes | null;
}

/** The end of a channel on which another engine asks this one. */
export interface Asked {
  readonly askedThrough: MessagePort;
}

/** The end of a channel on which this engine asks another one. */
export interface Assisted {
  readonly assistedThrough: MessagePort;
}

/** What the page tells an engine besides its requests. */
export type Told = Coming | Handed | Asked | Assisted;

/** A message from the engine. `lost` comes unasked: the backend is gone and nothing will be answered any more. */
export type Reply =
  | { readonly id: number; readonly answer: Calls[Kind]['answer'] }
  | { readonly id: number; readonly failure: { reason: FailureReason; detail: string } }
  | { readonly lost: string };
