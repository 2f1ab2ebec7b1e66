/** The npm package: modules that a bundler or a browser takes as they are, an engine for each backend, and files.js, which finds the rest. */
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { BACKENDS, type Backend } from './src/analysis.ts';
import { alsoBuild, BUILD } from './tools/also-build.ts';
import { kernels } from './tools/kernels.ts';
import { leanTfjs } from './tools/lean-tfjs.ts';
import { onlyBackend, packageModules, writePackageFiles } from './tools/package-files.ts';
import { publishedFiles } from './tools/published.ts';
import { shipped } from './tools/shipped.ts';
import { emitTypes } from './tools/types.ts';

const { collect, writeText } = shipped();
const source = (name: string): string => resolve(import.meta.dirname, `src/package/${name}.ts`);
const ENTRIES = [source('index'), source('element')];

/**
 * An engine in one piece. Bundlers that take it along give it another name and leave its content alone: there would be no chunk beside
 * it to import.
 */
const engineFor = (backend: Backend): Plugin =>
  alsoBuild(`engine-${backend}`, () => ({
    rolldownOptions: {
      input: source('engine'),
      preserveEntrySignatures: 'exports-only',
      output: { format: 'es', entryFileNames: `engines/${backend}.js`, codeSplitting: false },
    },
    plugins: [onlyBackend(backend), packageModules(), publishedFiles(), kernels(), leanTfjs(), collect()],
  }));

function types(): Plugin {
  let outDir = '';
  return {
    name: 'package-types',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    writeBundle: () => emitTypes(ENTRIES, resolve(outDir, 'types')),
  };
}

export default defineConfig({
  base: './',
  plugins: [
    packageModules(),
    collect(),
    writePackageFiles(),
    types(),
    ...BACKENDS.map(engineFor),
    writeText(),
  ],
  build: {
    ...BUILD,
    copyPublicDir: false,
    emptyOutDir: false, // model/ lies there already
    lib: { entry: ENTRIES, formats: ['es'] },
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        codeSplitting: {
          groups: [
            { name: 'failure', test: /src\/failure/, priority: 1 }, // who asks for no more gets no more
            { name: 'common', test: /./, minShareCount: 2 },
          ],
        },
      },
    },
  },
});
