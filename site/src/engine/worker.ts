/** The engine off the main thread: a worker for each backend, a single file each, so that nothing is waited for to be named by another. */
import { expectFiles, handOver } from '../files';
import type { Code } from './backend';
import { Host } from './host';
import type { Coming, Handed, Request } from './protocol';

/** Has this worker answer with an engine whose backend comes from `code`. */
export function serve(code: Code): void {
  const host = new Host((reply, transfer) => postMessage(reply, { transfer }), code);
  addEventListener('message', ({ data }: MessageEvent<Request | Coming | Handed>) => {
    if ('coming' in data) expectFiles(data.coming);
    else if ('address' in data) handOver(data.address, data.bytes);
    else host.receive(data);
  });
}
