/** What the page says about states, put together from the messages of its language. */
import { UNSURE, type Face } from '../analysis';
import { currentLanguage, m } from '../messages/current';
import { named } from '../messages/labels';
import { filmIn, followedIn, type Album, type State } from '../state';
import type { Share, Summary } from '../timeline/summary';

export const percent = (ratio: number): string => m().common.percent(ratio);

export const looks = (face: Face): string =>
  face.label === UNSURE
    ? m().status.unsureBetween(likeliest(face).map(named))
    : m().status.looks(named(face.label), percent(face.confidence));

/** The same in the few words that fit under a box. */
export const tagOf = ({ label, confidence }: Face): string =>
  label === UNSURE ? named(UNSURE) : `${named(label)} ${percent(confidence)}`;

/** The two labels that an unsure look lies between. */
const likeliest = ({ probabilities }: Face): string[] =>
  Object.entries(probabilities)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([label]) => label);

/** What the page says of the picture, and what would help where there is nothing to say: in two parts, a headline and what stands below it. */
export function headlineOf(state: State): readonly [headline: string, below: string] {
  const { status } = m();
  switch (state.phase) {
    case 'loading':
      return [status.loading, ''];
    case 'ready':
      return [status.ready, ''];
    case 'asking':
      return [status.asking, ''];
    case 'live':
      return state.seen
        ? describe(state, filmIn(state) ? m().films.noFace : status.noFace)
        : [status.looking, ''];
    case 'paused':
      if (state.film) return describe(state, m().films.noFace);
      return describe(state, state.seen.origin === 'photo' ? status.noFacePhoto : status.noFace);
    case 'album':
      return [albumStatus(state.album), ''];
    case 'failed':
      return ['', ''];
  }
}

/** The same in one. */
export const statusOf = (state: State): string => headlineOf(state).join('');

/** "12 photos, 15 faces", or how far it is. */
function albumStatus({ shots, waiting, left, films }: Album): string {
  const { status } = m();
  if (waiting > 0) return status.lookingAtPhoto(shots.length + 1, shots.length + waiting);
  const faces = shots.reduce((sum, shot) => sum + shot.faces.length, 0);
  return [
    status.album(shots.length, faces),
    ...(left > 0 ? [status.albumFull(left)] : []),
    ...(films > 0 ? [m().films.leftOut(films)] : []),
  ].join(' ');
}

/** What is written under one of several photos. */
export const captionOf = (faces: readonly Face[]): string =>
  faces.map(looks).join('; ') || m().status.noFaceTitle;

function describe(state: State, noFace: readonly [string, string]): readonly [string, string] {
  const followed = followedIn(state);
  return followed ? [looks(followed.face), ''] : noFace;
}

/** Below this share a label is told by how often it came: a surprise is over in a moment. */
const COUNTED_BELOW = 0.08;

const shareOf = ({ label, share, episodes }: Share): string =>
  share < COUNTED_BELOW ? m().session.times(named(label), episodes) : `${percent(share)} ${named(label)}`;

/** "Mostly neutral, 14 % happy, surprise 2 times; 40 seconds with a face." */
export function summaryOf({ seen_s, shares }: Summary): string {
  const { session } = m();
  const [first, ...others] = shares;
  if (!first) return session.nobodyYet;
  const label = named(first.label);
  const leading = first.share > 0.5 ? session.mostly(label) : `${percent(first.share)} ${label}`;
  return session.withFace([leading, ...others.map(shareOf)], seen_s);
}

/** A moment of the chart in words: the likeliest labels first. */
export function momentAt(time: Date, labels: readonly string[], shares: readonly (number | null)[]): string {
  const known = labels
    .map((label, i) => [label, shares[i] ?? null] as const)
    .filter((entry): entry is [string, number] => entry[1] !== null && entry[1] >= 0.01)
    .sort(([, a], [, b]) => b - a);
  const what = known.map(([label, share]) => `${named(label)} ${percent(share)}`).join(', ');
  return `${time.toLocaleTimeString(currentLanguage())}: ${what || m().session.nobodyThen}`;
}
