/** The engine off the main thread: a worker for each backend, a single file each, so that nothing is waited for to be named by another. */
import type { Start } from './backend';
import { Host } from './host';
import type { Request } from './protocol';

/** Has this worker answer with an engine on the backend that `start` starts. */
export function serve(start: Start): void {
  const host = new Host(
    (reply, transfer) => postMessage(reply, { transfer }),
    () => Promise.resolve({ start }),
  );
  addEventListener('message', ({ data }: MessageEvent<Request>) => host.receive(data));
}
