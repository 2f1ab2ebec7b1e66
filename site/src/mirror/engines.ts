import type { Backend, PassedOver, Status, Times } from '../analysis';
import { Failure } from '../failure';
import type { Calls, Kind, Seen } from '../engine/protocol';
import type { Place } from '../geometry';
import type { Manifest } from '../manifest';
import { close } from '../picture';
import type { Example, Learned, Personal } from '../teach/head';
import { fetchAhead } from './ahead';
import { fastest, gpuBackends, recall, remember } from './candidates';
import { grab, placeIn, type FrameSource } from './grab';
import { pairUp } from './pair';
import { moved } from './place';
import { pageThread, workerThread, type Thread } from './thread';

/** A look takes some milliseconds; an engine that needs so long, and so much longer than it did before, is gone: or the whole
 *  device stood still, so each time it happens the next engine gets twice as long. */
const SHORTEST_LIMIT_MS = 1200;
const SLOWER_THAN_BEFORE = 10;
/** The same for an engine that has not looked at anything yet: nobody knows how quick it is, and the first look takes the longest. */
const FIRST_LIMIT_MS = 10_000;
/** For what is asked beside looks, which wait meanwhile: it computes many times as much, and a GPU may have to compile for it. */
const BESIDE = { limit_ms: 60_000 };
/** The first look allocates, and it takes some more until the browser has optimised what it runs, in the page too. */
const WARM_FOR_MS = 250;
/** So long after an engine has started: whoever waits for it comes first. */
const WARM_AFTER_MS = 50;
/** Looks that a backend's time is the median of. */
const ROUNDS = 9;
/** A backend that died so often within so short a time is left alone for that time, and then gets another chance. */
const DEATHS = 3;
const DEATHS_WITHIN_MS = 60_000;

interface Running {
  readonly thread: Thread;
  readonly backend: Backend;
  readonly manifest: Manifest;
  /** The least that a look took which searched the whole frame; null before the first. */
  look_ms: number | null;
  /** Another engine that takes faces off this one's hands, or is about to; null as long as there was never more than one. */
  partner: Thread | null;
}

export interface EnginesOptions {
  /** Folder that model/ and detector/ lie in. */
  readonly root: URL;
  /** The backend to use while it runs; null measures which is fastest. */
  readonly wanted: Backend | null;
  /** Backends to measure; null means those that this device has hardware for. */
  readonly candidates: readonly Backend[] | null;
  /** Hears of every change. */
  readonly onStatus: (status: Status) => void;
  /** As in MoodMirrorOptions. */
  readonly onManifest: ((json: unknown) => Promise<void>) | undefined;
}

/** Keeps one engine running: starts it, measures whether another backend is faster, and replaces it when it is lost. */
export class Engines {
  readonly #options: EnginesOptions;
  #candidates: Promise<readonly Backend[]> | null = null;
  #running: Promise<Running>;
  #workers = typeof Worker !== 'undefined';
  #closed = false;
  #looked = false;
  #measured_ms: Times | null = null;
  #passedOver: readonly PassedOver[] = [];
  #uncompared: string | null = null;
  #learning: Promise<unknown> = Promise.resolve();
  #deaths: readonly { backend: Backend; at_ms: number }[] = [];
  readonly #wrong = new Set<Backend>();

  constructor(options: EnginesOptions) {
    this.#options = options;
    this.#running = this.#start(options.wanted ?? fastest(this.#times_ms) ?? 'wasm');
    this.#running.then(
      (running) => setTimeout(() => void this.#warmUp(running).catch(() => undefined), WARM_AFTER_MS),
      () => undefined, // whoever asks hears of it
    );
  }

