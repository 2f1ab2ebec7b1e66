/**
 * Convolutions of 3 × 3 with stride 1 by Winograd's minimal filtering (Lavin & Gray 2015, arXiv 1509.09308): a tile of the picture and
 * the filter are transformed, multiplied place by place, and transformed back. F(4 × 4, 3 × 3) takes a quarter of the multiplications,
 * F(2 × 2, 3 × 3) four ninths; their errors in float32 are about 1e-5 and 1e-6 of the largest value.
 */
import { pad } from './elementwise';
import { COLUMNS, multiply, padded } from './multiply';

/** Bytes up to which tiles are transformed at once, so that they stay in the second cache. */
const AT_ONCE: i32 = 512 * 1024;

/** Tiles along a side of the picture. */
function tilesAlong(side: i32, length: i32): i32 {
  return (length + side - 1) / side;
}

function pictureBytes(side: i32, height: i32, width: i32, channels: i32, outChannels: i32): i32 {
  const tiles = tilesAlong(side, height) * tilesAlong(side, width);
  return (side + 2) * (side + 2) * tiles * (channels + outChannels) * 4;
}

function picturesAtOnce(
  count: i32,
  side: i32,
  height: i32,
  width: i32,
  channels: i32,
  outChannels: i32,
): i32 {
  return min(count, max(1, AT_ONCE / pictureBytes(side, height, width, channels, outChannels)));
}

/** A tile on its way: six by six vectors. */
const TILE_BYTES: i32 = 36 * 16;

/** What `count` tiles in a row go over, the pixel at either end included that they only see. */
function reach(side: i32, count: i32): i32 {
  return count * side + 2;
}

/** Bytes of scratch that `convolveTiles` needs. */
export function tilesScratch(
  side: i32,
  count: i32,
  height: i32,
  width: i32,
  channels: i32,
  outChannels: i32,
): i32 {
  const pictures = picturesAtOnce(count, side, height, width, channels, outChannels);
  const framed = reach(side, tilesAlong(side, height)) * reach(side, tilesAlong(side, width)) * channels * 4;
  const tiles = pictures * pictureBytes(side, height, width, channels, outChannels);
  return TILE_BYTES + padded(outChannels) * 4 + framed + tiles;
}

/** Bytes that `transformFilter` writes. */
export function tilesFilterBytes(side: i32, channels: i32, outChannels: i32): i32 {
  return (side + 2) * (side + 2) * channels * padded(outChannels) * 4;
}

function times(factor: f32, value: v128): v128 {
  return f32x4.mul(f32x4.splat(factor), value);
}

/** Three vectors to side + 2 of them, `step` bytes apart, by Lavin & Gray's G. */
function spread(side: i32, a: v128, b: v128, c: v128, to: usize, step: usize): void {
  const ends = f32x4.add(a, c);
  if (side == 2) {
    v128.store(to, a);
    v128.store(to + step, times(0.5, f32x4.add(ends, b)));
    v128.store(to + 2 * step, times(0.5, f32x4.sub(ends, b)));
    v128.store(to + 3 * step, c);
    return;
  }
  v128.store(to, times(1.0 / 4.0, a));
  v128.store(to + step, times(-1.0 / 6.0, f32x4.add(ends, b)));
  v128.store(to + 2 * step, times(-1.0 / 6.0, f32x4.sub(ends, b)));
  const far = f32x4.add(times(1.0 / 24.0, a), times(1.0 / 6.0, c));
  const half = times(1.0 / 12.0, b);
  v128.store(to + 3 * step, f32x4.add(far, half));
  v128.store(to + 4 * step, f32x4.sub(far, half));
  v128.store(to + 5 * step, c);
}

/** Bytes of scratch that `transformFilter` needs. */
export function transformScratch(side: i32): i32 {
  return 3 * (side + 2) * 16;
}

/**
 * A filter (3, 3, channels, outChannels) -> for each place of a tile (channels, outChannels), as `pack` lays it out.
 *
 * @param side of the tiles that come out: 2 or 4
 */
