import { indexOf, UNSURE, type Backend, type Face, type FrameAnalysis, type Status } from '../analysis';
import type { GoldenResult, Seen } from '../engine/protocol';
import type { Manifest } from '../manifest';
import { close, type Picture } from '../picture';
import type { Example, Learned, Personal } from '../teach/head';
import { Engines } from './engines';
import { Follower } from './follower';
import { nextFrame, type Shown } from './frames';
import type { FrameSource } from './grab';

/** After so long with nothing asked, the backend is tested and others are measured; the first look comes before that. */
const SETTLE_AFTER_MS = 2000;

export interface MoodMirrorOptions {
  /** Address of the folder that model/ and detector/ lie in, absolute or relative to the page. */
  readonly baseUrl: string | URL;
  /** Compute this way as long as it runs; by default the fastest of this device is found out and remembered. */
  readonly backend?: Backend | undefined;
  /** Backends to choose the fastest from, instead of WebAssembly and what this device has hardware for. */
  readonly candidates?: readonly Backend[] | undefined;
  /** Called when another backend takes over, or something was measured. */
  readonly onStatus?: ((status: Status) => void) | undefined;
  /**
   * Called with the model's manifest.json, as it came or null, before anybody has looked whether it is one; where the page fetches
   * files while a worker starts, the others wait until the promise is kept. For a page that tells about the model first.
   */
  readonly onManifest?: ((json: unknown) => Promise<void>) | undefined;
}

/** What a look can hand out besides its result. */
export interface LookOptions {
  /** Called with the very picture that was judged, to be drawn at once: it is closed when the call returns. */
  readonly onPicture?: (picture: Picture) => void;
  /** Asked before each look: what was learned of one person, and whether there is more to learn. By default everybody is judged alike. */
  readonly personal?: () => Personal | null;
}

export interface StreamOptions extends LookOptions {
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/** Says which expressions the faces of pictures and films seem to show. Made by `createMoodMirror`. */
export class MoodMirror {
  readonly #engines: Engines;
  #status: Status;

  private constructor(
    /** What the model says about itself: labels, sizes, metrics, origin. */
    readonly manifest: Manifest,
    engines: Engines,
    status: Status,
  ) {
    this.#engines = engines;
    this.#status = status;
  }

  static async create(options: MoodMirrorOptions): Promise<MoodMirror> {
    const { baseUrl, backend, candidates, onStatus, onManifest } = options;
    let mirror: MoodMirror | null = null;
    const engines = new Engines({
      root: new URL(baseUrl, document.baseURI),
      wanted: backend ?? null,
      candidates: candidates ?? null,
      onStatus(status) {
        if (mirror) mirror.#status = status;
        onStatus?.(status);
      },
      onManifest,
    });
    mirror = new MoodMirror(await engines.manifest(), engines, await engines.status());
    setTimeout(() => void engines.settle().catch(() => undefined), SETTLE_AFTER_MS);
    return mirror;
  }

  /** The backend that computes now. */
  get backend(): Backend {
    return this.#status.backend;
  }

  /** Which way this page computes, what was measured and what was passed over. */
  get status(): Status {
    return this.#status;
  }

  /**
   * All faces of one picture, up to eight, largest first; nothing is smoothed and nothing kept for the next call.
   *
   * @throws Failure 'picture-unreadable' for a picture without pixels or from another site, 'engine-lost' when disposed
   */
  async analyze(source: FrameSource, { onPicture, personal }: LookOptions = {}): Promise<FrameAnalysis> {
    const started = performance.now();
    const seen = await this.#engines.look(source, null, personal?.() ?? null);
    const faces = seen.boxes.map((box, i): Face => {
      const probabilities = (i === 0 ? seen.personal[i] : null) ?? seen.probabilities[i] ?? [];
      const confidence = Math.max(...probabilities);
      const label = this.manifest.labels[probabilities.indexOf(confidence)] ?? UNSURE;
      return { id: i + 1, box, label, confidence, probabilities: this.#byLabel(probabilities) };
    });
    return this.#finished(
      { ...seen, missed: 0, evidence: seen.evidence[0] ?? null },
      faces,
      started,
      onPicture,
    );
  }

