/** `count` floats from one place to another that does not overlap it: a call of memory.copy costs more than so few. */
export function copy(from: usize, to: usize, count: i32): void {
  if (count >= 4) {
    const last = ((<usize>count) << 2) - 16;
    for (let at: usize = 0; at < last; at += 16) v128.store(to + at, v128.load(from + at));
    v128.store(to + last, v128.load(from + last)); // over what is there already, where the count is no multiple of 4
    return;
  }
  for (; count > 0; count--) {
    store<f32>(to, load<f32>(from));
    from += 4;
    to += 4;
  }
}
