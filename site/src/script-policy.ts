/** Addresses that scripts may be started from, where the browser asks for proof (Trusted Types). */

/** The name to allow in a `trusted-types` directive. */
const NAME = 'mood-mirror';

/** TypeScript's DOM knows a TrustedScriptURL only as the string it stands for. */
interface Policy {
  createScriptURL(address: string): string;
}

const { trustedTypes } = globalThis as {
  trustedTypes?: { createPolicy(name: string, policy: Policy): Policy };
};

/** A function that vouches for an address as `check` gives it back; it throws what that throws, and a TypeError where the page's
 *  `trusted-types` do not list us. */
export function vouching(check: (address: string) => string): (address: string) => string {
  let policy: Policy | null = null;
  return (address) => {
    const own: Policy = { createScriptURL: check };
    // Only once, since a list of names allows no name twice; and late, so that a page which starts no worker needs no such name.
    policy ??= trustedTypes?.createPolicy(NAME, own) ?? own;
    return policy.createScriptURL(address);
  };
}
