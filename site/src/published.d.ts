/** Written by tools/published.ts when the site is built. */
declare module 'virtual:published' {
  type Published = { readonly bytes: number; readonly sha256: string };
  export const DETECTOR: Readonly<Record<'detector.json' | 'detector.bin', Published>>;
  export const WASM: Readonly<Record<'tfjs-backend-wasm.wasm' | 'tfjs-backend-wasm-simd.wasm', Published>>;
}
