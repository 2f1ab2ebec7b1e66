/**
 * `<mood-mirror>`: a mirror with a button that starts the camera, and what each face looks like.
 *
 *     <script type="module" src="/node_modules/mood-mirror/element.js"></script>
 *     <mood-mirror></mood-mirror>
 */
import { BACKENDS, type Backend, type FrameAnalysis } from '../analysis';
import { asFailure, Failure } from '../failure';
import { closeCamera, openCamera, play } from '../input/camera';
import type { MoodMirror } from '../mirror/mirror';
import { View } from './element-view';
import { createMoodMirror } from './index';
import { ENGLISH, type Words } from './words';

export type { FrameAnalysis } from '../analysis';
export type { Words } from './words';

/** idle: camera off. starting: model and camera are asked for. live: it looks. failed: it said why, and the button tries again. */
export type ElementState = 'idle' | 'starting' | 'live' | 'failed';

/** Where there is no document, as when a page is rendered on a server, the module can be imported all the same. */
const Base = globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement);

/**
 * Attributes: `base-url`, a folder with another model/ and detector/; `backend`, one of wasm, webgl, webgpu and cpu instead of the
 * fastest; `autostart`, which asks for the camera without a press of the button. `state` tells its ElementState.
 *
 * Events, none of which bubble: `faces`, a CustomEvent whose detail is the analysis of a frame; `error`, an ErrorEvent whose error is a
 * Failure; `statechange`.
 */
export class MoodMirrorElement extends Base {
  static readonly observedAttributes = ['base-url', 'backend'];

  #view: View | null = null;
  #words: Words = ENGLISH;
  #mirror: Promise<MoodMirror> | null = null;
  #run: AbortController | null = null;

  get state(): ElementState {
    return (this.getAttribute('state') ?? 'idle') as ElementState;
  }

  /** What it says; what is not given stays English. */
  get words(): Words {
    return this.#words;
  }

  set words(words: Partial<Words>) {
    this.#words = { ...ENGLISH, ...words };
    this.#showButton();
  }

  connectedCallback(): void {
    this.#takeEarlyWords();
    if (!this.#view) {
      this.#view = new View(this);
      this.#view.button.addEventListener('click', () => (this.#run ? this.stop() : void this.start()));
    }
    addEventListener('pagehide', this.#leave);
    if (!this.#run) this.#enter('idle');
    if (this.hasAttribute('autostart')) void this.start();
  }

  disconnectedCallback(): void {
    removeEventListener('pagehide', this.#leave);
    queueMicrotask(() => {
      if (this.isConnected) return; // it was only moved
      this.stop();
      this.#forget();
    });
  }

  /** What was loaded for other attributes is of no use to the next start. */
  attributeChangedCallback(): void {
    if (!this.#run) this.#forget();
  }

  /** Asks for the camera and looks until `stop()`; resolves once it is live or, after an `error` event, has failed. */
  async start(): Promise<void> {
    const view = this.#view;
    if (this.#run || !view) return;
    const run = new AbortController();
    this.#run = run;
    this.#enter('starting');
    view.say(this.#words.loading);
    let stream: MediaStream | null = null;
    run.signal.addEventListener('abort', () => {
      closeCamera(stream);
      view.video.srcObject = null;
    });
    try {
      const lost = () => this.#fail(run, new Failure('camera-lost', 'The camera ended.'));
      const [mirror, opened] = await Promise.all([
        this.#load(),
        openCamera(lost).then((given) => (run.signal.aborted ? closeCamera(given) : (stream = given))),
      ]);
      if (run.signal.aborted || !opened) return;
      await play(view.video, opened);
      if (run.signal.aborted) return;
      this.#enter('live');
      view.say('');
      mirror
        .stream(view.video, (analysis) => this.#show(analysis), { signal: run.signal })
        .catch((thrown: unknown) => this.#fail(run, asFailure(thrown, 'engine-failed')));
    } catch (thrown) {
      this.#fail(run, asFailure(thrown, 'unsupported'));
    }
  }

  /** Switches the camera and its light off. */
  stop(): void {
    if (!this.#run) return;
    this.#end();
    this.#view?.say('');
    this.#enter('idle');
  }

  #forget(): void {
    void this.#mirror?.then(
      (mirror) => mirror.dispose(),
      () => undefined,
    );
    this.#mirror = null;
  }

  readonly #leave = (): void => this.stop();

  /** A page may have set them before this script came, on what was no more than an unknown element then. */
  #takeEarlyWords(): void {
    if (!Object.hasOwn(this, 'words')) return;
    const { words } = this;
    delete (this as { words?: Words }).words;
    this.words = words;
  }

  #load(): Promise<MoodMirror> {
    if (this.#mirror) return this.#mirror;
    const baseUrl = this.getAttribute('base-url');
    const backend = this.getAttribute('backend') as Backend | null;
    if (backend !== null && !BACKENDS.includes(backend))
      throw new Failure('backend-failed', `backend="${backend}": expected one of ${BACKENDS.join(', ')}.`);
    const loading = createMoodMirror({
      ...(baseUrl === null ? {} : { baseUrl }),
      backend: backend ?? undefined,
    });
    this.#mirror = loading;
    loading.catch(() => (this.#mirror = null)); // the next start tries again
    return loading;
  }

  #show(analysis: FrameAnalysis): void {
    const { looks, nobody } = this.#words;
    this.#view?.draw(this, analysis.faces, analysis.frame, looks, nobody);
    this.dispatchEvent(new CustomEvent('faces', { detail: analysis }));
  }

  #fail(run: AbortController, failure: Failure): void {
    if (run !== this.#run) return; // a run that was stopped has nothing more to say
    this.#end();
    this.#view?.say(this.#words.failed(failure.reason));
    this.#enter('failed');
    this.dispatchEvent(new ErrorEvent('error', { error: failure, message: failure.message }));
  }

  #end(): void {
    this.#run?.abort();
    this.#run = null;
    this.#view?.clear(this);
  }

  #enter(state: ElementState): void {
    const before = this.getAttribute('state');
    this.setAttribute('state', state);
    this.#showButton();
    if (before !== null && before !== state) this.dispatchEvent(new Event('statechange'));
  }

  #showButton(): void {
    if (this.#view) this.#view.button.textContent = this.#run ? this.#words.stop : this.#words.start;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mood-mirror': MoodMirrorElement;
  }
  interface HTMLElementEventMap {
    faces: CustomEvent<FrameAnalysis>;
    statechange: Event;
  }
}

if (globalThis.customElements && !customElements.get('mood-mirror'))
  customElements.define('mood-mirror', MoodMirrorElement);
