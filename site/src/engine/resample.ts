import type { Box, Size } from '../geometry';

/** RGBA bytes, row-major: the part of ImageData that is needed here. */
export interface Pixels extends Size {
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** Grey of every pixel by ITU-R BT.601, the weights Pillow's mode "L" uses, kept as float in [0, 255]. */
export function bt601Grey({ data, width, height }: Pixels): Float32Array {
  const grey = new Float32Array(width * height);
  for (let i = 0, p = 0; i < grey.length; i++, p += 4) {
    grey[i] = 0.299 * (data[p] ?? 0) + 0.587 * (data[p + 1] ?? 0) + 0.114 * (data[p + 2] ?? 0);
  }
  return grey;
}

interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

/**
 * For each output pixel the input pixels it averages: a triangle filter with half-pixel centres whose support widens with
 * the reduction factor (what Pillow's BILINEAR and tf.image.resize with antialias=True compute).
 */
function triangleTaps(start: number, length: number, count: number): Taps[] {
  const scale = length / count;
  const support = Math.max(scale, 1);
  return Array.from({ length: count }, (_, i) => {
    const centre = start + (i + 0.5) * scale;
    const first = Math.floor(centre - support + 0.5);
    const weights = new Float64Array(Math.floor(centre + support + 0.5) - first);
    let sum = 0;
    for (let k = 0; k < weights.length; k++) {
      sum += weights[k] = Math.max(0, 1 - Math.abs((first + k + 0.5 - centre) / support));
    }
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/** The whole pixels a resize of `square` reads, inside the frame: [left, top, width, height] in integers. */
export function regionOf([x, y, side]: Box, size: number, frame: Size): Box {
  const support = Math.max(side / size, 1);
  const clamp = (value: number, limit: number) => Math.min(Math.max(value, 0), limit);
  const left = clamp(Math.floor(x - support), frame.width - 1);
  const top = clamp(Math.floor(y - support), frame.height - 1);
  const right = clamp(Math.ceil(x + side + support), frame.width);
  const bottom = clamp(Math.ceil(y + side + support), frame.height);
  return [left, top, Math.max(1, right - left), Math.max(1, bottom - top)];
}

/**
 * The manifest's "bilinear-antialias" resize of a square of a grey picture to size × size. The square may be fractional and
 * may reach beyond the picture, whose edge pixels then repeat. Returns (size, size) float32, the range of the input.
 */
export function resampleSquare(
  grey: Float32Array,
  { width, height }: Size,
  square: Box,
  size: number,
): Float32Array<ArrayBuffer> {
  const [x, y, side] = square;
  const columns = triangleTaps(x, side, size);
  const rows = triangleTaps(y, side, size);
  const clamp = (value: number, limit: number) => (value < 0 ? 0 : value >= limit ? limit - 1 : value);

  // Horizontally first, and only the rows that the vertical pass reads.
  const top = clamp(rows[0]?.first ?? 0, height);
  const last = rows.at(-1);
  const bottom = last ? clamp(last.first + last.weights.length - 1, height) : top;
  const narrow = new Float64Array((bottom - top + 1) * size);
  for (let row = top; row <= bottom; row++) {
    columns.forEach(({ first, weights }, column) => {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) {
        sum += (weights[k] ?? 0) * (grey[row * width + clamp(first + k, width)] ?? 0);
      }
      narrow[(row - top) * size + column] = sum;
    });
  }
  const out = new Float32Array(size * size);
  rows.forEach(({ first, weights }, row) => {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) {
        sum += (weights[k] ?? 0) * (narrow[(clamp(first + k, height) - top) * size + column] ?? 0);
      }
      out[row * size + column] = sum;
    }
  });
  return out;
}
