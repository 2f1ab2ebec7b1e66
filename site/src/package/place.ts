/** Where the npm package has its engine: wherever the bundler, or nobody, has moved the package's files. */
import { ENGINES, FILES } from 'virtual:package-files';
import type * as page from '../mirror/place';
import { vouching } from '../script-policy';

const own = vouching(ENGINES.wasm, (address) => {
  if (!Object.values(ENGINES).includes(address))
    throw new TypeError(`A script of ${address}: expected one of the package mood-mirror.`);
  return address;
});

export const engineScript: typeof page.engineScript = (backend) => own(ENGINES[backend]);

export const engineHere: typeof page.engineHere = (backend) =>
  import(/* @vite-ignore */ /* webpackIgnore: true */ ENGINES[backend]);

export const moved: typeof page.moved = FILES;
