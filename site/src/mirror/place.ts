/** Where the page's build puts the engine. In the npm package, tools/package-files.ts puts package/place.ts in its place. */
import type { Backend } from '../analysis';
import type { Host } from '../engine/host';
import workerScript from '../engine/worker?worker&url';
import { ownScript } from '../trusted';

/** The address of a worker's script that can run this backend, one that Trusted Types let start. */
export const engineScript: (backend: Backend) => string = () => ownScript(workerScript);

/** The same engine for the page itself. */
export const engineHere: (backend: Backend) => Promise<{ Host: typeof Host }> = () =>
  import('../engine/host');

/** Files that lie elsewhere than their address says: the real address by that one. */
export const moved: Readonly<Record<string, string>> = {};
