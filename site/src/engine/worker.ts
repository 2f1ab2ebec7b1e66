/** The engine off the main thread: a worker for each backend, a single file each, so that nothing is waited for to be named by another. */
import { expectFiles, handOver } from '../files';
import type { Code } from './backend';
import { Host } from './host';
import type { Request, Told } from './protocol';

/** Has this worker answer with an engine whose backend comes from `code`. */
export function serve(code: Code): void {
  const host = new Host((reply, transfer) => postMessage(reply, { transfer }), code);
  addEventListener('message', ({ data }: MessageEvent<Request | Told>) => {
    if ('coming' in data) expectFiles(data.coming);
    else if ('address' in data) handOver(data.address, data.bytes);
    else if ('askedThrough' in data) host.askedThrough(data.askedThrough);
    else if ('assistedThrough' in data) host.assistedThrough(data.assistedThrough);
    else host.receive(data);
  });
}
