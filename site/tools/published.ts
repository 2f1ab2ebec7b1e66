/** What the built page holds files against that no manifest names: the face detector's, which the build makes. */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { detectorFiles, originalFiles, type ModelFiles } from './detector-net.ts';

const ID = 'virtual:published';

let made: ModelFiles | null = null;

/** The face detector's files by name, made from the locked package's. */
export function detectorByName(): Record<string, string | Uint8Array> {
  made ??= detectorFiles(originalFiles(), 'detector.bin');
  return { 'detector.json': made.json, 'detector.bin': made.weights };
}

const published = (content: string | Uint8Array) => ({
  bytes: Buffer.byteLength(content),
  sha256: createHash('sha256').update(content).digest('hex'),
});

/** `import { DETECTOR } from 'virtual:published'`: length and sha256 of each file, by its name. */
export function publishedFiles(): Plugin {
  return {
    name: 'published-files',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load(id) {
      if (id !== `\0${ID}`) return null;
      const known = Object.entries(detectorByName()).map(([file, content]) => [file, published(content)]);
      return `export const DETECTOR = ${JSON.stringify(Object.fromEntries(known))};`;
    },
  };
}
