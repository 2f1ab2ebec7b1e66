/** Addresses that scripts may be started from, where the browser asks for proof (Trusted Types). */

/** The name to allow in a `trusted-types` directive. */
const NAME = 'mood-mirror';

/** The folder that assets/ and embed/ lie in. */
const SITE = new URL(/* @vite-ignore */ '..', import.meta.url).href;

/** TypeScript's DOM knows a TrustedScriptURL only as the string it stands for. */
interface Policy {
  createScriptURL(address: string): string;
}

/** The page's own script and the module that it or another page imports each hold this file, and a name is allowed once. */
const SHARED = Symbol.for(`mood-mirror scripts of ${SITE}`);

const page = globalThis as {
  readonly trustedTypes?: { createPolicy(name: string, policy: Policy): Policy };
  [SHARED]?: Policy;
};

const own: Policy = {
  createScriptURL(address) {
    const { href } = new URL(address, import.meta.url);
    if (!href.startsWith(SITE)) throw new TypeError(`A script of ${href}: expected one of ${SITE}.`);
    return href;
  },
};

/**
 * The address of a script of this site, for `new Worker` or `navigator.serviceWorker.register`.
 *
 * @throws TypeError for any other script, and where the page's `trusted-types` do not list us
 */
export function ownScript(address: string): string {
  // Late, so that a page which starts no worker needs no such name.
  page[SHARED] ??= page.trustedTypes?.createPolicy(NAME, own) ?? own;
  return page[SHARED].createScriptURL(address);
}
