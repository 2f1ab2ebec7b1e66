/** Convolutions of each channel by itself. */
import { pad } from './elementwise';

/** Bytes of scratch that `depthwise` needs: a picture with zeros about it. */
export function depthwiseScratch(
  channels: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideDown: i32,
  strideRight: i32,
  outHeight: i32,
  outWidth: i32,
): i32 {
  return (
    reach(outHeight, strideDown, filterHeight) * reach(outWidth, strideRight, filterWidth) * channels * 4
  );
}

/** Pixels that all windows together go over. */
function reach(count: i32, stride: i32, filter: i32): i32 {
  return (count - 1) * stride + filter;
}

function tap(x: v128, at: usize, weight: v128): v128 {
  return f32x4.add(x, f32x4.mul(v128.load(at), weight));
}

/** A row of output pixels of 3 × 3 for four channels. Its nine weights stay in registers, which is why channels are the outer loop. */
function rowOfThree(
  pixels: i32,
  pixelBytes: usize,
  rowBytes: usize,
  stepBytes: usize,
  x: usize,
  filter: usize,
  out: usize,
): void {
  const w0 = v128.load(filter);
  const w1 = v128.load(filter + pixelBytes);
  const w2 = v128.load(filter + 2 * pixelBytes);
  const w3 = v128.load(filter + 3 * pixelBytes);
  const w4 = v128.load(filter + 4 * pixelBytes);
  const w5 = v128.load(filter + 5 * pixelBytes);
  const w6 = v128.load(filter + 6 * pixelBytes);
  const w7 = v128.load(filter + 7 * pixelBytes);
  const w8 = v128.load(filter + 8 * pixelBytes);
  const middle = rowBytes + pixelBytes;
  for (; pixels > 0; pixels--) {
    let sum = f32x4.mul(v128.load(x), w0);
    let at = x + pixelBytes;
    sum = tap(sum, at, w1);
    sum = tap(sum, at + pixelBytes, w2);
    at = x + rowBytes;
    sum = tap(sum, at, w3);
    sum = tap(sum, x + middle, w4);
    at += 2 * pixelBytes;
    sum = tap(sum, at, w5);
    at = x + 2 * rowBytes;
    sum = tap(sum, at, w6);
    at += pixelBytes;
    sum = tap(sum, at, w7);
    sum = tap(sum, at + pixelBytes, w8);
    v128.store(out, sum);
    x += stepBytes;
    out += pixelBytes;
  }
}

/** A row of output pixels of any filter for one channel. */
function rowOfAny(
  pixels: i32,
  filterHeight: i32,
  filterWidth: i32,
  pixelBytes: usize,
  rowBytes: usize,
  stepBytes: usize,
  x: usize,
  filter: usize,
  out: usize,
): void {
  for (; pixels > 0; pixels--) {
    let sum: f32 = 0;
    let weight = filter;
    for (let i = 0; i < filterHeight; i++) {
      let at = x + <usize>i * rowBytes;
      for (let j = 0; j < filterWidth; j++) {
        sum += load<f32>(at) * load<f32>(weight);
        at += pixelBytes;
        weight += pixelBytes;
      }
    }
    store<f32>(out, sum);
    x += stepBytes;
    out += pixelBytes;
  }
}

/**
 * (count, height, width, channels) -> (count, outHeight, outWidth, channels), as TensorFlow's DepthwiseConv2dNative with one filter for
 * each channel: (filterHeight, filterWidth, channels, 1).
 */
export function depthwise(
  count: i32,
  height: i32,
  width: i32,
  channels: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideDown: i32,
  strideRight: i32,
  padTop: i32,
  padLeft: i32,
  outHeight: i32,
  outWidth: i32,
  x: usize,
  filter: usize,
  out: usize,
  scratch: usize,
): void {
  const pixelBytes = (<usize>channels) << 2;
  const down = reach(outHeight, strideDown, filterHeight);
  const right = reach(outWidth, strideRight, filterWidth);
  const rowBytes = <usize>right * pixelBytes;
  const stepBytes = <usize>strideRight * pixelBytes;
  // "valid" leaves pixels out at the end that no window reaches.
  const rows = min(height, down - padTop);
  const columns = min(width, right - padLeft);
  const inFours = filterHeight == 3 && filterWidth == 3 && channels >= 4;
  for (let picture = 0; picture < count; picture++) {
    pad(rows, columns, width, channels, down, right, channels, padTop, padLeft, 0, x, scratch);
    for (let y = 0; y < outHeight; y++) {
      const from = scratch + <usize>(y * strideDown) * rowBytes;
      if (inFours) {
        for (let c = 0; c < channels; c += 4) {
          const byte = (<usize>min(c, channels - 4)) << 2; // the last four over some of those before
          rowOfThree(outWidth, pixelBytes, rowBytes, stepBytes, from + byte, filter + byte, out + byte);
        }
      } else {
        for (let c = 0; c < channels; c++) {
          const byte = (<usize>c) << 2;
          const ends = out + byte;
          rowOfAny(
            outWidth,
            filterHeight,
            filterWidth,
            pixelBytes,
            rowBytes,
            stepBytes,
            from + byte,
            filter + byte,
            ends,
          );
        }
      }
      out += <usize>outWidth * pixelBytes;
    }
    x += <usize>(height * width) * pixelBytes;
  }
}
