import { MOST_PHOTOS, shotOf } from './album';
import { BACKENDS, type Backend, type FrameAnalysis } from './analysis';
import { createMoodMirror, type MoodMirror } from './embed';
import { keepCheckIn, recallCheckIn } from './checkin/kept';
import { Corrections } from './corrections/corrections';
import { asFailure, Failure, type FailureReason } from './failure';
import { closeCamera, nextCamera, openCamera, play, settingsOf } from './input/camera';
import { isFilm, openFilm, turn } from './input/film';
import { readPhoto } from './input/photo';
import { Keepsakes } from './keepsakes';
import { Lessons } from './lessons';
import { readManifest } from './manifest';
import { forgetTimes } from './mirror/candidates';
import { nextFrame } from './mirror/frames';
import { canKeepOffline, Offline } from './offline/offline';
import { unisolated } from './offline/opt-out';
import { draw, type Picture } from './picture';
import { forgetPreferences, keepPreferences, recallPreferences } from './preferences';
import { reduce } from './reduce';
import {
  filmIn,
  initialState,
  isCurrent,
  personalIn,
  type Event,
  type Film,
  type Intent,
  type Purpose,
  type State,
} from './state';
import { Unexpected } from './strict';
import { nextPaint } from './ui/paint';

/** A single prediction lets the camera's exposure settle and then waits a little for a face; in frames of the camera. */
const SETTLE_FRAMES = 5;
const PATIENCE_FRAMES = 25;

/** The backend the address asks for (?backend=webgl); anything unknown means whatever is fastest. */
export const backendFrom = (search: string): Backend | undefined =>
  BACKENDS.find((name) => name === new URLSearchParams(search).get('backend'));

