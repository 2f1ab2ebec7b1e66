/** The engine in one file, for one backend: started as a worker it answers messages, imported by the page it hands out its Host. */
import { Host } from '../engine/host';
import type { Request } from '../engine/protocol';

export { Host };

if (typeof document === 'undefined') {
  const host = new Host((reply, transfer) => postMessage(reply, { transfer }));
  addEventListener('message', ({ data }: MessageEvent<Request>) => host.receive(data));
}
