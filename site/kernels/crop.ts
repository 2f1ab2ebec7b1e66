/** From pixels to what the classifier sees. src/engine/resample.ts says what it is and where the numbers come from. */

/** Grey by ITU-R BT.601 of `count` pixels, RGB and a byte that is not read -> floats in [0, 255]; up to three pixels more are read and written. */
export function grey(count: i32, pixels: usize, out: usize): void {
  const byte = i32x4.splat(255);
  const red = f32x4.splat(0.299);
  const green = f32x4.splat(0.587);
  const blue = f32x4.splat(0.114);
  for (; count > 0; count -= 4) {
    const four = v128.load(pixels);
    const r = f32x4.convert_i32x4_s(v128.and(four, byte));
    const g = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(four, 8), byte));
    const b = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(four, 16), byte));
    v128.store(out, f32x4.add(f32x4.add(f32x4.mul(r, red), f32x4.mul(g, green)), f32x4.mul(b, blue)));
    pixels += 16;
    out += 16;
  }
}

/**
 * A picture (…, width) -> (size, size): for each row of what comes out, the weighted sum of `rowSpan` rows from its first one on, of that
 * for each column the weighted sum of `columnSpan` columns.
 *
 * @param rowFirsts (size) int32, and so are `columnFirsts`
 * @param rowWeights (size, rowSpan) float32, and so are `columnWeights`
 * @param line room for a row of the picture, and three floats more
 */
export function resample(
  width: i32,
  size: i32,
  rowSpan: i32,
  rowFirsts: usize,
  rowWeights: usize,
  columnSpan: i32,
  columnFirsts: usize,
  columnWeights: usize,
  picture: usize,
  line: usize,
  out: usize,
): void {
  const rowBytes = (<usize>width) << 2;
  for (let row = 0; row < size; row++) {
    const first = picture + <usize>load<i32>(rowFirsts) * rowBytes;
    for (let byte: usize = 0; byte < rowBytes; byte += 16) {
      let sum = f32x4.splat(0);
      let from = first + byte;
      let weight = rowWeights;
      for (let k = 0; k < rowSpan; k++) {
        sum = f32x4.add(sum, f32x4.mul(v128.load(from), v128.load32_splat(weight)));
        from += rowBytes;
        weight += 4;
      }
      v128.store(line + byte, sum);
    }
    rowFirsts += 4;
    rowWeights += (<usize>rowSpan) << 2;
    let weight = columnWeights;
    for (let column = 0; column < size; column++) {
      let from = line + ((<usize>load<i32>(columnFirsts + ((<usize>column) << 2))) << 2);
      let sum: f32 = 0;
      for (let k = 0; k < columnSpan; k++) {
        sum += load<f32>(from) * load<f32>(weight);
        from += 4;
        weight += 4;
      }
      store<f32>(out, sum);
      out += 4;
    }
  }
}