  async manifest(): Promise<Manifest> {
    return (await this.#running).manifest;
  }

  async status(): Promise<Status> {
    const { backend, thread } = await this.#running;
    const { wanted } = this.#options;
    const measured = { times_ms: this.#times_ms, passedOver: this.#passedOver, uncompared: this.#uncompared };
    return { backend, wanted, place: thread.place, ...measured };
  }

  async ask<K extends Kind>(kind: K, ask: Calls[K]['ask']): Promise<Calls[K]['answer']> {
    return (await this.#running).thread.ask(kind, ask);
  }

  /** What is held in all. */
  async memory(): Promise<Calls['memory']['answer']> {
    const { thread, partner } = await this.#running;
    const held = await thread.ask('memory', {});
    const more = await partner?.ask('memory', {}).catch(() => undefined); // one that has died holds nothing
    return {
      numTensors: held.numTensors + (more?.numTensors ?? 0),
      numBytes: held.numBytes + (more?.numBytes ?? 0),
    };
  }

  /** A head from what was acted; looks wait for it. */
  async learn(examples: readonly Example[]): Promise<Learned> {
    const learning = this.ask('learn', { examples });
    this.#learning = learning.catch(() => undefined); // whoever asked hears of it
    return learning;
  }

  /** Judges what the source shows now; where the engine dies over it, the next one judges what it shows then. */
  async look(
    source: FrameSource,
    places: readonly Place[] | null,
    personal: Personal | null,
  ): Promise<Seen & { backend: Backend; film_s?: number }> {
    const { head = null, collect = false } = personal ?? {};
    for (;;) {
      await this.#learning; // an engine that learns answers late, and must not be taken for a dead one
      const running = await this.#running;
      const { thread, backend } = running;
      const place = placeIn(source);
      const frame = await grab(source);
      const transfer = frame instanceof ImageData ? [] : [frame];
      try {
        const limit = thread.place === 'worker' ? { limit_ms: this.#patience(running) } : {};
        this.#looked = true;
        const seen = await thread.ask('look', { frame, places, head, collect }, { transfer, ...limit });
        if (!places) this.#note(running, seen.detect_ms + seen.crop_ms + seen.classify_ms);
        if (seen.boxes.length > 1 && !running.partner) {
          running.partner = pairUp(thread, { root: this.#options.root.href, backend, moved });
        }
        return { ...seen, backend, ...place };
      } catch (thrown) {
        if (this.#closed || !isEngines(thrown)) throw thrown;
        this.#deaths = [...this.#deaths, { backend, at_ms: performance.now() }];
        this.#replace(running, thrown.message);
      }
    }
  }

  close(): void {
    this.#closed = true;
    this.#running.then(stop, () => undefined);
  }

  /**
   * Holds the running backend against golden.json and, where none was wanted and none measured by an earlier visit, times the
   * others that may be faster; goes over to the fastest.
   */
  async settle(): Promise<void> {
    const running = await this.#running;
    const { agrees, uncompared } = await compare(running.thread);
    this.#uncompared = uncompared;
    if (uncompared !== null) await this.#report();
    if (!agrees) {
      this.#wrong.add(running.backend);
      return this.#replace(running, 'its numbers differ from those that the training side wrote down');
    }
    if (this.#options.wanted !== null || fastest(this.#times_ms)) return;
    const rivals = (await this.#rivals()).filter((rival) => rival !== running.backend);
    if (rivals.length === 0) return;
    await this.#time(running);
    for (const rival of rivals) await this.#try(rival);
    remember(this.#times_ms);
    await this.#report();
  }

  /** An engine on the first backend that runs. */
  async #start(first: Backend | null, lost: Backend | null = null): Promise<Running> {
    let failure = new Failure('backend-failed', 'There is no backend left to try.');
    const tried = new Set<Backend>();
    for await (const backend of this.#order(first, lost)) {
      if (tried.has(backend) || this.#isOut(backend)) continue;
      tried.add(backend);
      try {
        return await this.#open(backend);
      } catch (thrown) {
        if (!isEngines(thrown)) throw thrown;
        this.#passOver(backend, thrown.message, true);
        failure = thrown;
      }
    }
    throw failure;
  }

  /** What to try, one after another; one that was `lost` gets its next chance only before those that are surely slow. */
  async *#order(first: Backend | null, lost: Backend | null): AsyncGenerator<Backend> {
    if (first && first !== lost) yield first;
    if (lost !== 'wasm') yield 'wasm';
    yield* (await this.#rivals()).filter((backend) => backend !== lost);
    if (lost) yield lost;
    yield* ['cpu', 'webgl'] as const;
  }

  /** Backends besides WebAssembly that may be quick here. Asked for late, since a GPU driver takes its time to answer. */
  #rivals(): Promise<readonly Backend[]> {
    const { candidates } = this.#options;
    return (this.#candidates ??= candidates ? Promise.resolve(candidates) : gpuBackends());
  }

  async #open(backend: Backend): Promise<Running> {
    const thread = await this.#thread(backend);
    try {
      const { root, onManifest } = this.#options;
      const fetching = thread.place === 'worker' && fetchAhead(root, (what) => thread.tell(what), onManifest);
      const loading = thread.ask('load', { root: root.href, backend, moved });
      const [{ manifest }] = await Promise.all([loading, fetching]);
      return { thread, backend, manifest, look_ms: null, partner: null };
    } catch (thrown) {
      thread.close();
      const neverAnswered = thrown instanceof Failure && thrown.reason === 'engine-lost';
      if (thread.place === 'page' || !neverAnswered) throw thrown;
      this.#workers = false; // the browser or a policy lets no worker of ours start
      return this.#open(backend);
    }
  }

  async #thread(backend: Backend): Promise<Thread> {
    if (this.#workers) {
      try {
        return workerThread(backend);
      } catch {
        this.#workers = false; // as for a page of another site than this script's
      }
    }
    return pageThread(backend);
  }

  /** Puts the next engine in the place of one that is lost; told twice about the same one, replaces it once. */
  #replace(lost: Running, why: string): void {
    this.#running = this.#running.then((running) => {
      if (running !== lost || this.#closed) return running;
      stop(lost);
      this.#passOver(lost.backend, why, true);
      return this.#start(this.#options.wanted, lost.backend);
    });
    this.#running.then(
      ({ backend }) => {
        if (backend !== lost.backend)
          setTimeout(() => void this.#forgive(lost.backend).catch(() => undefined), DEATHS_WITHIN_MS);
        return this.#report();
      },
      () => undefined, // whoever asks hears of it
    );
  }

  /** Where the backend that stepped in is slower than the one it stands in for, that one takes over again. */
  async #forgive(backend: Backend): Promise<void> {
    if (this.#closed || this.#isOut(backend)) return;
    const running = await this.#running;
    if (running.backend === backend) return;
    await this.#time(running);
    await this.#try(backend);
    await this.#report();
  }

  /** Times a rival in an engine of its own, and goes over to it where it is faster. */
  async #try(rival: Backend): Promise<void> {
    let running: Running | null = null;
    try {
      running = await this.#open(rival);
      if (!(await compare(running.thread)).agrees)
        throw new Error('its numbers differ from those of the training side');
      await this.#time(running);
      if (fastest(this.#times_ms) === rival) await this.#goOverTo(running);
      else stop(running);
    } catch (thrown) {
      if (running) stop(running);
      this.#passOver(rival, thrown instanceof Error ? thrown.message : String(thrown), false);
    }
  }

  /** Looks at an empty frame for a while, and at a face in it that is none, so that the first who comes need not wait; who comes meanwhile
   *  needs no more of it. */
  async #warmUp(running: Running): Promise<void> {
    const empty = new ImageData(640, 480);
    const ends_ms = performance.now() + WARM_FOR_MS;
    for (let look = 0; !this.#looked && (look < 2 || performance.now() < ends_ms); look++) {
      const frame = await createImageBitmap(empty);
      const places: Place[] | null = look % 2 ? [{ box: [260, 180, 120, 120], tilt: 0 }] : null;
      const ask = { frame, places, head: null, collect: false };
      const seen = await running.thread.ask('look', ask, { transfer: [frame], ...BESIDE });
      if (!places) this.#note(running, seen.detect_ms);
      close(seen.frame);
    }
  }

  #note(running: Running, look_ms: number): void {
    running.look_ms = Math.min(running.look_ms ?? Infinity, look_ms);
  }

  /** How long a look may take before the engine counts as lost. */
  #patience({ backend, look_ms }: Running): number {
    const limit_ms =
      look_ms === null ? FIRST_LIMIT_MS : Math.max(SHORTEST_LIMIT_MS, SLOWER_THAN_BEFORE * look_ms);
    return limit_ms * 2 ** this.#deathsOf(backend);
  }

  async #time(running: Running): Promise<void> {
    const { thread, backend } = running;
    const { look_ms } = await thread.ask('time', { rounds: ROUNDS }, BESIDE);
    this.#note(running, look_ms);
    this.#measured_ms = { ...this.#times_ms, [backend]: look_ms };
  }

  async #goOverTo(next: Running): Promise<void> {
    const before = await this.#running;
    this.#running = Promise.resolve(next);
    await before.thread.ask('memory', {}); // answers come in turn: what was asked before is answered by then
    stop(before);
  }

  /** Asked for late: in a browser that has just started, what it keeps is not there at once. */
  get #times_ms(): Times {
    return (this.#measured_ms ??= recall());
  }

  #isOut(backend: Backend): boolean {
    return this.#wrong.has(backend) || this.#deathsOf(backend) >= DEATHS;
  }

  #deathsOf(backend: Backend): number {
    const since = performance.now() - DEATHS_WITHIN_MS;
    return this.#deaths.filter((death) => death.backend === backend && death.at_ms > since).length;
  }

