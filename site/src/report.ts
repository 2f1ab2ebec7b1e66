/** The diagnostics as text, to be pasted into a bug report. Pure. */
import { STAGES, summarize } from './latency';
import { weightsDigest } from './manifest';
import { seenIn, type State } from './state';

/** What the browser says about itself. */
export interface Environment {
  readonly userAgent: string;
  readonly isolated: boolean;
  readonly cores: number;
  readonly viewport: readonly [width: number, height: number];
  readonly pixelRatio: number;
}

const rounded = (time_ms: number): number => Math.round(10 * time_ms) / 10;

/** How many digits of a digest tell two models apart. */
const DIGEST_DIGITS = 12;

/** Name and digest of the model, by the manifest. */
export function modelOf({ manifest }: State): string {
  if (!manifest) return 'none';
  return `${manifest.name} ${weightsDigest(manifest).slice(0, DIGEST_DIGITS)}`;
}

/** JSON with everything that helps to find out why the page behaves as it does; no picture, and nothing about anybody. */
export function report(state: State, environment: Environment): string {
  const seen = seenIn(state);
  const stages = STAGES.map((stage) => {
    const summary = summarize(seen?.samples ?? [], stage);
    return [stage, summary && { p50_ms: rounded(summary.p50_ms), p95_ms: rounded(summary.p95_ms) }];
  });
  const told = {
    phase: state.phase,
    ...(state.phase === 'failed' ? { reason: state.reason, detail: state.detail } : {}),
    model: modelOf(state),
    status: state.status,
    stages: Object.fromEntries(stages) as Record<string, unknown>,
    frames: seen?.frames ?? 0,
    missed: seen?.missed ?? 0,
    tensors: seen?.analysis.tensors ?? null,
    camera: state.camera,
    ...environment,
  };
  return `${JSON.stringify(told, null, 1)}\n`;
}
