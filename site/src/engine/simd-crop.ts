import { cropOf, triangleTaps, type Crop, type Taps } from './resample';
import type { Address } from './kernels';
import type { SimdBackend } from './simd-backend';

/** Pixels above which plain JavaScript does it: a photo's face as large as that comes once, and the memory would never shrink again. */
const LARGE = 2 ** 20;
/** Pixels that the kernels go beyond the last one. */
const BEYOND = 3;

/** `cropOf` on our own kernels: every frame comes through here for every face. */
export const simdCrop =
  (backend: SimdBackend): Crop =>
  (pixels, square, size) => {
    const { data, width, height } = pixels;
    const count = width * height;
    if (count > LARGE) return cropOf(pixels, square, size);
    const [x, y, side] = square;
    const columns = triangleTaps(x, side, size, width);
    const rows = triangleTaps(y, side, size, height);
    const lengths = [
      ...[count + BEYOND, count + BEYOND, width + BEYOND, size * size],
      ...[size, size * rows.span, size, size * columns.span],
    ];
    const ends = lengths.reduce<number[]>((sums, length) => [...sums, (sums.at(-1) ?? 0) + 4 * length], []);
    const scratch = backend.scratch(ends.at(-1) ?? 0);
    const place = (part: number): Address => scratch + (ends[part - 1] ?? 0);
    const put = ({ span, first, weights }: Taps, part: number) => {
      backend.integersAt(place(part), size).set(first);
      backend.floatsAt(place(part + 1), size * span).set(weights);
      return [span, place(part), place(part + 1)] as const;
    };
    const [byRows, byColumns] = [put(rows, 4), put(columns, 6)];
    backend.bytesAt(place(0), 4 * count).set(data);
    backend.kernels.grey(count, place(0), place(1));
    backend.kernels.resample(width, size, ...byRows, ...byColumns, place(1), place(2), place(3));
    return backend.floatsAt(place(3), size * size).slice();
  };
