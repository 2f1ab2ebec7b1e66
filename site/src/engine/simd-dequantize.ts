import type { SimdBackend } from './simd-backend';
import type { Dequantize } from './weights';

/** On our own kernels: a page that has only just started takes ten times as long over half a million numbers in JavaScript. */
export const simdDequantize =
  (backend: SimdBackend): Dequantize =>
  (bytes, scale, min) => {
    const { length } = bytes;
    const out = backend.scratch(5 * length);
    const from = out + 4 * length;
    backend.bytesAt(from, length).set(bytes);
    backend.kernels.dequantize(length, scale, min, from, out);
    return backend.floatsAt(out, length).slice();
  };
