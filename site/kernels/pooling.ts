/** The largest or the mean of what a window sees, for each channel; what lies outside the picture is not counted. */

/** (count, height, width, channels) -> (count, outHeight, outWidth, channels), as TensorFlow's MaxPool, or AvgPool where `mean`. */
export function pool(
  mean: bool,
  count: i32,
  height: i32,
  width: i32,
  channels: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideDown: i32,
  strideRight: i32,
  padTop: i32,
  padLeft: i32,
  outHeight: i32,
  outWidth: i32,
  x: usize,
  out: usize,
): void {
  const pixelBytes = (<usize>channels) << 2;
  for (let picture = 0; picture < count; picture++) {
    for (let down = 0; down < outHeight; down++) {
      const top = max(0, down * strideDown - padTop);
      const bottom = min(height, down * strideDown - padTop + windowHeight);
      for (let right = 0; right < outWidth; right++) {
        const left = max(0, right * strideRight - padLeft);
        const end = min(width, right * strideRight - padLeft + windowWidth);
        const share = f32(1) / f32((bottom - top) * (end - left));
        let c = 0;
        for (; c + 4 <= channels; c += 4) {
          let best = f32x4.splat(mean ? 0 : -Infinity);
          for (let i = top; i < bottom; i++) {
            let from = x + <usize>(i * width + left) * pixelBytes + ((<usize>c) << 2);
            for (let j = left; j < end; j++) {
              const value = v128.load(from);
              best = mean ? f32x4.add(best, value) : f32x4.pmax(best, value);
              from += pixelBytes;
            }
          }
          v128.store(out + ((<usize>c) << 2), mean ? f32x4.mul(best, f32x4.splat(share)) : best);
        }
        for (; c < channels; c++) {
          let best: f32 = mean ? 0 : -Infinity;
          for (let i = top; i < bottom; i++) {
            for (let j = left; j < end; j++) {
              const value = load<f32>(x + <usize>(i * width + j) * pixelBytes + ((<usize>c) << 2));
              best = mean ? best + value : max(best, value);
            }
          }
          store<f32>(out + ((<usize>c) << 2), mean ? best * share : best);
        }
        out += pixelBytes;
      }
    }
    x += <usize>(height * width) * pixelBytes;
  }
}
