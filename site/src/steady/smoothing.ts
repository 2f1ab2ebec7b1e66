/** Steady probabilities and steady labels. Pure: the same answers give the same picture, at any frame rate. */
import { UNSURE, type Face } from '../analysis';

export type Probabilities = Face['probabilities'];

/**
 * Exponential smoothing in time, not in frames: the answer is taken to hold since the one before, `elapsed_ms` ago, so its
 * weight is 1 - exp(-elapsed / time constant). Of 63 % of a change after one time constant, 95 % after three. Labels are
 * those of `probabilities`; a time constant of 0 smooths nothing. A distribution stays one.
 */
export function smooth(
  previous: Probabilities,
  probabilities: Probabilities,
  elapsed_ms: number,
  timeConstant_ms: number,
): Probabilities {
  const weight = timeConstant_ms > 0 ? -Math.expm1(-Math.max(0, elapsed_ms) / timeConstant_ms) : 1;
  return Object.fromEntries(
    Object.entries(probabilities).map(([label, now]) => {
      const before = previous[label] ?? now;
      return [label, before + weight * (now - before)];
    }),
  );
}

/** When a label is shown. Probabilities are calibrated, so 0.4 means right in four of ten such cases. */
export interface DecisionRules {
  /** Below this the top label is wrong more often than 6 times in 10: unsure. Chance is 0.14 with seven classes. */
  readonly minimum_probability: number;
  /** The top two nearer than this are a tie: unsure. */
  readonly minimum_margin: number;
  /** A label not shown yet must clear both minima by this much more, so that trembling about a minimum does not flicker. */
  readonly entry_margin: number;
  /** A label ahead of the shown one, or of the second best where none is shown, by this much is shown at once. */
  readonly clear_margin: number;
  /** Anything less clear must last this long. Also the longest a label is shown that is not on top. */
  readonly hold_ms: number;
}

export const DECISION_RULES: DecisionRules = {
  minimum_probability: 0.4,
  minimum_margin: 0.08,
  entry_margin: 0.04, // noise of ±0.14 in a frame is about this small after smoothing with 200 ms
  clear_margin: 0.2,
  hold_ms: 300, // shorter than the half second or more that an expression usually lasts, longer than a blink
};

export interface Decision {
  /** A label, or `UNSURE`. */
  readonly label: string;
  /** Since when the probabilities say something else than `label`; null while they agree. */
  readonly doubtedSince_ms: number | null;
}

/** What to show at `time_ms`, after `shown`; null where nothing was shown yet, which needs no hysteresis. */
export function decide(
  shown: Decision | null,
  probabilities: Probabilities,
  time_ms: number,
  rules: DecisionRules = DECISION_RULES,
): Decision {
  const best = verdict(probabilities, shown?.label ?? null, rules);
  const agreed: Decision = { label: best, doubtedSince_ms: null };
  if (!shown || best === shown.label) return agreed;
  const doubtedSince_ms = Math.min(shown.doubtedSince_ms ?? time_ms, time_ms);
  const isOver = time_ms - doubtedSince_ms >= rules.hold_ms;
  return isOver || isClear(probabilities, best, shown.label, rules) ? agreed : { ...shown, doubtedSince_ms };
}

/** What the probabilities say by themselves; whatever is shown already has it a little easier. */
function verdict(probabilities: Probabilities, shown: string | null, rules: DecisionRules): string {
  const [first, second] = ranked(probabilities);
  if (!first) return UNSURE;
  const entry = shown === null || first.label === shown ? 0 : rules.entry_margin;
  const isLikely = first.probability >= rules.minimum_probability + entry;
  const isAhead = first.probability - (second?.probability ?? 0) >= rules.minimum_margin + entry;
  return isLikely && isAhead ? first.label : UNSURE;
}

/** Becoming unsure is never urgent. */
function isClear(probabilities: Probabilities, best: string, shown: string, rules: DecisionRules): boolean {
  if (best === UNSURE) return false;
  const rival = probabilities[shown] ?? ranked(probabilities)[1]?.probability ?? 0;
  return (probabilities[best] ?? 0) - rival >= rules.clear_margin;
}

const ranked = (probabilities: Probabilities) =>
  Object.entries(probabilities)
    .map(([label, probability]) => ({ label, probability }))
    .sort((a, b) => b.probability - a.probability);
