/** The npm package's files beside its code: engines, face detector and model, where a bundler can see and take them. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { BACKENDS, type Backend } from '../src/analysis.ts';
import { ROOT } from '../src/package/root.ts';
import { detectorByName } from './published.ts';

const SOURCE = resolve(import.meta.dirname, '../src');

/** Modules that are other ones in the package than in the page. */
export function packageModules(): Plugin {
  return {
    name: 'package-modules',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id === 'virtual:package-files') return { id: './files.js', external: true };
      if (id === './place' && importer?.startsWith(join(SOURCE, 'mirror')))
        return join(SOURCE, 'package/place.ts');
      return null;
    },
  };
}

/** In an engine for one backend, none of the others' code. */
export function onlyBackend(backend: Backend): Plugin {
  const absent = '\0absent-backend';
  return {
    name: 'only-backend',
    enforce: 'pre',
    resolveId(id) {
      const [, other] = /^\.\/backend-(\w+)$/.exec(id) ?? [];
      return other && other !== backend ? absent : null;
    },
    load: (id) =>
      id === absent ? "export const start = () => Promise.reject(new Error('not in this engine'));" : null,
  };
}

/** Puts the files that are no code into the folder, which holds model/ already, and files.js, which names them all. */
export function writePackageFiles(): Plugin {
  let outDir = '';
  return {
    name: 'write-package-files',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    writeBundle() {
      const detector = detectorByName();
      mkdirSync(join(outDir, 'detector'), { recursive: true });
      for (const [name, content] of Object.entries(detector))
        writeFileSync(join(outDir, 'detector', name), content);
      const files = [
        ...readdirSync(join(outDir, 'model'))
          .sort()
          .map((name) => `model/${name}`),
        ...Object.keys(detector).map((name) => `detector/${name}`),
      ];
      writeFileSync(join(outDir, 'files.js'), filesModule(files));
    },
  };
}

/** Each address stands there in full, since that is what bundlers look for. */
function filesModule(files: readonly string[]): string {
  const located = (entries: readonly (readonly [key: string, path: string])[]): string =>
    entries
      .map(([key, path]) => `  ${JSON.stringify(key)}: new URL('./${path}', import.meta.url).href,\n`)
      .join('');
  const byAddress = located(files.map((file) => [`${ROOT}${file}`, file]));
  const byBackend = located(BACKENDS.map((backend) => [backend, `engines/${backend}.js`]));
  return `export const FILES = {\n${byAddress}};\nexport const ENGINES = {\n${byBackend}};\n`;
}
