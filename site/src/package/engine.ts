/** The engine in one file, for one backend: started as a worker it answers messages, imported by the page it is a host there. */
import { hostInPage } from '../engine/page';
import type { Request } from '../engine/protocol';

export { hostInPage };

if (typeof document === 'undefined') {
  const host = hostInPage((reply, transfer) => postMessage(reply, { transfer }));
  addEventListener('message', ({ data }: MessageEvent<Request>) => host.receive(data));
}
