/** What a visitor says a face looked like, with the very pixels the model saw of it. Pure: time comes in as an argument. */
import type { Face } from '../analysis';
import { weightsDigest, type Manifest } from '../manifest';

/** A face at one moment, with what the model saw of it: row-major grey, 0..255. */
export interface Judged {
  readonly face: Face;
  readonly pixels: Float32Array;
}

export interface Correction {
  /** What it was, says the visitor; one of the model's labels. */
  readonly label: string;
  /** What the page said. */
  readonly said: string;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly width: number;
  readonly height: number;
  /** Row-major grey, whole levels. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Which model the page had then: one that is released later may have got it right. */
  readonly model: { readonly name: string; readonly sha256: string };
  readonly time_ms: number;
}

/** How it went with what was asked for last. */
export type Outcome =
  | 'kept'
  | 'taken-back'
  | 'saved'
  | 'deleted'
  /** The browser stores nothing for this page, or no longer gives it back. */
  | 'blocked'
  /** There is no room left. */
  | 'full'
  /** The part of the page that packs the file could not be loaded. */
  | 'not-packed';

/** What the page knows of the corrections on this device. */
export interface Kept {
  readonly count: number;
  readonly outcome: Outcome | null;
  /** The face that was corrected last in this tab, and to what. */
  readonly last: { readonly judged: Judged; readonly label: string } | null;
}

export const NONE: Kept = { count: 0, outcome: null, last: null };

/** When other faces come into view: what was said of the former ones would be taken for theirs. */
export const settled = ({ count }: Kept): Kept => ({ ...NONE, count });

export function correctionOf(
  { face, pixels }: Judged,
  label: string,
  manifest: Manifest,
  time_ms: number,
): Correction {
  const { width, height } = manifest.input;
  return {
    label,
    said: face.label,
    probabilities: face.probabilities,
    width,
    height,
    pixels: Uint8ClampedArray.from(pixels),
    model: { name: manifest.name, sha256: weightsDigest(manifest) },
    time_ms,
  };
}