export function transformFilter(
  side: i32,
  channels: i32,
  outChannels: i32,
  filter: usize,
  out: usize,
  scratch: usize,
): void {
  const full = side + 2;
  const next = (<usize>(channels * outChannels)) << 2;
  const place = (<usize>(channels * padded(outChannels))) << 2;
  const rowBytes = (<usize>full) << 4;
  memory.fill(out, 0, <usize>(full * full) * place);
  for (let channel = 0; channel < channels; channel++) {
    for (let left = 0; left < outChannels; left += 4) {
      const from = filter + ((<usize>(channel * outChannels + left)) << 2);
      for (let i = 0; i < 3; i++) {
        const row = from + <usize>(3 * i) * next;
        const to = scratch + <usize>i * rowBytes;
        spread(side, v128.load(row), v128.load(row + next), v128.load(row + 2 * next), to, 16);
      }
      const block = left / COLUMNS;
      const to = out + ((<usize>((block * channels + channel) * COLUMNS + left - block * COLUMNS)) << 2);
      for (let j = 0; j < full; j++) {
        const at = scratch + ((<usize>j) << 4);
        const middle = v128.load(at + rowBytes);
        const bottom = v128.load(at + 2 * rowBytes);
        spread(side, v128.load(at), middle, bottom, to + <usize>j * place, <usize>full * place);
      }
    }
  }
}

/** Six vectors, `step` bytes apart, by Lavin & Gray's B of F(4, 3), to where they are to lie, `next` bytes apart. */
function intoSix(at: usize, step: usize, to: usize, next: usize): void {
  const d0 = v128.load(at);
  const d1 = v128.load(at + step);
  const d2 = v128.load(at + 2 * step);
  const d3 = v128.load(at + 3 * step);
  const d4 = v128.load(at + 4 * step);
  const d5 = v128.load(at + 5 * step);
  v128.store(to, f32x4.add(f32x4.sub(times(4, d0), times(5, d2)), d4));
  const even = f32x4.sub(d4, times(4, d2));
  const odd = f32x4.sub(d3, times(4, d1));
  v128.store(to + next, f32x4.add(even, odd));
  v128.store(to + 2 * next, f32x4.sub(even, odd));
  const near = f32x4.sub(d4, d2);
  const far = times(2, f32x4.sub(d3, d1));
  v128.store(to + 3 * next, f32x4.add(near, far));
  v128.store(to + 4 * next, f32x4.sub(near, far));
  v128.store(to + 5 * next, f32x4.add(f32x4.sub(times(4, d1), times(5, d3)), d5));
}

/** Four vectors by B of F(2, 3), likewise. */
function intoFour(at: usize, step: usize, to: usize, next: usize): void {
  const d0 = v128.load(at);
  const d1 = v128.load(at + step);
  const d2 = v128.load(at + 2 * step);
  const d3 = v128.load(at + 3 * step);
  v128.store(to, f32x4.sub(d0, d2));
  v128.store(to + next, f32x4.add(d1, d2));
  v128.store(to + 2 * next, f32x4.sub(d2, d1));
  v128.store(to + 3 * next, f32x4.sub(d1, d3));
}

/** Six vectors to four by A of F(4, 3), likewise. */
function backToFour(at: usize, step: usize, to: usize, next: usize): void {
  const m0 = v128.load(at);
  const m1 = v128.load(at + step);
  const m2 = v128.load(at + 2 * step);
  const m3 = v128.load(at + 3 * step);
  const m4 = v128.load(at + 4 * step);
  const m5 = v128.load(at + 5 * step);
  const sum = f32x4.add(m1, m2);
  const difference = f32x4.sub(m1, m2);
  const farSum = f32x4.add(m3, m4);
  const farDifference = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(f32x4.add(m0, sum), farSum));
  v128.store(to + next, f32x4.add(difference, times(2, farDifference)));
  v128.store(to + 2 * next, f32x4.add(sum, times(4, farSum)));
  v128.store(to + 3 * next, f32x4.add(f32x4.add(difference, times(8, farDifference)), m5));
}

/** Four vectors to two by A of F(2, 3), likewise. */
function backToTwo(at: usize, step: usize, to: usize, next: usize): void {
  const m0 = v128.load(at);
  const m1 = v128.load(at + step);
  const m2 = v128.load(at + 2 * step);
  const m3 = v128.load(at + 3 * step);
  v128.store(to, f32x4.add(f32x4.add(m0, m1), m2));
  v128.store(to + next, f32x4.sub(f32x4.sub(m1, m2), m3));
}

/**
 * (count, height, width, channels) -> (count, height, width, outChannels), as TensorFlow's Conv2D of 3 × 3 with padding "same" and a bias.
 * Channels of both are multiples of 4.
 *
 * @param side of the tiles: 2 or 4
 * @param filter from `transformFilter`
 * @param bias as for `multiply`
 * @param least 0 is a ReLU, -Infinity none
 */
