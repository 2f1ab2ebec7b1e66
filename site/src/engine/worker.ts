/** The engine off the main thread. */
import { Host } from './host';
import type { Request } from './protocol';

const host = new Host((reply, transfer) => postMessage(reply, { transfer }));
addEventListener('message', ({ data }: MessageEvent<Request>) => host.receive(data));
