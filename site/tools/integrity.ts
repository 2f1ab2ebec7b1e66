/** Subresource integrity: a script or style that is not the one that was built is not run, whatever a cache or a mirror hands out. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** The tags that Vite writes: an entry, the chunks it imports at once, and its styles. */
const TAGS = /<(?:script|link)\b[^>]*\scrossorigin\b[^>]*\s(?:src|href)="([^"]+)"/g;

/**
 * Writes digests into the built pages once all their files lie there as they will be served. Chunks that are imported later have none:
 * browsers take those from an import map alone, which is an inline script, and the policy allows no such thing.
 */
export function integrity(): Plugin {
  let outDir = '';
  let base = '';
  return {
    name: 'integrity',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
      base = config.base;
    },
    writeBundle(_, bundle) {
      for (const page of Object.keys(bundle).filter((name) => name.endsWith('.html'))) {
        const path = join(outDir, page);
        const digestOf = (address: string): string => {
          const file = address.startsWith(base)
            ? join(outDir, address.slice(base.length))
            : join(dirname(path), address);
          return createHash('sha384').update(readFileSync(file)).digest('base64');
        };
        const html = readFileSync(path, 'utf8');
        const checked = html.replace(
          TAGS,
          (tag, address: string) => `${tag} integrity="sha384-${digestOf(address)}"`,
        );
        writeFileSync(path, checked);
      }
    },
  };
}