export function convolveTiles(
  side: i32,
  count: i32,
  height: i32,
  width: i32,
  channels: i32,
  outChannels: i32,
  x: usize,
  filter: usize,
  bias: usize,
  least: f32,
  out: usize,
  scratch: usize,
): void {
  const full = side + 2;
  const places = full * full;
  const down = tilesAlong(side, height);
  const right = tilesAlong(side, width);
  const most = picturesAtOnce(count, side, height, width, channels, outChannels);
  const tile = scratch;
  const nothing = tile + TILE_BYTES;
  memory.fill(nothing, 0, (<usize>padded(outChannels)) << 2);
  // The picture with zeros about it, so that no tile need ask where it ends.
  const framed = nothing + ((<usize>padded(outChannels)) << 2);
  const framedHeight = reach(side, down);
  const framedWidth = reach(side, right);
  const pixelBytes = (<usize>channels) << 2;
  const framedRowBytes = <usize>framedWidth * pixelBytes;
  const seen = framed + <usize>framedHeight * framedRowBytes;
  const rowBytes = (<usize>full) << 4;
  const floor = f32x4.splat(least);
  for (let first = 0; first < count; first += most) {
    const pictures = min(most, count - first);
    const tiles = pictures * down * right;
    const seenPlane = (<usize>(tiles * channels)) << 2;
    const madePlane = (<usize>(tiles * outChannels)) << 2;
    const made = seen + <usize>places * seenPlane;
    for (let t = 0; t < tiles; t++) {
      const column = t % right;
      const row = (t / right) % down;
      if (column == 0 && row == 0) {
        pad(height, width, width, channels, framedHeight, framedWidth, channels, 1, 1, 0, x, framed);
        x += <usize>(height * width) * pixelBytes;
      }
      const corner = framed + <usize>(row * side) * framedRowBytes + <usize>(column * side) * pixelBytes;
      for (let c = 0; c < channels; c += 4) {
        const from = corner + ((<usize>c) << 2);
        for (let j = 0; j < full; j++) {
          const to = tile + ((<usize>j) << 4);
          if (side == 4) intoSix(from + <usize>j * pixelBytes, framedRowBytes, to, rowBytes);
          else intoFour(from + <usize>j * pixelBytes, framedRowBytes, to, rowBytes);
        }
        let to = seen + ((<usize>(t * channels + c)) << 2);
        for (let i = 0; i < full; i++) {
          if (side == 4) intoSix(tile + <usize>i * rowBytes, 16, to, seenPlane);
          else intoFour(tile + <usize>i * rowBytes, 16, to, seenPlane);
          to += <usize>full * seenPlane;
        }
      }
    }
    for (let place = 0; place < places; place++) {
      multiply(
        tiles,
        channels,
        outChannels,
        seen + <usize>place * seenPlane,
        filter + ((<usize>(place * channels * padded(outChannels))) << 2),
        // On the way back all pixels of a tile get what is in its second row and column, once.
        place == full + 1 ? bias : nothing,
        -Infinity,
        made + <usize>place * madePlane,
      );
    }
    for (let t = 0; t < tiles; t++) {
      const picture = out + ((<usize>((first + t / (down * right)) * height * width * outChannels)) << 2);
      const top = ((t / right) % down) * side;
      const left = (t % right) * side;
      for (let c = 0; c < outChannels; c += 4) {
        const from = made + ((<usize>(t * outChannels + c)) << 2);
        for (let j = 0; j < full; j++) {
          const to = tile + ((<usize>j) << 4);
          if (side == 4) backToFour(from + <usize>j * madePlane, <usize>full * madePlane, to, rowBytes);
          else backToTwo(from + <usize>j * madePlane, <usize>full * madePlane, to, rowBytes);
        }
        for (let i = 0, high = min(side, height - top); i < high; i++) {
          const row = tile + <usize>i * rowBytes;
          if (side == 4) backToFour(row, 16, row, 16);
          else backToTwo(row, 16, row, 16);
          for (let j = 0, wide = min(side, width - left); j < wide; j++) {
            const value = f32x4.pmax(v128.load(row + ((<usize>j) << 4)), floor);
            v128.store(picture + ((<usize>(((top + i) * width + left + j) * outChannels + c)) << 2), value);
          }
        }
      }
    }
  }
}
