import { vouching } from './script-policy';

/** The folder that assets/ and embed/ lie in. */
const SITE = new URL(/* @vite-ignore */ '..', import.meta.url).href;

/**
 * The address of a script of this site, for `new Worker` or `navigator.serviceWorker.register`.
 *
 * @throws TypeError for any other script, and where the page's `trusted-types` do not list us
 */
export const ownScript = vouching(SITE, (address) => {
  const { href } = new URL(address, import.meta.url);
  if (!href.startsWith(SITE)) throw new TypeError(`A script of ${href}: expected one of ${SITE}.`);
  return href;
});
