import type { Plugin } from 'vite';

/**
 * Fails the build of a worker in which another chunk imports from the entry. WebKit then runs the entry a second time, as a module of its
 * own: two engines would hear every question, and the one that has loaded nothing would answer first.
 */
export function entryStandsAlone(): Plugin {
  return {
    name: 'entry-stands-alone',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const entries = chunks.filter((chunk) => chunk.isEntry).map(({ fileName }) => fileName);
      for (const { fileName, imports, dynamicImports } of chunks) {
        const entry = [...imports, ...dynamicImports].find((imported) => entries.includes(imported));
        if (entry)
          this.error(
            `${fileName} imports from ${entry}, a worker's entry, which WebKit would run twice. Let what both need be no part of the entry.`,
          );
      }
    },
  };
}
