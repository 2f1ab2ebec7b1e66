import { asFailure, Failure } from '../failure';
import { lookElsewhere } from '../files';
import type { Code } from './backend';
import { Engine } from './engine';
import { Partner } from './partner';
import type { Calls, Kind, Reply, Request } from './protocol';

type Post = (reply: Reply, transfer: Transferable[]) => void;

/** Answers requests with one engine, in a worker or in the page: who asks cannot tell the difference. */
export class Host {
  #engine: Engine | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly post: Post,
    private readonly code: Code,
  ) {}

  /** One request at a time, since all share the engine's canvas. */
  receive(request: Request, post = this.post): void {
    this.#queue = this.#queue.then(() => this.#answer(request, post));
  }

  /** Answers another engine besides. */
  askedThrough(port: MessagePort): void {
    port.onmessage = ({ data }: MessageEvent<Request>) =>
      this.receive(data, (reply, transfer) => port.postMessage(reply, { transfer }));
  }

  /** Has another engine help from now on. */
  assistedThrough(port: MessagePort): void {
    this.#queue = this.#queue.then(() => this.#loaded.assistedBy(new Partner(port)));
  }

  close(): void {
    this.#engine?.dispose();
    this.#engine = null;
  }

  async #answer({ id, kind, ask }: Request, post: Post): Promise<void> {
    try {
      const answer = await this.#calls[kind](ask as never);
      post({ id, answer }, 'inputs' in answer ? carriedBy(answer) : []);
    } catch (thrown) {
      const { reason, message: detail } = asFailure(thrown, 'engine-failed');
      post({ id, failure: { reason, detail } }, []);
    }
  }

  readonly #calls: { [K in Kind]: (ask: Calls[K]['ask']) => Promise<Calls[K]['answer']> } = {
    load: async ({ root, backend, moved }) => {
      lookElsewhere(moved);
      this.#engine = await Engine.load(new URL(root), backend, this.code, (why) =>
        this.post({ lost: why }, []),
      );
      return { manifest: this.#engine.manifest };
    },
    look: (ask) => this.#loaded.look(ask),
    classify: async ({ inputs }) => ({ evidence: await this.#loaded.classify(inputs) }),
    learn: ({ examples }) => Promise.resolve(this.#loaded.learn(examples)),
    golden: () => this.#loaded.golden(),
    time: async ({ rounds }) => ({ look_ms: await this.#loaded.time(rounds) }),
    memory: () => Promise.resolve(this.#loaded.memory()),
  };

  get #loaded(): Engine {
    if (!this.#engine) throw new Failure('engine-failed', 'The engine was asked before it was loaded.');
    return this.#engine;
  }
}

/** What is handed over with the answer instead of being copied. */
function carriedBy({ frame, inputs }: Calls['look']['answer']): Transferable[] {
  const pixels = inputs.map(({ buffer }) => buffer);
  return frame instanceof ImageData ? pixels : [frame, ...pixels];
}
