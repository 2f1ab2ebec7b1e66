/**
 * Mood Mirror as an npm package: says which expressions the faces of pictures and films seem to show.
 *
 *     const mirror = await createMoodMirror();
 *     const { faces } = await mirror.analyze(document.querySelector('img'));
 */
import { MoodMirror, type MoodMirrorOptions } from '../mirror/mirror';
import { ROOT } from './root';

export type { Analysis, Backend, Face, FrameAnalysis, Status, Timings } from '../analysis';
export { Failure, type FailureReason } from '../failure';
export type { FrameSource } from '../mirror/grab';
export type { LookOptions, MoodMirror, MoodMirrorOptions, StreamOptions } from '../mirror/mirror';
export type { Picture } from '../picture';
export type { Example, Head, Learned, Personal } from '../teach/head';

/** As for the page's module; without a `baseUrl`, model and detector are those in the package. */
export type PackageOptions = Partial<MoodMirrorOptions>;

/**
 * Loads model, face detector and backend; then it is ready, and warms up as long as nobody asks for anything.
 *
 * @throws Failure whose `reason` says what is missing or wrong: 'model-missing', 'model-altered', 'model-invalid',
 *   'detector-missing', 'detector-altered', 'insecure-context' or 'backend-failed'
 */
export const createMoodMirror = ({ baseUrl = ROOT, ...options }: PackageOptions = {}): Promise<MoodMirror> =>
  MoodMirror.create({ ...options, baseUrl });
