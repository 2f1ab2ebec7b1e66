/** The npm package's files beside its code: engines, WebAssembly, face detector and model, where a bundler can see and take them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { BACKENDS, type Backend } from '../src/analysis.ts';
import { ROOT } from '../src/package/root.ts';
import { detectorByName } from './published.ts';

const SOURCE = resolve(import.meta.dirname, '../src');
const WASM = /\/(tfjs-backend-wasm(?:-simd)?\.wasm)\?url$/;

/** Modules that are other ones in the package than in the page. */
export function packageModules(): Plugin {
  const constant = '\0package-constant:';
  return {
    name: 'package-modules',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id === 'virtual:package-files') return { id: './files.js', external: true };
      if (id === './place' && importer?.startsWith(join(SOURCE, 'mirror')))
        return join(SOURCE, 'package/place.ts');
      const [, wasm] = WASM.exec(id) ?? [];
      return wasm ? `${constant}${ROOT}wasm/${wasm}` : null;
    },
    load: (id) =>
      id.startsWith(constant) ? `export default ${JSON.stringify(id.slice(constant.length))};` : null,
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
      const wasmFolder = join(
        dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')),
        'wasm-out',
      );
      const wasm = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];
      mkdirSync(join(outDir, 'wasm'), { recursive: true });
      for (const name of wasm)
        writeFileSync(join(outDir, 'wasm', name), readFileSync(join(wasmFolder, name)));
      const files = [
        ...readdirSync(join(outDir, 'model'))
          .sort()
          .map((name) => `model/${name}`),
        ...Object.keys(detector).map((name) => `detector/${name}`),
        ...wasm.map((name) => `wasm/${name}`),
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
