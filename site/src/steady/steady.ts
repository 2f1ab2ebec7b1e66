import {
  decide,
  DECISION_RULES,
  smooth,
  type Decision,
  type DecisionRules,
  type Probabilities,
} from './smoothing';
import { SURVIVES_BLINDNESS_MS } from './tracker';

/** A tracked face as the classifier sees it in one frame: calibrated probabilities, nothing smoothed. */
export interface JudgedFace {
  readonly id: number;
  readonly probabilities: Probabilities;
}

export interface SteadyFace {
  readonly id: number;
  /** A label, or `UNSURE`. */
  readonly label: string;
  /** Smoothed probability of `label`, or of the most probable label where unsure. */
  readonly confidence: number;
  /** Smoothed. */
  readonly probabilities: Probabilities;
}

export interface SteadyOptions {
  readonly timeConstant_ms: number;
  readonly rules: DecisionRules;
}

export const STEADY_OPTIONS: SteadyOptions = {
  timeConstant_ms: 200, // at 30 Hz takes 70 % off independent noise; 90 % of a new expression shows after 460 ms
  rules: DECISION_RULES,
};

interface Memory {
  readonly time_ms: number;
  readonly probabilities: Probabilities;
  readonly decision: Decision;
}

/** Steady labels for the faces of a stream, by identity. A single prediction ("predict once") must not pass through here. */
export class Steady {
  #memories: ReadonlyMap<number, Memory> = new Map();

  constructor(private readonly options: SteadyOptions = STEADY_OPTIONS) {}

  /** The faces judged in the frame of `time_ms`, in their order. Faces that no track can bring back any more are forgotten. */
  update(faces: readonly JudgedFace[], time_ms: number): readonly SteadyFace[] {
    const known = [...this.#memories].filter(([, memory]) => isRemembered(memory, time_ms));
    const memories = new Map(known);
    for (const { id, probabilities } of faces) {
      memories.set(id, remember(memories.get(id), probabilities, time_ms, this.options));
    }
    this.#memories = memories;
    return faces.flatMap(({ id }) => show(id, memories.get(id)) ?? []);
  }

  /** Faces remembered now: bounded, however many people pass by. */
  get remembered(): number {
    return this.#memories.size;
  }
}

const isRemembered = (memory: Memory, time_ms: number): boolean =>
  time_ms >= memory.time_ms && time_ms - memory.time_ms <= SURVIVES_BLINDNESS_MS;

function remember(
  before: Memory | undefined,
  raw: Probabilities,
  time_ms: number,
  { timeConstant_ms, rules }: SteadyOptions,
): Memory {
  const probabilities = before
    ? smooth(before.probabilities, raw, time_ms - before.time_ms, timeConstant_ms)
    : raw;
  return {
    time_ms,
    probabilities,
    decision: decide(before?.decision ?? null, probabilities, time_ms, rules),
  };
}

function show(id: number, memory: Memory | undefined): SteadyFace | null {
  if (!memory) return null;
  const { probabilities, decision } = memory;
  const confidence = probabilities[decision.label] ?? Math.max(...Object.values(probabilities));
  return { id, label: decision.label, confidence, probabilities };
}
