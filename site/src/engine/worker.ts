/** The engine off the main thread: a worker for each backend, a single file each, so that nothing is waited for to be named by another. */
import type { Code } from './backend';
import { Host } from './host';
import type { Request } from './protocol';

/** Has this worker answer with an engine whose backend comes from `code`. */
export function serve(code: Code): void {
  const host = new Host((reply, transfer) => postMessage(reply, { transfer }), code);
  addEventListener('message', ({ data }: MessageEvent<Request>) => host.receive(data));
}
