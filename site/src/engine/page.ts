/** The engine in the page itself, where no worker starts: each backend's code comes only when it is asked for. */
import type { Backend } from '../analysis';
import type { Code, Start } from './backend';
import { Host } from './host';
import type { Reply } from './protocol';

const CODE: Record<Backend, () => Promise<{ start: Start }>> = {
  wasm: () => import('./backend-wasm'),
  webgl: () => import('./backend-webgl'),
  webgpu: () => import('./backend-webgpu'),
  cpu: () => import('./backend-cpu'),
};

export const anyBackend: Code = (backend) => CODE[backend]();

export const hostInPage = (post: (reply: Reply) => void): Host => new Host(post, anyBackend);
