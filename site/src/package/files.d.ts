/** Written by tools/package-files.ts beside the package's modules. */
declare module 'virtual:package-files' {
  /** Where a bundler has put the package's files, by the addresses that the engine asks for. */
  export const FILES: Readonly<Record<string, string>>;
  /** An engine for each backend. */
  export const ENGINES: Readonly<Record<'wasm' | 'webgl' | 'webgpu' | 'cpu', string>>;
}
