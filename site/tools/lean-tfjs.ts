import type { Plugin } from 'vite';

/**
 * What tfjs-core says must be kept though nobody asks for it, and we can do without: its front door registers the optimizers of a training,
 * and each way of storing a model registers itself. What else the front door sets up, src/engine/activate.ts imports by name.
 */
const NOT_NEEDED = /tfjs-core[\\/]dist[\\/](index\.js|io[\\/])/;

/** Leaves a third of tfjs-core out of what is built. */
export const leanTfjs = (): Plugin => ({
  name: 'lean-tfjs',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    if (!/tfjs-core/.test(source) && !/tfjs-core/.test(importer ?? '')) return null;
    const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
    return resolved && NOT_NEEDED.test(resolved.id) ? { ...resolved, moduleSideEffects: false } : resolved;
  },
});
