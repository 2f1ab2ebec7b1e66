/**
 * Matrix products, which nearly all of the nets' time goes into.
 *
 * A tile of 3 rows by 8 columns: larger ones read less but need more registers than the 16 there are on x86, and what is put aside and
 * fetched again costs half the speed (tiles of 3 × 16, 5 × 8 and 6 × 8 were measured).
 */

/** Columns of a tile; packed matrices are padded to a multiple with zeros. */
export const COLUMNS: i32 = 8;

/** `count` made a multiple of COLUMNS. */
export function padded(count: i32): i32 {
  return (count + COLUMNS - 1) & ~(COLUMNS - 1);
}

/** Floats (depth, columns) in rows -> blocks of 8 columns, each (depth, 8) in one piece, padded with zeros; for `multiply`. */
export function pack(depth: i32, columns: i32, from: usize, to: usize): void {
  for (let left = 0; left < columns; left += COLUMNS) {
    const wide = min(COLUMNS, columns - left);
    for (let k = 0; k < depth; k++) {
      const row = from + ((<usize>(k * columns + left)) << 2);
      for (let j = 0; j < wide; j++) store<f32>(to + ((<usize>j) << 2), load<f32>(row + ((<usize>j) << 2)));
      for (let j = wide; j < COLUMNS; j++) store<f32>(to + ((<usize>j) << 2), 0);
      to += COLUMNS << 2;
    }
  }
}

/** The first `count` of eight floats, fewer than eight. */
function storeSome(to: usize, first: v128, second: v128, count: i32): void {
  let rest = first;
  if (count >= 4) {
    v128.store(to, first);
    to += 16;
    count -= 4;
    rest = second;
  }
  if (count & 2) {
    v128.store64_lane(to, rest, 0);
    if (count & 1) v128.store32_lane(to, rest, 2, 8);
  } else if (count & 1) {
    v128.store32_lane(to, rest, 0);
  }
}

/**
 * (rows, depth) × packed (depth, columns) + bias, nothing below `least` -> (rows, columns).
 *
 * @param bias (columns); what lies behind is read too, up to a multiple of 8
 * @param least 0 is a ReLU, -Infinity none
 */
export function multiply(
  rows: i32,
  depth: i32,
  columns: i32,
  a: usize,
  packed: usize,
  bias: usize,
  least: f32,
  out: usize,
): void {
  const rowBytes = (<usize>depth) << 2;
  const outBytes = (<usize>columns) << 2;
  const floor = f32x4.splat(least);
  for (let left = 0; left < columns; left += COLUMNS) {
    const wide = columns - left;
    const b0 = v128.load(bias);
    const b1 = v128.load(bias, 16);
    let from = a;
    let to = out + ((<usize>left) << 2);
    let row = 0;
    for (; row + 3 <= rows; row += 3) {
      let a0 = from;
      let a1 = a0 + rowBytes;
      let a2 = a1 + rowBytes;
      const end = a1;
      from = a2 + rowBytes;
      let at = packed;
      let c00 = b0;
      let c01 = b1;
      let c10 = b0;
      let c11 = b1;
      let c20 = b0;
      let c21 = b1;
      while (a0 < end) {
        const w0 = v128.load(at);
        const w1 = v128.load(at, 16);
        let s = v128.load32_splat(a0);
        c00 = f32x4.add(c00, f32x4.mul(s, w0));
        c01 = f32x4.add(c01, f32x4.mul(s, w1));
        s = v128.load32_splat(a1);
        c10 = f32x4.add(c10, f32x4.mul(s, w0));
        c11 = f32x4.add(c11, f32x4.mul(s, w1));
        s = v128.load32_splat(a2);
        c20 = f32x4.add(c20, f32x4.mul(s, w0));
        c21 = f32x4.add(c21, f32x4.mul(s, w1));
        a0 += 4;
        a1 += 4;
        a2 += 4;
        at += 32;
      }
      c00 = f32x4.pmax(c00, floor);
      c01 = f32x4.pmax(c01, floor);
      c10 = f32x4.pmax(c10, floor);
      c11 = f32x4.pmax(c11, floor);
      c20 = f32x4.pmax(c20, floor);
      c21 = f32x4.pmax(c21, floor);
      if (wide >= COLUMNS) {
        v128.store(to, c00);
        v128.store(to, c01, 16);
        v128.store(to + outBytes, c10);
        v128.store(to + outBytes, c11, 16);
        v128.store(to + 2 * outBytes, c20);
        v128.store(to + 2 * outBytes, c21, 16);
      } else {
        storeSome(to, c00, c01, wide);
        storeSome(to + outBytes, c10, c11, wide);
        storeSome(to + 2 * outBytes, c20, c21, wide);
      }
      to += 3 * outBytes;
    }
    for (; row < rows; row++) {
      const end = from + rowBytes;
      let at = packed;
      let c0 = b0;
      let c1 = b1;
      for (; from < end; from += 4) {
        const s = v128.load32_splat(from);
        c0 = f32x4.add(c0, f32x4.mul(s, v128.load(at)));
        c1 = f32x4.add(c1, f32x4.mul(s, v128.load(at, 16)));
        at += 32;
      }
      c0 = f32x4.pmax(c0, floor);
      c1 = f32x4.pmax(c1, floor);
      if (wide >= COLUMNS) {
        v128.store(to, c0);
        v128.store(to, c1, 16);
      } else {
        storeSome(to, c0, c1, wide);
      }
      to += outBytes;
    }
    packed += ((<usize>depth) << 2) * COLUMNS;
    bias += COLUMNS << 2;
  }
}
