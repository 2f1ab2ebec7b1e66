/** Written by tools/published.ts when the site is built. */
declare module 'virtual:published' {
  type Published = { readonly bytes: number; readonly sha256: string };
  export const DETECTOR: Readonly<Record<'detector.json' | 'detector.bin', Published>>;
}
