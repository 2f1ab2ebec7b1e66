/** TensorFlow.js' WebAssembly with SIMD: where it lies, and whether this browser runs it, as nearly all do. */
import file from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';

export const simdFile = (): URL => new URL(file, import.meta.url);

/** A module with one function that answers sixteen equal bytes. */
const PROBE = [
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // the magic number, version 1
  ...[1, 5, 1, 0x60, 0, 1, 0x7b], // types: () -> v128
  ...[3, 2, 1, 0], // functions: one of that type
  ...[10, 8, 1, 6, 0, 0x41, 0, 0xfd, 15, 11], // code: i32.const 0, i8x16.splat
];

export const hasSimd = (): boolean =>
  typeof WebAssembly !== 'undefined' && WebAssembly.validate(Uint8Array.from(PROBE));
