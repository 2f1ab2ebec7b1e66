/** src/engine/alone.ts in one module, alone.js, for `invoke bench`. */
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { BUILD } from './tools/also-build.ts';
import { kernels } from './tools/kernels.ts';

export default defineConfig({
  plugins: [kernels()],
  build: {
    ...BUILD,
    copyPublicDir: false,
    emptyOutDir: false, // the network lies there already
    lib: {
      entry: resolve(import.meta.dirname, 'src/engine/alone.ts'),
      formats: ['es'],
      fileName: () => 'alone.js',
    },
  },
});
