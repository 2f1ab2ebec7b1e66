/** Where the page's build puts the engine. In the npm package, tools/package-files.ts puts package/place.ts in its place. */
import type { Backend } from '../analysis';
import type * as page from '../engine/page';
import cpu from '../engine/worker-cpu?worker&url';
import wasm from '../engine/worker-wasm?worker&url';
import webgl from '../engine/worker-webgl?worker&url';
import webgpu from '../engine/worker-webgpu?worker&url';
import { ownScript } from '../trusted';

const SCRIPTS: Record<Backend, string> = { wasm, webgl, webgpu, cpu };

/** The address of a worker's script that runs this backend, one that Trusted Types let start. */
export const engineScript = (backend: Backend): string => ownScript(SCRIPTS[backend]);

/** The same engine for the page itself. */
export const engineHere: (backend: Backend) => Promise<Pick<typeof page, 'hostInPage'>> = () =>
  import('../engine/page');

/** Files that lie elsewhere than their address says: the real address by that one. */
export const moved: Readonly<Record<string, string>> = {};
