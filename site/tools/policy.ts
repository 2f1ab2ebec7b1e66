/** What the page may load and do: the one place it stands in. `invoke serve` reads it back from the built index.html. */
import type { Plugin } from 'vite';

/** What the HTML has in the policy's place. */
const PLACE = '%CONTENT_SECURITY_POLICY%';

const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'", // WebAssembly, and neither eval nor anything inline
  'style-src': "'self'",
  'img-src': "'self'",
  'media-src': "'self' blob:", // a film that the visitor chose
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'lit-html mood-mirror', // Lit's templates; src/trusted.ts
};

/** Puts the policy into the built pages. `npm run dev` does without, since it bars Vite's own scripts. */
export function policy(): Plugin {
  let isBuild = false;
  const content = Object.entries(POLICY)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
  return {
    name: 'policy',
    configResolved(config) {
      isBuild = config.command === 'build';
    },
    transformIndexHtml: {
      order: 'pre',
      handler(html) {
        if (!html.includes(PLACE)) throw new Error(`got a page without ${PLACE}, expected its policy there`);
        return isBuild ? html.replace(PLACE, content) : html.replace(/<meta\s[^>]*%CONTENT[^>]*>/, '');
      },
    },
  };
}
