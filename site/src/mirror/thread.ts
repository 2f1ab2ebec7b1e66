/** Where an engine lives: in a worker of its own, or in the page. */
import type { Backend } from '../analysis';
import { Correspondence, type Asking } from '../correspondence';
import type { Reply, Told } from '../engine/protocol';
import { engineHere, engineScript } from './place';

export interface Thread extends Asking {
  readonly place: 'worker' | 'page';
  /** Gives the engine what it need not fetch, or joins it to another one. In the page it does without. */
  tell(what: Told): void;
}

/** An engine in a worker of its own, for this backend. Throws where this browser starts none. */
export function workerThread(backend: Backend): Thread {
  const worker = new Worker(engineScript(backend), { type: 'module' });
  const asking = new Correspondence({
    post: (request, transfer) => worker.postMessage(request, transfer),
    close: () => worker.terminate(),
  });
  worker.onmessage = ({ data }: MessageEvent<Reply>) => asking.receive(data);
  worker.onerror = ({ message }) =>
    asking.lose(`the worker failed: ${message || 'its script did not start'}`);
  worker.onmessageerror = () => asking.lose('the worker sent what could not be read');
  const tell = (what: Told) => worker.postMessage(what, carriedBy(what));
  return Object.assign(asking, { place: 'worker' as const, tell });
}

/** What is handed over with the message. */
function carriedBy(what: Told): Transferable[] {
  if ('askedThrough' in what) return [what.askedThrough];
  if ('assistedThrough' in what) return [what.assistedThrough];
  return 'bytes' in what && what.bytes ? [what.bytes.buffer] : [];
}

/** The same engine in the page itself, where there is no worker. */
export async function pageThread(backend: Backend): Promise<Thread> {
  const { hostInPage } = await engineHere(backend);
  const host = hostInPage((reply) => asking.receive(reply));
  const asking = new Correspondence({
    post: (request) => host.receive(request),
    close: () => host.close(),
  });
  return Object.assign(asking, { place: 'page' as const, tell: () => undefined });
}
