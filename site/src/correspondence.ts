/** Questions to an engine and its answers, whatever carries them. */
import { Failure } from './failure';
import type { Calls, Kind, Reply, Request } from './engine/protocol';

export interface Asking {
  /**
   * Rejects with the engine's Failure, or with 'engine-lost' where the engine died or did not answer within `limit_ms`. It does one
   * thing at a time, so that counts from when all that was asked before is answered.
   */
  ask<K extends Kind>(kind: K, ask: Calls[K]['ask'], options?: AskOptions): Promise<Calls[K]['answer']>;
  close(): void;
}

export interface AskOptions {
  readonly transfer?: Transferable[];
  readonly limit_ms?: number;
}

interface Carrier {
  post(request: Request, transfer: Transferable[]): void;
  close(): void;
}

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (failure: Failure) => void;
  readonly limit_ms: number | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Pairs answers with questions, and lets no question wait for an engine that is gone. */
export class Correspondence implements Asking {
  readonly #pending = new Map<number, Pending>();
  #last = 0;
  #lost: string | null = null;

  constructor(private readonly carrier: Carrier) {}

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
      this.carrier.post({ id, kind, ask } as Request, transfer);
    });
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
    this.carrier.close();
  }
}