  #passOver(backend: Backend, why: string, wasInUse: boolean): void {
    this.#passedOver = [...this.#passedOver, { backend, why, wasInUse }];
  }

  async #report(): Promise<void> {
    if (!this.#closed) this.#options.onStatus(await this.status());
  }
}

function stop({ thread, partner }: Running): void {
  thread.close();
  partner?.close();
}

/** Whether what was thrown speaks against the engine, not against the model's files or the picture. */
function isEngines(thrown: unknown): thrown is Failure {
  return (
    thrown instanceof Failure && ['backend-failed', 'engine-failed', 'engine-lost'].includes(thrown.reason)
  );
}

/** Whether an engine computes what golden.json says; where that file cannot be used, as without a network, why. */
async function compare(thread: Thread): Promise<{ agrees: boolean; uncompared: string | null }> {
  try {
    const { maxLogitError, maxFeatureError, tolerance } = await thread.ask('golden', {}, BESIDE);
    const agrees = maxLogitError <= tolerance.logits && maxFeatureError <= tolerance.features;
    return { agrees, uncompared: null };
  } catch (thrown) {
    if (isEngines(thrown)) throw thrown;
    // Nothing to compare with, and nothing wrong either: the weights were checked, and this is about the backend.
    return { agrees: true, uncompared: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
