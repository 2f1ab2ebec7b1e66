import type { Evidence } from '../teach/head';
import { Correspondence } from '../correspondence';
import type { Reply } from './protocol';

/** Some faces take it a few milliseconds. Shorter than the page's patience with the engine that waits for it. */
const LIMIT_MS = 300;

/** Another engine, in a worker of its own, that takes faces off this one's hands. The two share no memory. */
export class Partner {
  readonly #asking: Correspondence;

  constructor(port: MessagePort) {
    this.#asking = new Correspondence({
      post: (request, transfer) => port.postMessage(request, transfer),
      close: () => port.close(),
    });
    port.onmessage = ({ data }: MessageEvent<Reply>) => this.#asking.receive(data);
  }

  /**
   * What the classifier makes of each crop, as Engine.classify.
   *
   * @throws Failure where the partner has failed or is silent
   */
  async classify(inputs: readonly Float32Array[]): Promise<readonly Evidence[]> {
    return (await this.#asking.ask('classify', { inputs }, { limit_ms: LIMIT_MS })).evidence;
  }

  close(): void {
    this.#asking.close();
  }
}
