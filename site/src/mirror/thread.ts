import type { Backend } from '../analysis';
import { Failure } from '../failure';
import type { Calls, Coming, Handed, Kind, Reply, Request } from '../engine/protocol';
import { engineHere, engineScript } from './place';

/** Where an engine lives: its questions and answers, whatever carries them. */
export interface Thread {
  readonly place: 'worker' | 'page';
  /**
   * Rejects with the engine's Failure, or with 'engine-lost' where the engine died or did not answer within `limit_ms`. It does one
   * thing at a time, so that counts from when all that was asked before is answered.
   */
  ask<K extends Kind>(kind: K, ask: Calls[K]['ask'], options?: AskOptions): Promise<Calls[K]['answer']>;
  /** Gives the engine a file that it shall not fetch, or says that it will. */
  hand(what: Coming | Handed): void;
  close(): void;
}

export interface AskOptions {
  readonly transfer?: Transferable[];
  readonly limit_ms?: number;
}

interface Carrier {
  post(message: Request | Coming | Handed, transfer: Transferable[]): void;
  close(): void;
}

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (failure: Failure) => void;
  readonly limit_ms: number | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Pairs answers with questions, and lets no question wait for an engine that is gone. */
class Correspondence implements Thread {
  readonly #pending = new Map<number, Pending>();
  #carrier: Carrier | null = null;
  #last = 0;
  #lost: string | null = null;

  constructor(readonly place: Thread['place']) {}

  carriedBy(carrier: Carrier): this {
    this.#carrier = carrier;
    return this;
  }

  ask<K extends Kind>(
    kind: K,
    ask: Calls[K]['ask'],
    { transfer = [], limit_ms }: AskOptions = {},
  ): Promise<Calls[K]['answer']> {
    if (this.#lost !== null) return Promise.reject(new Failure('engine-lost', this.#lost));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, limit_ms, timer: undefined });
      this.#watchFirst();
      this.#carrier?.post({ id, kind, ask } as Request, transfer);
    });
  }

  hand(what: Coming | Handed): void {
    this.#carrier?.post(what, 'bytes' in what && what.bytes ? [what.bytes.buffer] : []);
  }

  #watchFirst(): void {
    const [first] = this.#pending.values();
    if (first?.limit_ms !== undefined && first.timer === undefined) this.#watch(first, first.limit_ms);
  }

  /** A page that was frozen or asleep finds all its timers due at once, its engine's answer among what is still to come. */
  #watch(pending: Pending, limit_ms: number): void {
    const asked = performance.now();
    pending.timer = setTimeout(() => {
      const slept = performance.now() - asked > 2 * limit_ms;
      if (slept) this.#watch(pending, limit_ms);
      else this.lose(`no answer within ${Math.round(limit_ms)} ms`);
    }, limit_ms);
  }

  receive(reply: Reply): void {
    if ('lost' in reply) return this.lose(reply.lost);
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    this.#pending.delete(reply.id);
    clearTimeout(pending.timer);
    this.#watchFirst();
    if ('answer' in reply) pending.resolve(reply.answer as never);
    else pending.reject(new Failure(reply.failure.reason, reply.failure.detail));
  }

  lose(why: string): void {
    this.#lost ??= why;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new Failure('engine-lost', this.#lost));
    }
    this.#pending.clear();
  }

  close(): void {
    this.lose('it was closed');
    this.#carrier?.close();
  }
}

/** An engine in a worker of its own, for this backend. Throws where this browser starts none. */
export function workerThread(backend: Backend): Thread {
  const worker = new Worker(engineScript(backend), { type: 'module' });
  const thread = new Correspondence('worker').carriedBy({
    post: (request, transfer) => worker.postMessage(request, transfer),
    close: () => worker.terminate(),
  });
  worker.onmessage = ({ data }: MessageEvent<Reply>) => thread.receive(data);
  worker.onerror = ({ message }) =>
    thread.lose(`the worker failed: ${message || 'its script did not start'}`);
  worker.onmessageerror = () => thread.lose('the worker sent what could not be read');
  return thread;
}

/** The same engine in the page itself, where there is no worker. */
export async function pageThread(backend: Backend): Promise<Thread> {
  const { hostInPage } = await engineHere(backend);
  const thread = new Correspondence('page');
  const host = hostInPage((reply) => thread.receive(reply));
  return thread.carriedBy({
    post: (message) => {
      if ('kind' in message) host.receive(message); // it fetches its files itself
    },
    close: () => host.close(),
  });
}
