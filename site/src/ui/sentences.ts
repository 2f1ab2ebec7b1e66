/** All that the page says about states and failures, in one place to read and to translate. */
import { UNSURE, type Backend, type Face } from '../analysis';
import type { FailureReason } from '../failure';
import { m } from '../messages/current';
import { filmIn, followedIn, type Album, type State } from '../state';
import type { Way } from '../output/keep';
import type { Share, Summary } from '../timeline/summary';

export const percent = (ratio: number): string => `${Math.round(100 * ratio)} %`;

/** An impression, never a fact about the person. */
export const looks = (face: Face): string =>
  face.label === UNSURE
    ? `unsure: ${likeliest(face).join(' or ')}`
    : `looks ${face.label}, ${percent(face.confidence)}`;

/** The same in the few words that fit under a box. */
export const tagOf = ({ label, confidence }: Face): string =>
  label === UNSURE ? UNSURE : `${label} ${percent(confidence)}`;

/** The two labels that an unsure look lies between. */
const likeliest = ({ probabilities }: Face): string[] =>
  Object.entries(probabilities)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([label]) => label);

/** The same in a picture that is kept, where nobody can come closer any more. */
export const NO_FACE_TITLE = 'No face in view';

export const KEPT: Readonly<Record<Way, string>> = {
  saved: 'Saved as a file.',
  copied: 'Copied. Paste it where you like.',
  shared: 'Handed over.',
};

export const REPORTED = {
  copied: 'Copied. It holds no picture and nothing about you.',
  saved: 'Saved as a file, since this browser lets nothing be copied.',
} as const;

export const severalFaces = (count: number, chosen: boolean): string =>
  `${count} faces in view; this is about ${chosen ? 'the one you chose' : 'one of them. Choose another by its box'}.`;

export const NO_FACE = 'No face in view. Come closer, or turn towards the camera and the light.';
const NO_FACE_PHOTO =
  'No face in view in this photo. Try one where a face is larger and turned towards the camera.';

export function statusOf(state: State): string {
  switch (state.phase) {
    case 'loading':
      return 'Loading the model…';
    case 'ready':
      return 'Ready when you are.';
    case 'asking':
      return 'Your browser is asking for the camera…';
    case 'live':
      return state.seen ? describe(state, filmIn(state) ? m().films.noFace : NO_FACE) : 'Looking…';
    case 'paused':
      if (state.film) return describe(state, m().films.noFace);
      return describe(state, state.seen.origin === 'photo' ? NO_FACE_PHOTO : NO_FACE);
    case 'album':
      return albumStatus(state.album);
    case 'failed':
      return '';
  }
}

/** "12 photos, 15 faces", or how far it is. */
function albumStatus({ shots, waiting, left, films }: Album): string {
  if (waiting > 0) return `Looking at photo ${shots.length + 1} of ${shots.length + waiting}…`;
  const faces = shots.reduce((sum, shot) => sum + shot.faces.length, 0);
  const rest = left > 0 ? ` Choose fewer at once: ${several(left, 'photo')} had no room.` : '';
  const unplayed = films > 0 ? ` ${m().films.leftOut(films)}` : '';
  return `${several(shots.length, 'photo')}, ${several(faces, 'face')}.${rest}${unplayed}`;
}

/** What is written under one of several photos. */
export const captionOf = (faces: readonly Face[]): string => faces.map(looks).join('; ') || NO_FACE_TITLE;

function describe(state: State, noFace: string): string {
  const followed = followedIn(state);
  return followed ? looks(followed.face) : noFace;
}

export const several = (count: number, one: string): string =>
  count === 1 ? `one ${one}` : `${count} ${one}s`;

/** Below this share a label is told by how often it came: a surprise is over in a moment. */
const COUNTED_BELOW = 0.08;

const shareOf = ({ label, share, episodes }: Share): string =>
  share < COUNTED_BELOW
    ? `${label} ${episodes === 1 ? 'once' : `${episodes} times`}`
    : `${percent(share)} ${label}`;

