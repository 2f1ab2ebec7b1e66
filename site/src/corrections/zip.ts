/** Corrections as the file that `invoke train --extra` takes; pytrain/corrections.py is its reader, and as strict as can be. */
import { strToU8, zipSync, type Zippable } from 'fflate';
import type { Correction } from './correction';
import { greyPng } from './png';

/** Of corrections.json; a reader refuses another one. */
const FORMAT = 1;

/** A label as the name of a folder: it is the model's word, and could be anything. */
const folderOf = (label: string): string => label.replaceAll(/[^\p{L}\p{N}_-]/gu, '_');

/** The bytes of a zip with corrections.json and images/<label>/<number>.png, numbered as given. */
export function toZip(
  corrections: readonly Correction[],
  labels: readonly string[],
  created: Date,
): Uint8Array<ArrayBuffer> {
  const entries = corrections.map(({ label, said, probabilities, model, time_ms }, i) => ({
    file: `images/${folderOf(label)}/${String(i + 1).padStart(4, '0')}.png`,
    label,
    said,
    probabilities,
    model,
    time: new Date(time_ms).toISOString(),
  }));
  const about = { format: FORMAT, created: created.toISOString(), labels, entries };
  const files: Zippable = { 'corrections.json': strToU8(`${JSON.stringify(about, null, 1)}\n`) };
  corrections.forEach((correction, i) => {
    const { file } = entries[i] as (typeof entries)[number];
    files[file] = [greyPng(correction.pixels, correction), { level: 0, mtime: correction.time_ms }];
  });
  return zipSync(files, { mtime: created });
}
