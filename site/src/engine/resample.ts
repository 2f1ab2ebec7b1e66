import { reachOf, turned, type Box, type Size } from '../geometry';

/** RGBA bytes, row-major: the part of ImageData that is needed here. */
export interface Pixels extends Size {
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** Grey of every pixel by ITU-R BT.601, the weights Pillow's mode "L" uses, kept as float in [0, 255]. */
export function bt601Grey({ data, width, height }: Pixels): Float32Array {
  const grey = new Float32Array(width * height);
  for (let i = 0, p = 0; i < grey.length; i++, p += 4) {
    grey[i] = 0.299 * (data[p] as number) + 0.587 * (data[p + 1] as number) + 0.114 * (data[p + 2] as number);
  }
  return grey;
}

/** The square of a picture, resized to size × size and grey: (size, size) float32 in [0, 255]. See `resampleSquare`. */
export type Crop = (pixels: Pixels, square: Box, size: number) => Float32Array<ArrayBuffer>;

export const cropOf: Crop = (pixels, square, size) => resampleSquare(bt601Grey(pixels), pixels, square, size);

/** For each output pixel, which input pixels it averages: `span` of them from `first` on, and their weights. */
export interface Taps {
  readonly span: number;
  readonly first: Int32Array;
  /** (outputs, span), row-major; each row sums to 1. */
  readonly weights: Float64Array;
}

/**
 * A triangle filter with half-pixel centres whose support widens with the reduction factor (what Pillow's BILINEAR and
 * tf.image.resize with antialias=True compute). Pixels beyond the edge are the edge's, so their weights go there.
 */
export function triangleTaps(start: number, length: number, count: number, limit: number): Taps {
  const scale = length / count;
  const support = Math.max(scale, 1);
  const span = Math.min(limit, Math.ceil(2 * support) + 1);
  const firsts = new Int32Array(count);
  const weights = new Float64Array(count * span);
  for (let i = 0; i < count; i++) {
    const centre = start + (i + 0.5) * scale;
    const from = Math.floor(centre - support + 0.5);
    const to = Math.floor(centre + support + 0.5);
    const first = Math.max(0, Math.min(from, limit - span));
    firsts[i] = first;
    let sum = 0;
    for (let pixel = from; pixel < to; pixel++) {
      const weight = Math.max(0, 1 - Math.abs((pixel + 0.5 - centre) / support));
      const inside = Math.max(0, Math.min(pixel, limit - 1));
      weights[i * span + inside - first] = (weights[i * span + inside - first] as number) + weight;
      sum += weight;
    }
    for (let k = i * span; k < (i + 1) * span; k++) weights[k] = (weights[k] as number) / sum;
  }
  return { span, first: firsts, weights };
}

/**
 * The whole pixels a resize of `square` reads, inside the frame: [left, top, width, height] in integers. From even pixels to even
 * ones, where the frame has them: a camera's picture has one colour for four pixels, and can be copied only so.
 */
export function regionOf([x, y, side]: Box, size: number, frame: Size): Box {
  const support = Math.max(side / size, 1);
  const clamp = (value: number, limit: number) => Math.min(Math.max(value, 0), limit);
  const before = (value: number, limit: number) => 2 * Math.floor(clamp(value, limit - 1) / 2);
  const behind = (value: number, limit: number) => clamp(2 * Math.ceil(value / 2), limit);
  const left = before(x - support, frame.width);
  const top = before(y - support, frame.height);
  const right = behind(x + side + support, frame.width);
  const bottom = behind(y + side + support, frame.height);
  return [left, top, Math.max(1, right - left), Math.max(1, bottom - top)];
}

/**
 * The manifest's "bilinear-antialias" resize of a square of a grey picture to size × size. The square may be fractional and
 * may reach beyond the picture, whose edge pixels then repeat. Returns (size, size) float32, the range of the input.
 */
export function resampleSquare(
  grey: Float32Array,
  { width, height }: Size,
  [x, y, side]: Box,
  size: number,
): Float32Array<ArrayBuffer> {
  // Every frame comes through here for every face: plain loops over flat arrays, several times as fast as arrays of taps.
  const columns = triangleTaps(x, side, size, width);
  const rows = triangleTaps(y, side, size, height);
  const narrow = new Float64Array(height * size);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < size; column++) {
      const from = row * width + (columns.first[column] as number);
      const weight = column * columns.span;
      let sum = 0;
      for (let k = 0; k < columns.span; k++)
        sum += (columns.weights[weight + k] as number) * (grey[from + k] as number);
      narrow[row * size + column] = sum;
    }
  }
  const out = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < rows.span; k++) {
      const weight = rows.weights[row * rows.span + k] as number;
      const from = ((rows.first[row] as number) + k) * size;
      for (let column = 0; column < size; column++)
        out[row * size + column] =
          (out[row * size + column] as number) + weight * (narrow[from + column] as number);
    }
  }
  return out;
}

/** What `crop` makes of a square that is turned clockwise about its centre by `angle`, in radians, turned upright. */
export function turnedCrop(
  crop: Crop,
  pixels: Pixels,
  square: Box,
  angle: number,
  size: number,
): Float32Array<ArrayBuffer> {
  const around = reachOf(square, angle);
  // On the way it is twice as fine as it is to be, so that what is lost between pixels is lost between small ones.
  const across = Math.ceil((2 * size * around[2]) / square[2]);
  return turnUpright(crop(pixels, around, across), across, (square[2] / around[2]) * across, angle, size);
}

/**
 * A square of `side` pixels in the middle of a square picture, (across, across), that is turned clockwise by `angle`: (size, size), each
 * pixel the mean of four points, each of those between the four pixels about it.
 */
function turnUpright(grey: Float32Array, across: number, side: number, angle: number, size: number) {
  const out = new Float32Array(size * size);
  const last = across - 1;
  const points = 2 * size;
  // From one point of the square to the next it is (right, down) in the picture, and (-down, right) from one row to the next.
  const [right, down] = turned([side / points, 0], angle);
  const first = 0.5 - size;
  for (let row = 0; row < points; row++) {
    let x = last / 2 + first * right - (row + first) * down;
    let y = last / 2 + first * down + (row + first) * right;
    for (let column = 0; column < points; column++) {
      const left = Math.min(Math.max(Math.floor(x), 0), last - 1);
      const top = Math.min(Math.max(Math.floor(y), 0), last - 1);
      const from = top * across + left;
      const upper = between(grey[from] as number, grey[from + 1] as number, x - left);
      const lower = between(grey[from + across] as number, grey[from + across + 1] as number, x - left);
      const at = (row >> 1) * size + (column >> 1);
      out[at] = (out[at] as number) + between(upper, lower, y - top) / 4;
      x += right;
      y += down;
    }
  }
  return out;
}

const between = (a: number, b: number, share: number): number => a + share * (b - a);