/** "Mostly neutral, 14 % happy, surprise 2 times; 40 seconds with a face." */
export function summaryOf({ seen_s, shares }: Summary): string {
  const [first, ...others] = shares;
  if (!first) return 'Nobody was in view yet.';
  const leading = first.share > 0.5 ? `Mostly ${first.label}` : `${percent(first.share)} ${first.label}`;
  const time =
    seen_s < 90 ? several(Math.round(seen_s), 'second') : several(Math.round(seen_s / 60), 'minute');
  return `${[leading, ...others.map(shareOf)].join(', ')}; ${time} with a face.`;
}

/** A moment of the chart in words: the likeliest labels first. */
export function momentAt(time: Date, labels: readonly string[], shares: readonly (number | null)[]): string {
  const known = labels
    .map((label, i) => [label, shares[i] ?? null] as const)
    .filter((entry): entry is [string, number] => entry[1] !== null && entry[1] >= 0.01)
    .sort(([, a], [, b]) => b - a);
  const what = known.map(([label, share]) => `${label} ${percent(share)}`).join(', ');
  return `${time.toLocaleTimeString()}: ${what || 'nobody in view'}`;
}

export interface Explanation {
  readonly title: string;
  readonly sentence: string;
}

export const FAILURES: Readonly<Record<FailureReason, Explanation>> = {
  'no-camera': {
    title: 'No camera found',
    sentence: 'Plug one in or switch it on and try again, or use a photo instead.',
  },
  'permission-denied': {
    title: 'The camera is not allowed',
    sentence:
      'Allow it for this page by the camera or lock sign in the address bar, then try again. A photo needs no permission.',
  },
  'camera-in-use': {
    title: 'The camera is busy',
    sentence: 'Another program or tab seems to be using it. Close that one and try again, or use a photo.',
  },
  'camera-lost': {
    title: 'The camera went away',
    sentence: 'It was unplugged or switched off. Connect it again and try again, or use a photo.',
  },
  'insecure-context': {
    title: 'This address is not secure',
    sentence:
      'Browsers give camera and file checks only to pages opened over https or on localhost. Open the page that way.',
  },
  unsupported: {
    title: 'This browser gives no camera',
    sentence:
      'Pages opened inside another app often get none. Open this page in your normal browser, or use a photo.',
  },
  'picture-unreadable': {
    title: 'This file is not a picture we can read',
    sentence:
      'JPEG, PNG and WebP work everywhere; HEIC and SVG often do not. Choose another photo, or use the camera.',
  },
  get 'film-unreadable'() {
    return m().films.unreadable;
  },
  get 'film-without-picture'() {
    return m().films.withoutPicture;
  },
  'model-missing': {
    title: 'The model is not there',
    sentence:
      'A file of the expression model could not be loaded. Check the connection and try again; if it stays away, the site is incomplete.',
  },
  'model-altered': {
    title: 'The model is not the one that was published',
    sentence:
      'A model file differs from its checksum, so it was not used. Try again; if it stays so, the site was changed or damaged.',
  },
  'model-invalid': {
    title: 'The model does not fit this page',
    sentence:
      'Its description says something this page does not understand. The site needs to be built again with a matching model.',
  },
  'detector-missing': {
    title: 'The face detector is not there',
    sentence:
      'Its files could not be loaded. Check the connection and try again; if they stay away, the site is incomplete.',
  },
  'backend-failed': {
    title: 'This browser cannot compute the model',
    sentence:
      'None of the ways to compute it runs here. A newer browser will do, such as Chrome, Edge, Firefox or Safari.',
  },
  'engine-lost': {
    title: 'Computing stopped',
    sentence: 'What computes the model ended and could not be started again. Reload the page.',
  },
  'engine-failed': {
    title: 'Computing stopped',
    sentence: 'The browser could not go on computing. Try again; if it happens again, reload the page.',
  },
};

export const NOTES: Readonly<Record<Backend, string>> = {
  wasm: 'WebAssembly does not run in this browser, so the page computes another way and may be slower.',
  webgl: 'WebGL does not run in this browser, so the page computes another way. Nothing else changes.',
  webgpu: 'WebGPU does not run in this browser, so the page computes another way. Nothing else changes.',
  cpu: 'The plain way of computing failed, so the page computes another way.',
};