  /**
   * Judges the faces of a playing video until `signal` aborts or a film ends: a frame at a time, each only after the one before,
   * late ones left out. Faces keep their identity, probabilities are smoothed over time, and a label may be 'unsure'. A film may
   * be paused, and sought: what it shows then is another scene, with other faces.
   *
   * @throws Failure as `analyze` does
   */
  async stream(
    video: HTMLVideoElement,
    onResult: (analysis: FrameAnalysis) => void,
    { signal, onPicture, personal }: StreamOptions,
  ): Promise<void> {
    const follower = new Follower();
    let before: Shown | null = null;
    let elsewhere = false;
    // Both: frames of the old place may be shown until the new one is there.
    for (const event of ['seeking', 'seeked'])
      video.addEventListener(event, () => (elsewhere = true), { signal });
    for (;;) {
      const shown: Shown | null = await nextFrame(video, signal, before);
      if (!shown) return;
      if (elsewhere) follower.forget();
      elsewhere = false;
      const { time_ms, count } = shown;
      const interval_ms = before && (time_ms - before.time_ms) / Math.max(1, count - before.count);
      const missed = before ? Math.max(0, count - before.count - 1) : 0;
      before = shown;
      const started = performance.now();
      const whom = personal?.() ?? null;
      const seen = await this.#engines
        .look(video, follower.ask(time_ms, interval_ms), whom)
        .catch((thrown: unknown) => {
          if (elsewhere || video.seeking || signal.aborted) return null; // on its way to another place a film has no picture
          throw thrown;
        });
      if (!seen) continue;
      if (signal.aborted) return close(seen.frame); // the run ended meanwhile: its result is late and dropped
      const face = whom?.face ?? null;
      const { faces, rows } = follower.take(seen, time_ms, (row) => this.#byLabel(row), face);
      const inputs = rows.flatMap((row) => seen.inputs[row] ?? []);
      const evidence = seen.evidence[rows[indexOf(faces, face)] ?? -1] ?? null;
      onResult(this.#finished({ ...seen, inputs, evidence, missed }, faces, started, onPicture));
    }
  }

  /** Median milliseconds of finding and judging one face in an empty picture, over so many rounds. */
  async time(rounds: number): Promise<number> {
    return (await this.#engines.ask('time', { rounds })).look_ms;
  }

  /** What the faces of these examples, given in the order they were seen, have of their own, and what it is worth to know it. */
  learn(examples: readonly Example[]): Promise<Learned> {
    return this.#engines.learn(examples);
  }

  /** Tensors alive and their bytes: constant between calls, or something leaks; but for a second worker, which starts for several faces. */
  memory(): Promise<{ numTensors: number; numBytes: number }> {
    return this.#engines.memory();
  }

  /** Runs the inputs of golden.json and compares with what the training side computed. */
  async golden(): Promise<GoldenResult & { backend: Backend }> {
    return { ...(await this.#engines.ask('golden', {})), backend: this.backend };
  }

  /** Frees everything; calls that wait are rejected. */
  dispose(): void {
    this.#engines.close();
  }

  #byLabel(probabilities: readonly number[]): Record<string, number> {
    return Object.fromEntries(this.manifest.labels.map((label, i) => [label, probabilities[i] ?? 0]));
  }

  #finished(
    seen: Omit<Seen, 'evidence'> & Pick<FrameAnalysis, 'backend' | 'missed' | 'evidence' | 'film_s'>,
    faces: readonly Face[],
    started: number,
    onPicture: LookOptions['onPicture'],
  ): FrameAnalysis {
    const {
      size,
      inputs,
      evidence,
      detect_ms,
      crop_ms,
      classify_ms,
      backend,
      tensors,
      missed,
      frame,
      film_s,
    } = seen;
    try {
      onPicture?.(frame);
    } finally {
      close(frame);
    }
    const total_ms = performance.now() - started;
    return {
      faces,
      timings: { detect_ms, crop_ms, classify_ms, total_ms },
      backend,
      frame: size,
      inputs,
      evidence,
      tensors,
      missed,
      ...(film_s === undefined ? {} : { film_s }),
    };
  }
}
