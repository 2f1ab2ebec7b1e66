/** Addresses that scripts may be started from, where the browser asks for proof (Trusted Types). */

/** The name to allow in a `trusted-types` directive. */
const NAME = 'mood-mirror';

/** TypeScript's DOM knows a TrustedScriptURL only as the string it stands for. */
interface Policy {
  createScriptURL(address: string): string;
}

const page = globalThis as {
  readonly trustedTypes?: { createPolicy(name: string, policy: Policy): Policy };
  [shared: symbol]: Policy | undefined;
};

/**
 * A function that vouches for an address as `check` gives it back; it throws what that throws, and a TypeError where the page's
 * `trusted-types` do not list us.
 *
 * @param scope whose scripts these are. The page's own script and the module beside it each hold this file, and a name is allowed once:
 *   so whoever asks first makes the policy, and all who speak of the same scripts share it.
 */
export function vouching(scope: string, check: (address: string) => string): (address: string) => string {
  const shared = Symbol.for(`${NAME} scripts of ${scope}`);
  const own: Policy = { createScriptURL: check };
  return (address) => {
    // Late, so that a page which starts no worker needs no such name.
    const policy = (page[shared] ??= page.trustedTypes?.createPolicy(NAME, own) ?? own);
    return policy.createScriptURL(address);
  };
}
