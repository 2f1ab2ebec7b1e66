/** The kernels of kernels/, compiled to WebAssembly, for src/engine/kernels.ts. */
import { main } from 'assemblyscript/asc';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const ID = 'virtual:kernels';
const SOURCE = resolve(import.meta.dirname, '../kernels');
const OPTIONS = [
  '--optimizeLevel',
  '3',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--enable',
  'simd',
];

let made: Promise<Uint8Array> | null = null;

async function compile(): Promise<Uint8Array> {
  let binary: Uint8Array | null = null;
  const { error, stderr } = await main(['index.ts', '--outFile', 'kernels.wasm', ...OPTIONS], {
    readFile: (name) => {
      try {
        return readFileSync(join(SOURCE, name), 'utf8');
      } catch {
        return null; // the compiler asks for the same name in several places
      }
    },
    writeFile: (_, content) => {
      binary = content as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || !binary)
    throw new Error(`kernels/ does not compile: ${error?.message ?? ''}\n${stderr.toString()}`);
  return binary;
}

/** `import code from 'virtual:kernels'`: the module in base64. A few kB: inside the script it costs no further request. */
export function kernels(): Plugin {
  return {
    name: 'kernels',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    async load(id) {
      if (id !== `\0${ID}`) return null;
      made ??= compile();
      return `export default '${Buffer.from(await made).toString('base64')}';`;
    },
  };
}
