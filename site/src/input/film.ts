import { Failure } from '../failure';

/** Endings of films, for systems that know no type for them. */
const FILM_NAME = /\.(3gp|avi|m4v|mkv|mov|mp4|mpe?g|ogv|webm|wmv)$/i;
/** A recording without its length is searched for its end no longer than this. */
const PATIENCE_MS = 5000;
/** Beyond the end of any film, in seconds. */
const PAST_THE_END = 1e9;
const MOVES = ['timeupdate', 'durationchange', 'play', 'pause', 'seeking', 'seeked'];

/** Whether a file is to be played, not looked at; true for mere sound as well, so that its failure can say so. */
export const isFilm = ({ type, name }: Pick<File, 'type' | 'name'>): boolean =>
  type ? /^(video|audio)\//.test(type) : FILM_NAME.test(name);

/** Where a film is. */
export interface Place {
  readonly playing: boolean;
  readonly time_s: number;
  /** Null where the file does not tell, and nothing found out. */
  readonly duration_s: number | null;
}

export interface FilmOptions {
  /** Where to begin, in seconds. */
  readonly from_s: number;
  /** Whether it moves on from there. */
  readonly playing: boolean;
  /** Closes the film and lets go of its file, whenever it aborts. */
  readonly signal: AbortSignal;
  /** Hears how the film gets on; `jumped` is true where it went to another place. */
  readonly onMoved: (place: Place, jumped: boolean) => void;
  /** Is called when the film cannot go on. */
  readonly onBroken: (failure: Failure) => void;
}

/** Plays a film file in a video element; resolves once there is a picture. Throws a Failure, or the signal's reason once it aborts. */
export async function openFilm(video: HTMLVideoElement, file: File, options: FilmOptions): Promise<Place> {
  const { from_s, playing, signal, onMoved, onBroken } = options;
  const address = URL.createObjectURL(file);
  signal.addEventListener('abort', () => {
    video.removeAttribute('src');
    video.load(); // else the element keeps the file open
    URL.revokeObjectURL(address);
  });
  const broken = (cause: unknown = null): Failure => unreadable(video, file, cause);
  const heard = (event: string) => happens(video, event, broken, signal);

  video.src = address;
  await heard('loadedmetadata');
  if (video.videoWidth === 0) throw new Failure('film-without-picture', `The file is ${file.type}.`);
  if (!Number.isFinite(video.duration)) await learnDuration(video, heard);
  if (!playing || video.currentTime !== from_s) {
    video.currentTime = from_s;
    await heard('seeked');
  }
  if (playing) await start(video, broken, signal);

  for (const event of MOVES)
    video.addEventListener(event, () => onMoved(placeOf(video), event === 'seeking'), { signal });
  video.addEventListener('error', () => onBroken(broken()), { signal });
  return placeOf(video);
}

/** Pauses a film or lets it go on. */
export function turn(video: HTMLVideoElement): void {
  if (video.paused)
    void video.play().catch(() => undefined); // what breaks it is told by its 'error'
  else video.pause();
}

const placeOf = ({ paused, currentTime, duration }: HTMLVideoElement): Place => ({
  playing: !paused,
  time_s: currentTime,
  duration_s: Number.isFinite(duration) ? duration : null,
});

/** Recordings made in a browser have no length written in them; on the way to a place past their end it is found out. */
async function learnDuration(
  video: HTMLVideoElement,
  heard: (event: string) => Promise<void>,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
  const found = heard('durationchange');
  video.currentTime = PAST_THE_END;
  await Promise.race([found, tooLate]).finally(() => clearTimeout(timer));
}

async function start(
  video: HTMLVideoElement,
  broken: (cause: unknown) => Failure,
  signal: AbortSignal,
): Promise<void> {
  try {
    await video.play();
  } catch (thrown) {
    signal.throwIfAborted();
    // A phone that saves power starts nothing by itself: the visitor can.
    if (thrown instanceof DOMException && thrown.name === 'NotAllowedError') return;
    throw broken(thrown);
  }
}

function happens(
  video: HTMLVideoElement,
  event: string,
  broken: () => Failure,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting = new AbortController();
    const over = (settle: () => void) => () => {
      waiting.abort();
      settle();
    };
    const options = { signal: waiting.signal };
    video.addEventListener(event, over(resolve), options);
    video.addEventListener(
      'error',
      over(() => reject(broken())),
      options,
    );
    signal.addEventListener(
      'abort',
      over(() => reject(signal.reason as Error)),
      options,
    );
  });
}

function unreadable({ error }: HTMLVideoElement, { type }: File, cause: unknown): Failure {
  const why = error ? `media error ${error.code}: ${error.message}` : String(cause);
  return new Failure('film-unreadable', `The file is ${type || 'of unknown type'}: ${why}`, { cause });
}
