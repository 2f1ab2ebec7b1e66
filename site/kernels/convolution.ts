/** Convolutions of any filter, stride and padding: what each output pixel sees is laid out in a row, and the rows are multiplied. */
import { copy } from './copy';
import { multiply } from './multiply';

/** Output pixels at a time: their rows stay in the nearest cache while all columns of the filter go over them. */
const PIXELS: i32 = 48;

/** Bytes of scratch that `convolve` needs. */
export function convolveScratch(filterHeight: i32, filterWidth: i32, channels: i32): i32 {
  return PIXELS * filterHeight * filterWidth * channels * 4;
}

function clear(to: usize, count: i32): void {
  for (; count > 0; count--) {
    store<f32>(to, 0);
    to += 4;
  }
}

/** Adds (rows, fewer) to the first channels of (rows, channels), and nothing stays below `least`. */
function addShortcut(rows: i32, channels: i32, fewer: i32, shortcut: usize, least: f32, out: usize): void {
  const floor = f32x4.splat(least);
  const fours = fewer & ~3;
  for (; rows > 0; rows--) {
    let c = 0;
    for (; c < fours; c += 4) {
      v128.store(out, f32x4.pmax(f32x4.add(v128.load(out), v128.load(shortcut)), floor));
      out += 16;
      shortcut += 16;
    }
    for (; c < fewer; c++) {
      store<f32>(out, max(load<f32>(out) + load<f32>(shortcut), least));
      out += 4;
      shortcut += 4;
    }
    for (; c < channels; c++) {
      store<f32>(out, max(load<f32>(out), least));
      out += 4;
    }
  }
}

/**
 * (count, height, width, channels) -> (count, outHeight, outWidth, outChannels), as TensorFlow's Conv2D with a bias.
 *
 * @param filter (filterHeight × filterWidth × channels, outChannels), packed
 * @param bias as for `multiply`, and so is `least`
 * @param shortcut (count, outHeight, outWidth, shortcutChannels), to be added to the first channels; nothing where these are 0
 */
export function convolve(
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
  outChannels: i32,
  x: usize,
  filter: usize,
  bias: usize,
  shortcut: usize,
  shortcutChannels: i32,
  least: f32,
  out: usize,
  scratch: usize,
): void {
  const plain = filterHeight == 1 && filterWidth == 1 && strideDown == 1 && strideRight == 1;
  const depth = filterHeight * filterWidth * channels;
  const pixels = count * outHeight * outWidth;
  for (let first = 0; first < pixels; first += PIXELS) {
    const rows = min(PIXELS, pixels - first);
    let from = x + ((<usize>(first * channels)) << 2);
    if (!plain) {
      from = scratch;
      let to = scratch;
      for (let pixel = first; pixel < first + rows; pixel++) {
        const right = pixel % outWidth;
        const down = (pixel / outWidth) % outHeight;
        const picture = x + ((<usize>((pixel / outWidth / outHeight) * height * width * channels)) << 2);
        const left = right * strideRight - padLeft;
        // The part of a filter's row that lies inside the picture, in pixels.
        const begin = min(filterWidth, max(0, -left));
        const end = max(begin, min(filterWidth, width - left));
        for (let i = 0; i < filterHeight; i++) {
          const y = down * strideDown - padTop + i;
          if (y < 0 || y >= height) {
            clear(to, filterWidth * channels);
          } else {
            clear(to, begin * channels);
            const seen = picture + ((<usize>((y * width + left + begin) * channels)) << 2);
            copy(seen, to + ((<usize>(begin * channels)) << 2), (end - begin) * channels);
            clear(to + ((<usize>(end * channels)) << 2), (filterWidth - end) * channels);
          }
          to += (<usize>(filterWidth * channels)) << 2;
        }
      }
    }
    const to = out + ((<usize>(first * outChannels)) << 2);
    multiply(rows, depth, outChannels, from, filter, bias, shortcutChannels ? -Infinity : least, to);
    if (shortcutChannels) {
      addShortcut(rows, outChannels, shortcutChannels, shortcut, least, to);
      shortcut += (<usize>(rows * shortcutChannels)) << 2;
    }
  }
}
