import { BACKENDS, type Analysis, type Backend } from './analysis';
import type { FrameSource } from './engine/canvas';
import { Engine } from './engine/engine';
import { asFailure, Failure, type FailureReason } from './failure';
import { closeCamera, openCamera } from './input/camera';
import { nextFrame, play } from './input/frames';
import { readPhoto } from './input/photo';
import { initialState, isCurrent, reduce, type Event, type Intent, type Purpose, type State } from './state';

/** A single prediction lets the camera's exposure settle and then waits a little for a face; in frames of the camera. */
const SETTLE_FRAMES = 5;
const PATIENCE_FRAMES = 25;

/** The backend the address asks for (?backend=webgl); anything unknown means the default. */
export const backendFrom = (search: string): Backend =>
  BACKENDS.find((name) => name === new URLSearchParams(search).get('backend')) ?? 'wasm';

/** Carries intents out: camera, engine and state meet here and nowhere else. */
export class Session {
  #state: State = initialState;
  #engine: Engine | null = null;
  #stream: MediaStream | null = null;
  #run = 0;

  /**
   * @param root folder the page was loaded from; model/ and detector/ lie in it
   * @param video shows the camera
   * @param still holds the picture of the frame judged last
   * @param show is called with every new state
   */
  constructor(
    private readonly root: URL,
    private readonly video: HTMLVideoElement,
    private readonly still: HTMLCanvasElement,
    private readonly show: (state: State) => void,
  ) {}

  async load(): Promise<void> {
    this.#dispatch({ type: 'load-started' });
    try {
      const engine = await Engine.load(this.root, backendFrom(location.search));
      this.#engine = engine;
      window.moodMirror = embedding(engine);
      const { manifest, backend, skipped } = engine;
      this.#dispatch({ type: 'loaded', manifest, backend, skipped });
    } catch (thrown) {
      this.#fail(thrown, 'engine-failed');
    }
  }

  handle(intent: Intent): void {
    switch (intent.type) {
      case 'start':
        return void this.#look('stream');
      case 'predict-once':
        return this.#state.phase === 'live'
          ? this.#dispatch({ type: 'once-asked' })
          : void this.#look('once');
      case 'stop':
        return this.stop();
      case 'try-again':
        if (this.#state.phase !== 'failed') return;
        return void (this.#engine ? this.#look(this.#state.purpose) : this.load());
      case 'use-photo':
        return void this.#lookAtPhoto(intent.file);
      case 'dismiss-note':
        return this.#dispatch({ type: 'note-dismissed', note: intent.note });
    }
  }

  /** Ends the run, switches the camera off and keeps the picture judged last. */
  stop(): void {
    this.#closeCamera();
    this.#dispatch({ type: 'stopped' });
  }

  /** One run: open the camera, judge a frame at a time, each only after the one before, until the run is over. */
  async #look(purpose: Purpose): Promise<void> {
    const engine = this.#engine;
    if (!engine) return;
    this.#closeCamera();
    const run = ++this.#run;
    this.#dispatch({ type: 'camera-asked', run, purpose });
    try {
      const lost = new Failure('camera-lost', 'The camera ended its stream.');
      const stream = await openCamera(() => this.#fail(lost, 'camera-lost', run));
      if (!isCurrent(this.#state, run)) return closeCamera(stream); // stopped while the browser was asking
      this.#stream = stream;
      await play(this.video, stream);
      const { videoWidth: width, videoHeight: height } = this.video;
      this.#dispatch({ type: 'camera-opened', run, frame: { width, height } });
      await this.#watch(engine, run);
    } catch (thrown) {
      this.#fail(thrown, 'engine-failed', run);
    }
  }

  async #watch(engine: Engine, run: number): Promise<void> {
    for (let frame = 1; isCurrent(this.#state, run); frame++) {
      await nextFrame(this.video);
      const once = () => this.#state.phase === 'live' && this.#state.purpose === 'once';
      if (!isCurrent(this.#state, run) || (once() && frame < SETTLE_FRAMES)) continue;
      const analysis = await engine.analyze(this.video);
      if (!isCurrent(this.#state, run)) return; // the run ended meanwhile: its result is late and dropped
      const enough = once() && (analysis.faces.length > 0 || frame >= PATIENCE_FRAMES);
      if (once() && !enough) continue;
      this.#keep(engine.frame);
      this.#dispatch({ type: 'frame-analyzed', run, analysis });
      if (enough) this.stop();
    }
  }

  async #lookAtPhoto(file: File): Promise<void> {
    const engine = this.#engine;
    if (!engine) return;
    this.stop();
    const run = ++this.#run;
    try {
      const photo = await readPhoto(file);
      const analysis = await engine.analyze(photo);
      photo.close();
      if (run !== this.#run) return;
      this.#keep(engine.frame);
      this.#dispatch({ type: 'photo-analyzed', analysis });
    } catch (thrown) {
      if (run === this.#run) this.#fail(thrown, 'engine-failed');
    }
  }

  #keep(frame: HTMLCanvasElement): void {
    const { width, height } = frame;
    if (this.still.width !== width || this.still.height !== height)
      Object.assign(this.still, { width, height });
    this.still.getContext('2d', { willReadFrequently: true })?.drawImage(frame, 0, 0);
  }

  #closeCamera(): void {
    closeCamera(this.#stream);
    this.#stream = null;
    this.video.srcObject = null;
  }

  #fail(thrown: unknown, fallback: FailureReason, run?: number): void {
    if (run !== undefined && !isCurrent(this.#state, run)) return;
    this.#closeCamera();
    const { reason, message: detail } = asFailure(thrown, fallback);
    this.#dispatch({ type: 'failed', reason, detail });
  }

  #dispatch(event: Event): void {
    this.#state = reduce(this.#state, event);
    this.show(this.#state);
  }
}

/** What a page that embeds Mood Mirror, or a test, can ask it. */
function embedding(engine: Engine) {
  return {
    manifest: engine.manifest,
    backend: engine.backend,
    memory: () => engine.memory(),
    golden: () => engine.golden(),
    /** Judges any picture, apart from what the page shows. */
    async analyze(source: FrameSource): Promise<Analysis> {
      const { faces, timings, backend } = await engine.analyze(source);
      return { faces, timings, backend };
    },
  };
}

declare global {
  interface Window {
    /** There once the page is ready. */
    moodMirror?: ReturnType<typeof embedding>;
  }
}
