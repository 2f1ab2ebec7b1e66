/** What the built page holds files against that no manifest names: the face detector's, which the build makes, and TensorFlow.js's .wasm. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { detectorFiles, originalFiles, type ModelFiles } from './detector-net.ts';

const ID = 'virtual:published';
const BACKEND = '@tensorflow/tfjs-backend-wasm';

let made: ModelFiles | null = null;

/** The face detector's files by name, made from the locked package's. */
export function detectorByName(): Record<string, string | Uint8Array> {
  made ??= detectorFiles(originalFiles(), 'detector.bin');
  return { 'detector.json': made.json, 'detector.bin': made.weights };
}

function wasmByName(): Record<string, Uint8Array> {
  const folder = dirname(createRequire(import.meta.url).resolve(`${BACKEND}/package.json`));
  const names = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'wasm-out', name))]));
}

const published = (content: string | Uint8Array) => ({
  bytes: Buffer.byteLength(content),
  sha256: createHash('sha256').update(content).digest('hex'),
});

/** `import { DETECTOR, WASM } from 'virtual:published'`: length and sha256 of each file, by its name. */
export function publishedFiles(): Plugin {
  return {
    name: 'published-files',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load(id) {
      if (id !== `\0${ID}`) return null;
      const all = { DETECTOR: detectorByName(), WASM: wasmByName() };
      return Object.entries(all)
        .map(([name, files]) => {
          const known = Object.entries(files).map(([file, content]) => [file, published(content)]);
          return `export const ${name} = ${JSON.stringify(Object.fromEntries(known))};`;
        })
        .join('\n');
    },
  };
}
