/** Weights as their file has them, a byte each, as numbers: `min + scale × byte`, rounded once. */
export function dequantize(length: i32, scale: f64, min: f64, bytes: usize, out: usize): void {
  for (let i: usize = 0; i < <usize>length; i++) {
    store<f32>(out + (i << 2), <f32>(<f64>load<u8>(bytes + i) * scale + min));
  }
}
