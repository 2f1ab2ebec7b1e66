/** Why the page cannot go on. Every reason has its own sentence in ui/sentences.ts and a button that leads on. */
export const FAILURE_REASONS = [
  'no-camera',
  'permission-denied',
  'camera-in-use',
  'camera-lost',
  'insecure-context',
  'unsupported',
  'picture-unreadable',
  'film-unreadable',
  'film-without-picture',
  'model-missing',
  'model-altered',
  'model-invalid',
  'detector-missing',
  'detector-altered',
  'backend-failed',
  'engine-failed',
  'engine-lost',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** An error whose cause the page can explain; `message` holds the detail (what was got, what was expected). */
export class Failure extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'Failure';
    this.reason = reason;
  }
}

/** Any thrown value as a Failure; what is not one already gets `fallback` as its reason. */
export function asFailure(thrown: unknown, fallback: FailureReason): Failure {
  if (thrown instanceof Failure) return thrown;
  return new Failure(fallback, thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
