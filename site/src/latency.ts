/** Latency of the last frames, in milliseconds, by stage. */
export const STAGES = ['detect', 'classify', 'carry', 'total'] as const;
export type Stage = (typeof STAGES)[number];
export type StageTimes = Readonly<Record<Stage, number>>;

export interface Summary {
  readonly last_ms: number;
  readonly average_ms: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
}

/** The frames a summary looks back on: about four seconds of a 30 Hz camera. */
export const WINDOW = 120;

export const remember = (samples: readonly StageTimes[], sample: StageTimes): StageTimes[] => [
  ...samples.slice(-(WINDOW - 1)),
  sample,
];

/** Last, mean, median and 95th percentile (nearest rank) of a stage; null before the first frame. */
export function summarize(samples: readonly StageTimes[], stage: Stage): Summary | null {
  const times_ms = samples.map((sample) => sample[stage]);
  const last_ms = times_ms.at(-1);
  if (last_ms === undefined) return null;
  const sorted = [...times_ms].sort((a, b) => a - b);
  return {
    last_ms,
    average_ms: times_ms.reduce((sum, time_ms) => sum + time_ms, 0) / times_ms.length,
    p50_ms: sorted[Math.ceil(0.5 * sorted.length) - 1] ?? last_ms,
    p95_ms: sorted[Math.ceil(0.95 * sorted.length) - 1] ?? last_ms,
  };
}
