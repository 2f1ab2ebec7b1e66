import { createReadStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { alsoBuild, BUILD } from './tools/also-build.ts';
import { integrity } from './tools/integrity.ts';
import { kernels } from './tools/kernels.ts';
import { leanTfjs } from './tools/lean-tfjs.ts';
import { policy } from './tools/policy.ts';
import { detectorByName, publishedFiles } from './tools/published.ts';
import { shipped } from './tools/shipped.ts';
import { emitTypes } from './tools/types.ts';

const { collect, write } = shipped();
/** What an engine in the page has in common with the page itself, by its largest part: the smallest would otherwise be files of their own. */
const COMMON = 'manifest';
const EMBED = resolve(import.meta.dirname, 'src/embed.ts');

function buildDetector(): Plugin {
  let outDir = '';
  return {
    name: 'build-detector',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    writeBundle() {
      mkdirSync(join(outDir, 'detector'), { recursive: true });
      for (const [name, content] of Object.entries(detectorByName())) {
        writeFileSync(join(outDir, 'detector', name), content);
      }
    },
  };
}

/** `npm run dev` finds model/ and the module where they stand, and makes detector/. */
function devFolders(): Plugin {
  const model = resolve(import.meta.dirname, '../model');
  return {
    name: 'dev-folders',
    apply: 'serve',
    configureServer(server) {
      const detector = new Map(Object.entries(detectorByName()));
      server.middlewares.use((request, response, next) => {
        if (request.url === '/embed/mood-mirror.js') request.url = '/src/embed.ts';
        const [, folder = '', name = ''] = /^\/(detector|model)\/([\w.-]+)$/.exec(request.url ?? '') ?? [];
        const made = folder === 'detector' ? detector.get(name) : undefined;
        const file = join(model, name);
        if (made) response.end(made);
        else if (folder === 'model' && existsSync(file)) createReadStream(file).pipe(response);
        else next();
      });
    },
  };
}

/** The module's types, as TypeScript writes them: embed/mood-mirror.d.ts with what it refers to in embed/types/. */
function embedTypes(): Plugin {
  let outDir = '';
  return {
    name: 'embed-types',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir, 'embed');
    },
    writeBundle() {
      emitTypes([EMBED], join(outDir, 'types'));
      writeFileSync(join(outDir, 'mood-mirror.d.ts'), "export * from './types/embed.js';\n");
    },
  };
}

/** Sets the engine's code for a page that can start no worker apart by name: hardly anyone downloads it. */
const chunkFileNames = ({ name, moduleIds }: { name: string; moduleIds: readonly string[] }): string =>
  name !== COMMON && moduleIds.some((id) => /src[\\/]engine[\\/]|@tensorflow/.test(id))
    ? 'assets/in-page-[name]-[hash].js'
    : 'assets/[name]-[hash].js';

/** What both pages are built with. */
const pagePlugins = (): Plugin[] => [
  publishedFiles(),
  kernels(),
  leanTfjs(),
  policy(),
  integrity(),
  collect(),
];

const WORKER: NonNullable<UserConfig['worker']> = {
  format: 'es',
  plugins: () => [publishedFiles(), kernels(), leanTfjs(), collect()],
  // A single file for each: a chunk would be named by the entry alone, and asked for only once that is here.
  rolldownOptions: { output: { comments: { legal: false }, codeSplitting: false } },
};

/**
 * about.html, in a build of its own: built together, the two pages would share chunks, and the mirror's first visit would fetch
 * more bytes in more files.
 */
const aboutPage = (): Plugin =>
  alsoBuild('about-page', () => ({
    rolldownOptions: { input: resolve(import.meta.dirname, 'about.html') },
    plugins: pagePlugins(),
    worker: WORKER,
  }));

/** The module for others, in a build of its own for the same reason; other pages name it in their own source, so its name stays. */
const embedModule = (): Plugin =>
  alsoBuild('embed-module', () => ({
    rolldownOptions: {
      input: EMBED,
      // What its later chunks need is exported beside what is meant for others, instead of being one more file to wait for.
      preserveEntrySignatures: 'allow-extension',
      output: { entryFileNames: 'embed/mood-mirror.js', chunkFileNames },
    },
    plugins: [publishedFiles(), kernels(), leanTfjs(), collect()],
    worker: WORKER,
  }));

/** The service worker, a single classic script beside the pages, so that it may answer for all that lies there. */
const serviceWorker = (): Plugin =>
  alsoBuild('service-worker', () => ({
    rolldownOptions: {
      input: resolve(import.meta.dirname, 'src/offline/service-worker.ts'),
      output: { format: 'iife', entryFileNames: 'service-worker.js' },
    },
    plugins: [collect()],
  }));

export default defineConfig({
  base: './', // every address relative, so that the page works under any path
  plugins: [
    ...pagePlugins(),
    buildDetector(),
    devFolders(),
    embedTypes(),
    aboutPage(),
    embedModule(),
    serviceWorker(),
    write(),
  ],
  worker: WORKER,
  build: {
    ...BUILD,
    rolldownOptions: {
      input: resolve(import.meta.dirname, 'index.html'),
      output: {
        chunkFileNames,
        codeSplitting: {
          groups: [{ name: COMMON, test: /src[\\/](strict|manifest|files|correspondence)\.ts/ }],
        },
      },
    },
  },
});
