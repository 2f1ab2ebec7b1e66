/** Sums, products, ReLU and padding. */
import { copy } from './copy';

/** Each of `length` floats of a with one of b's `period`, which come again and again; products where `product`, else sums. */
export function combine(product: bool, length: i32, period: i32, a: usize, b: usize, out: usize): void {
  for (let done = 0; done < length; done += period) {
    let from = b;
    let i = 0;
    for (; i + 4 <= period; i += 4) {
      const x = v128.load(a);
      const y = v128.load(from);
      v128.store(out, product ? f32x4.mul(x, y) : f32x4.add(x, y));
      a += 16;
      from += 16;
      out += 16;
    }
    for (; i < period; i++) {
      const x = load<f32>(a);
      const y = load<f32>(from);
      store<f32>(out, product ? x * y : x + y);
      a += 4;
      from += 4;
      out += 4;
    }
  }
}

export function relu(length: i32, x: usize, out: usize): void {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    v128.store(out, f32x4.pmax(v128.load(x), f32x4.splat(0)));
    x += 16;
    out += 16;
  }
  for (; i < length; i++) {
    store<f32>(out, max<f32>(load<f32>(x), 0));
    x += 4;
    out += 4;
  }
}

/**
 * (rows, columns, channels) into zeros of (outHeight, outWidth, outChannels), `top` down, `left` to the right, `first` channels in.
 *
 * @param width pixels from one row of x to the next
 */
export function pad(
  rows: i32,
  columns: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  outChannels: i32,
  top: i32,
  left: i32,
  first: i32,
  x: usize,
  out: usize,
): void {
  memory.fill(out, 0, (<usize>(outHeight * outWidth * outChannels)) << 2);
  // Rows are copied as a whole where their pixels lie as close in both.
  const pieces = channels == outChannels ? 1 : columns;
  const length = (columns / pieces) * channels;
  for (let y = 0; y < rows; y++) {
    let from = x + ((<usize>(y * width * channels)) << 2);
    let to = out + ((<usize>(((top + y) * outWidth + left) * outChannels + first)) << 2);
    for (let piece = 0; piece < pieces; piece++) {
      copy(from, to, length);
      from += (<usize>length) << 2;
      to += (<usize>outChannels) << 2;
    }
  }
}