/** Carries intents out: camera, engine and state meet here and nowhere else. */
export class Session {
  #state: State = initialState;
  #mirror: MoodMirror | null = null;
  #stream: MediaStream | null = null;
  #ending = new AbortController();
  /** Closes the film, which outlives the stream that looks at it where a single prediction is asked for. */
  #closing = new AbortController();
  #run = 0;
  /** What “Try again” does: what was asked for last. */
  #again: () => Promise<void> = () => this.load();
  /** The camera that was switched to; null for the one that looks at the visitor. */
  #cameraId: string | null = null;
  readonly #keepsakes = new Keepsakes(
    () => this.#state,
    (event) => this.#dispatch(event),
  );
  readonly #lessons = new Lessons(
    () => this.#state,
    (event) => this.#dispatch(event),
    () => this.#mirror,
  );
  /** For what the camera shows: photos and films may be of anybody. */
  readonly #personal = () => (filmIn(this.#state) ? null : personalIn(this.#state));

  readonly #offline: Offline;
  readonly #corrections = new Corrections(
    () => this.#state,
    (event) => this.#dispatch(event),
  );

  /**
   * @param root folder the page was loaded from; model/ and detector/ lie in it
   * @param video shows the camera
   * @param still holds the picture judged last
   * @param show is called with every new state
   */
  constructor(
    private readonly root: URL,
    private readonly video: HTMLVideoElement,
    private readonly still: HTMLCanvasElement,
    private readonly show: (state: State) => void,
  ) {
    this.#offline = new Offline(root, (version) => this.#dispatch({ type: 'new-version', version }));
  }

  async load(): Promise<void> {
    this.#dispatch({ type: 'load-started' });
    this.#dispatch({ type: 'check-in-recalled', checkIn: recallCheckIn() });
    const { spoken, offline } = recallPreferences();
    this.#dispatch({ type: 'spoken-set', spoken });
    this.#dispatch({ type: 'offline-set', offline: canKeepOffline() ? offline : null });
    this.#corrections.recall();
    try {
      const mirror = await createMoodMirror({
        baseUrl: this.root,
        backend: backendFrom(location.search),
        onStatus: (status) => this.#dispatch({ type: 'status-changed', status }),
        onManifest: (json) => this.#describe(json),
      });
      this.#mirror = mirror;
      window.moodMirror = mirror;
      this.#dispatch({ type: 'loaded', manifest: mirror.manifest, status: mirror.status });
      void this.#lessons.recall();
      if (this.#state.offline) void this.#offline.keep();
    } catch (thrown) {
      if (this.#startUnisolated(thrown)) return;
      this.#fail(thrown, 'engine-failed');
    }
  }

  /** Tells about the model while it loads, and has that shown first; what is no manifest fails with the model. */
  async #describe(json: unknown): Promise<void> {
    try {
      this.#dispatch({ type: 'described', manifest: readManifest(json) });
    } catch (thrown) {
      if (thrown instanceof Unexpected) return;
      throw thrown;
    }
    await nextPaint();
  }

  handle(intent: Intent): void {
    switch (intent.type) {
      case 'start':
        return void this.#look('stream');
      case 'predict-once':
        return void (this.#state.phase === 'live' ? this.#glanceAside(this.#state.run) : this.#look('once'));
      case 'stop':
        return this.stop();
      case 'try-again':
        if (this.#state.phase !== 'failed') return;
        return void (this.#mirror ? this.#again() : this.load());
      case 'switch-camera':
        return void this.#switchCamera();
      case 'use-files':
        return void this.#lookAtFiles(intent.files);
      case 'turn-film':
        return this.#turnFilm();
      case 'seek-film':
        return this.#seekFilm(intent.time_s);
      case 'mute-film':
        return this.#muteFilm(intent.muted);
      case 'use-backend':
        return this.#useBackend(intent.backend);
      case 'dismiss-note':
        return this.#dispatch({ type: 'note-dismissed', backend: intent.backend });
      case 'follow':
        return this.#dispatch({ type: 'followed', face: intent.face });
      case 'correct':
      case 'take-back-correction':
      case 'save-corrections':
      case 'delete-corrections':
        return this.#corrections.handle(intent);
      case 'lead-lesson':
        this.#lessons.handle(intent);
        return intent.lead === 'begin' ? this.#lookOn() : undefined;
      case 'use-learned':
      case 'wear':
      case 'save-taught':
      case 'open-taught':
      case 'delete-taught':
        return this.#lessons.handle(intent);
      case 'set-offline':
        return this.#setOffline(intent.offline);
      case 'take-new-version':
        return this.#offline.takeNewVersion();
      case 'forget':
        return this.#forget();
      default:
        return this.#keepsakes.handle(intent);
    }
  }

  /** Ends the run, switches the camera off, closes the film and keeps the picture judged last. */
  stop(): void {
    this.#close();
    this.#dispatch({ type: 'stopped' });
  }

  /** Streams from the camera, if the page does not do so already: a film teaches nobody's face. */
  #lookOn(): void {
    const { phase } = this.#state;
    if ((phase !== 'asking' && phase !== 'live') || filmIn(this.#state)) void this.#look('stream');
  }

  /** One run: open the camera, judge a frame at a time, each only after the one before, until the run is over. */
  async #look(purpose: Purpose): Promise<void> {
    const mirror = this.#mirror;
    if (!mirror) return;
    this.#again = () => this.#look(purpose);
    this.#close();
    const run = ++this.#run;
    const { signal } = (this.#ending = new AbortController());
    this.#dispatch({ type: 'camera-asked', run, purpose });
    try {
      const lost = new Failure('camera-lost', 'The camera ended its stream.');
      const stream = await openCamera(() => this.#fail(lost, 'camera-lost', run), this.#cameraId);
      if (!isCurrent(this.#state, run)) return closeCamera(stream); // stopped while the browser was asking
      this.#stream = stream;
      await play(this.video, stream);
      const { videoWidth: width, videoHeight: height } = this.video;
      const canSwitch = (await nextCamera(stream)) !== null;
      if (!isCurrent(this.#state, run)) return; // stopped meanwhile
      const opened = { frame: { width, height }, camera: settingsOf(stream), canSwitch };
      this.#dispatch({ type: 'camera-opened', run, ...opened });
      if (purpose === 'once') await this.#glance(mirror, run, signal);
      else await this.#watch(mirror, run, signal);
    } catch (thrown) {
      this.#fail(thrown, 'engine-failed', run);
    }
  }

  async #switchCamera(): Promise<void> {
    this.#cameraId = this.#stream && (await nextCamera(this.#stream));
    await this.#look('stream');
  }

  async #watch(mirror: MoodMirror, run: number, signal: AbortSignal): Promise<void> {
    const show = (analysis: FrameAnalysis) =>
      this.#dispatch({ type: 'frame-analyzed', run, analysis, time_ms: Date.now() });
    await mirror.stream(this.video, show, { signal, onPicture: this.#keep, personal: this.#personal });
  }

  /** A single frame, neither followed nor smoothed: the first that shows a face, or after a while the empty room. */
  async #glance(mirror: MoodMirror, run: number, signal: AbortSignal): Promise<void> {
    // A film has no exposure to settle, and the visitor has chosen the place.
    const [settle, patience] = filmIn(this.#state) ? [1, 1] : [SETTLE_FRAMES, PATIENCE_FRAMES];
    for (let frame = 1; isCurrent(this.#state, run); frame++) {
      await nextFrame(this.video, signal);
      if (!isCurrent(this.#state, run) || frame < settle) continue;
      const analysis = await mirror.analyze(this.video, { onPicture: this.#keep, personal: this.#personal });
      if (!isCurrent(this.#state, run)) return; // the run ended meanwhile: its result is late and dropped
      if (analysis.faces.length === 0 && frame < patience) continue;
      this.#dispatch({ type: 'frame-analyzed', run, analysis, time_ms: Date.now() });
      this.stop();
    }
  }

  /** Asked for in mid-stream: the camera stays on for one more frame. */
  async #glanceAside(run: number): Promise<void> {
    if (!this.#mirror) return;
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#dispatch({ type: 'once-asked' });
    try {
      await this.#glance(this.#mirror, run, this.#ending.signal);
    } catch (thrown) {
      this.#fail(thrown, 'engine-failed', run);
    }
  }

  /** A run before a film: opens it and judges what it shows until it ends, is stopped, or something else is asked for. */
  async #playFilm(
    film: Pick<Film, 'file' | 'left' | 'muted'>,
    { from_s = 0, playing = true } = {},
  ): Promise<void> {
    const mirror = this.#mirror;
    if (!mirror) return;
    this.#again = () => this.#playFilm(film, { from_s, playing });
    this.#close();
    this.video.muted = film.muted;
    const run = ++this.#run;
    const { signal } = (this.#ending = new AbortController());
    const closing = (this.#closing = new AbortController());
    try {
      const place = await openFilm(this.video, film.file, {
        from_s,
        playing,
        signal: closing.signal,
        onMoved: (place, jumped) => this.#dispatch({ type: 'film-moved', run, place, jumped }),
        onBroken: (failure) => this.#fail(failure, 'film-unreadable', run),
      });
      const { videoWidth: width, videoHeight: height } = this.video;
      this.#dispatch({ type: 'film-opened', run, frame: { width, height }, film: { ...film, ...place } });
      await this.#watch(mirror, run, signal);
      if (!signal.aborted) this.stop(); // the film is over
    } catch (thrown) {
      if (!closing.signal.aborted) this.#fail(thrown, 'engine-failed');
    }
  }

  #turnFilm(): void {
    const film = filmIn(this.#state);
    if (!film) return;
    if (this.#state.phase === 'live') return turn(this.video);
    const isOver = film.time_s >= (film.duration_s ?? Infinity);
    void this.#playFilm(film, isOver ? {} : { from_s: film.time_s });
  }

  #seekFilm(time_s: number): void {
    const film = filmIn(this.#state);
    if (!film) return;
    if (this.#state.phase === 'live') this.video.currentTime = time_s;
    else void this.#playFilm(film, { from_s: time_s, playing: false });
  }

  #muteFilm(muted: boolean): void {
    this.video.muted = muted;
    this.#dispatch({ type: 'film-muted', muted });
  }

  /** One film alone is played, one photo alone judged; of anything more the photos are shown together. */
  async #lookAtFiles(files: readonly File[]): Promise<void> {
    const mirror = this.#mirror;
    const photos = files.filter((file) => !isFilm(file));
    const films = files.length - photos.length;
    const [first] = files;
    if (!mirror || !first) return;
    this.stop();
    if (photos.length === 0) return this.#playFilm({ file: first, left: films - 1, muted: true });
    this.#again = () => this.#lookAtFiles(files);
    const run = ++this.#run;
    if (files.length === 1) return this.#lookAtPhoto(mirror, first, run);
    const chosen = photos.slice(0, MOST_PHOTOS);
    const left = photos.length - chosen.length;
    this.#dispatch({ type: 'album-begun', count: chosen.length, left, films });
    for (const file of chosen) {
      try {
        const shot = await shotOf(mirror, file);
        if (run !== this.#run) return; // something else was asked for meanwhile
        this.#dispatch({ type: 'shot-judged', shot });
      } catch (thrown) {
        if (run === this.#run) this.#fail(thrown, 'engine-failed');
        return;
      }
    }
  }

  async #lookAtPhoto(mirror: MoodMirror, file: File, run: number): Promise<void> {
    try {
      const photo = await readPhoto(file);
      const onPicture = (picture: Picture) => run === this.#run && this.#keep(picture);
      const analysis = await mirror.analyze(photo, { onPicture });
      photo.close();
      if (run === this.#run) this.#dispatch({ type: 'photo-analyzed', analysis });
    } catch (thrown) {
      if (run === this.#run) this.#fail(thrown, 'engine-failed');
    }
  }

  /** The session, the last picture, corrections, what was taught, the page's settings, and what an earlier visit measured of this device: all there is. */
  #forget(): void {
    this.stop();
    Object.assign(this.still, { width: 0, height: 0 });
    forgetTimes();
    forgetPreferences();
    void this.#corrections.forget();
    void this.#lessons.forget();
    this.#dispatch({ type: 'forgotten' });
  }

  #setOffline(offline: boolean): void {
    keepPreferences({ offline });
    this.#dispatch({ type: 'offline-set', offline });
    void (offline ? this.#offline.keep() : this.#offline.drop());
  }

  /** Where no engine starts, isolation may be in its way; nothing is in use yet, so the page may be loaded anew without it. */
  #startUnisolated(thrown: unknown): boolean {
    const address = unisolated(location.href);
    const { reason } = asFailure(thrown, 'engine-failed');
    if (!address || !['backend-failed', 'engine-failed', 'engine-lost'].includes(reason)) return false;
    location.replace(address);
    return true;
  }

  /** Starts anew with another way of computing, which the address then names, so that it outlives a reload. */
  #useBackend(backend: Backend | null): void {
    this.stop();
    this.#mirror?.dispose();
    this.#mirror = null;
    const address = new URL(location.href);
    if (backend) address.searchParams.set('backend', backend);
    else address.searchParams.delete('backend');
    history.replaceState(null, '', address);
    void this.load();
  }

  readonly #keep = (picture: Picture): void => {
    const context = this.still.getContext('2d', { alpha: false, willReadFrequently: true });
    if (context) draw(picture, context);
  };

  #close(): void {
    this.#ending.abort();
    this.#closing.abort();
    closeCamera(this.#stream);
    this.#stream = null;
    this.video.srcObject = null;
  }

  #fail(thrown: unknown, fallback: FailureReason, run?: number): void {
    if (run !== undefined && !isCurrent(this.#state, run)) return;
    this.#close();
    this.#cameraId = null; // it may be the one that went away
    const { reason, message: detail } = asFailure(thrown, fallback);
    this.#dispatch({ type: 'failed', reason, detail });
  }

  #dispatch(event: Event): void {
    const { checkIn, teaching } = this.#state;
    this.#state = reduce(this.#state, event);
    if (this.#state.checkIn !== checkIn && event.type !== 'check-in-recalled')
      keepCheckIn(this.#state.checkIn);
    if (this.#state.teaching.lesson !== teaching.lesson) void this.#lessons.learn();
    this.show(this.#state);
  }
}

declare global {
  interface Window {
    /** What a page that embeds Mood Mirror, or a test, can ask it; there once the page is ready. */
    moodMirror?: MoodMirror;
  }
}
