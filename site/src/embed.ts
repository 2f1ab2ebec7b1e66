/**
 * Mood Mirror without its page: `dist/embed/mood-mirror.js`.
 *
 *     const mirror = await createMoodMirror({ baseUrl: '/mood-mirror/' });
 *     const { faces } = await mirror.analyze(document.querySelector('img'));
 */
import { MoodMirror, type MoodMirrorOptions } from './mirror/mirror';

export type { Analysis, Backend, Face, FrameAnalysis, Status, Timings } from './analysis';
export { Failure, type FailureReason } from './failure';
export type { FrameSource } from './mirror/grab';
export type { LookOptions, MoodMirror, MoodMirrorOptions, StreamOptions } from './mirror/mirror';
export type { Picture } from './picture';
export type { Example, Head, Learned, Personal } from './teach/head';

/**
 * Loads model, face detector and backend; then it is ready, and warms up as long as nobody asks for anything.
 *
 * @throws Failure whose `reason` says what is missing or wrong: 'model-missing', 'model-altered', 'model-invalid',
 *   'detector-missing', 'detector-altered', 'insecure-context' or 'backend-failed'
 */
export const createMoodMirror = (options: MoodMirrorOptions): Promise<MoodMirror> =>
  MoodMirror.create(options);
