import { build, type BuildEnvironmentOptions, type Plugin, type ResolvedConfig, type UserConfig } from 'vite';

/** What every build of the page and of the package has in common. */
export const BUILD: BuildEnvironmentOptions = {
  target: 'es2022',
  modulePreload: { polyfill: false }, // the polyfill is an inline-script workaround the policy would refuse
  assetsInlineLimit: 0, // data: addresses would need a wider Content-Security-Policy
  chunkSizeWarningLimit: 1500, // the WebGPU and WebGL backends are this big and load only when asked for
};

/** A further build into the same folder, after the first: what is not given is as there. */
export function alsoBuild(
  name: string,
  own: () => { rolldownOptions: NonNullable<BuildEnvironmentOptions['rolldownOptions']> } & UserConfig,
): Plugin {
  let first: ResolvedConfig;
  return {
    name,
    apply: 'build',
    configResolved(config) {
      first = config;
    },
    async closeBundle() {
      const {
        root,
        base,
        logLevel = 'info',
        build: { outDir, sourcemap },
      } = first;
      const { rolldownOptions, ...config } = own();
      const here = { ...BUILD, outDir, sourcemap, emptyOutDir: false, copyPublicDir: false, rolldownOptions };
      await build({ configFile: false, root, base, logLevel, ...config, build: here });
    },
  };
}
