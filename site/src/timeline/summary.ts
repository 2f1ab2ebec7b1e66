/** What a timeline comes to. Pure. */
import { UNSURE } from '../analysis';
import type { Moment, Timeline } from './timeline';

/** A longer silence between two moments is a pause: nobody knows what was there. */
export const PAUSE_MS = 2000;

/** On the pleasant side, on the unpleasant side, or neither; labels that are not named here count as neither. */
const BALANCE: Readonly<Record<string, number>> = { happy: 1, angry: -1, disgust: -1, fear: -1, sad: -1 };

export interface Share {
  readonly label: string;
  /** Of the moments with a face, 0..1. */
  readonly share: number;
  /** Times it began. */
  readonly episodes: number;
}

export interface Summary {
  /** Seconds with a face in view. */
  readonly seen_s: number;
  /** Every label that was there, the commonest first. */
  readonly shares: readonly Share[];
}

const largestOf = (moment: Moment) => moment.faces[0];

/** Of the largest face of each moment. */
export function summarize({ moments }: Timeline): Summary {
  const count = new Map<string, { moments: number; episodes: number }>();
  let seen_ms = 0;
  let before: Moment | null = null;
  for (const moment of moments) {
    const face = largestOf(moment);
    const since_ms = before ? moment.time_ms - before.time_ms : Infinity;
    const follows = since_ms >= 0 && since_ms <= PAUSE_MS;
    if (face) {
      const goesOn = follows && before !== null && largestOf(before)?.label === face.label;
      const had = count.get(face.label) ?? { moments: 0, episodes: 0 };
      count.set(face.label, { moments: had.moments + 1, episodes: had.episodes + (goesOn ? 0 : 1) });
      if (follows && before !== null && largestOf(before)) seen_ms += since_ms;
    }
    before = moment;
  }
  const all = [...count.values()].reduce((sum, { moments }) => sum + moments, 0);
  const shares = [...count].map(([label, { moments, episodes }]) => ({
    label,
    share: moments / all,
    episodes,
  }));
  return { seen_s: seen_ms / 1000, shares: shares.sort((a, b) => b.share - a.share) };
}

/** From -1, all unpleasant, to 1, all pleasant: how a face looks, by its probabilities. */
export const balanceOf = (probabilities: Readonly<Record<string, number>>): number =>
  Object.entries(probabilities).reduce((sum, [label, value]) => sum + (BALANCE[label] ?? 0) * value, 0);

/** Columns for a chart: x in seconds since 1970; null where there is nobody, and on either side of a pause. */
export interface Columns {
  readonly time_s: readonly number[];
  /** For each of the labels, in their order: the mean probability. */
  readonly shares: readonly (readonly (number | null)[])[];
  readonly balance: readonly (number | null)[];
}

/** The largest face of each moment in at most `most` columns, several moments averaged into one where there are more. */
export function columns({ moments }: Timeline, labels: readonly string[], most: number): Columns {
  const step = Math.max(1, Math.ceil(moments.length / most));
  const time_s: number[] = [];
  const shares: (number | null)[][] = labels.map(() => []);
  const balance: (number | null)[] = [];
  const add = (at_ms: number, faces: readonly (readonly number[])[]) => {
    time_s.push(at_ms / 1000);
    const mean = labels.map((_, i) =>
      faces.length ? faces.reduce((sum, face) => sum + (face[i] ?? 0), 0) / faces.length : null,
    );
    shares.forEach((column, i) => column.push(mean[i] ?? null));
    const known = mean.map((value, i) => [labels[i] ?? UNSURE, value ?? 0] as const);
    balance.push(faces.length ? balanceOf(Object.fromEntries(known)) : null);
  };
  for (let start = 0; start < moments.length; start += step) {
    const part = moments.slice(start, start + step);
    const [first, before] = [part[0], moments[start - 1]];
    if (!first) break;
    const last_s = time_s.at(-1);
    if (last_s !== undefined && first.time_ms / 1000 <= last_s) continue; // the clock was set back: a chart has no place for it
    if (before && first.time_ms - before.time_ms > PAUSE_MS) add(before.time_ms + 1, []);
    const faces = part.flatMap((moment) => largestOf(moment) ?? []);
    add(
      first.time_ms,
      faces.map(({ probabilities }) => labels.map((label) => probabilities[label] ?? 0)),
    );
  }
  return { time_s, shares, balance };
}
