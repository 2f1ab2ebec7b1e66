import { describe, expect, test } from 'vitest';
import { bt601Grey, cropOf, regionOf, resampleSquare, turnedCrop } from '../src/engine/resample';
import type { Box } from '../src/geometry';

const WIDTH = 40;
const HEIGHT = 30;

/** A made-up picture that both languages can compute: red, green and blue each follow a rule of x and y. */
function picture() {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      data.set([(x * 7 + y * 3) % 256, (x * x + y) % 256, (x * y) % 256, 255], 4 * (y * WIDTH + x));
    }
  }
  return { data, width: WIDTH, height: HEIGHT };
}

/*
 * The expected numbers are Pillow 12's, from:
 *   x, y = np.meshgrid(np.arange(40), np.arange(30))
 *   rgb = np.stack([(x * 7 + y * 3) % 256, (x * x + y) % 256, (x * y) % 256], -1)
 *   grey = np.pad((rgb @ [0.299, 0.587, 0.114]).astype("float32"), 50, mode="edge")
 *   box = (left + 50, top + 50, left + side + 50, top + side + 50)
 *   np.asarray(Image.fromarray(grey).resize((5, 5), Image.BILINEAR, box=box)).round(3)
 */
const PILLOW: { name: string; square: Box; expected: number[][] }[] = [
  {
    name: 'shrunk',
    square: [6.3, 4.7, 20.5, 20.5],
    expected: [
      [68.918, 127.657, 112.379, 142.557, 144.905],
      [78.652, 139.309, 125.871, 154.722, 149.53],
      [88.386, 150.877, 132.457, 150.743, 151.194],
      [98.121, 157.568, 128.889, 159.887, 163.84],
      [107.188, 156.598, 137.554, 171.489, 158.124],
    ],
  },
  {
    name: 'enlarged',
    square: [10.25, 8.5, 3.2, 3.2],
    expected: [
      [102.537, 112.373, 122.62, 133.207, 144.534],
      [104.222, 114.104, 124.398, 135.032, 146.405],
      [105.906, 115.836, 126.176, 136.856, 148.277],
      [107.591, 117.567, 127.954, 138.681, 150.148],
      [109.275, 119.298, 129.731, 140.505, 152.019],
    ],
  },
  {
    name: 'reaching beyond all four edges',
    square: [-9.5, -6, 44, 44],
    expected: [
      [1.164, 21.545, 91.914, 116.069, 125.725],
      [10.24, 33.045, 109.226, 137.16, 136.333],
      [23.328, 49.626, 129.504, 150.526, 126.243],
      [36.229, 65.317, 140.576, 154.54, 113.508],
      [43.138, 72.599, 146.632, 144.099, 110.722],
    ],
  },
];

describe('the crop the model sees', () => {
  test.each(PILLOW)('is what Pillow makes of a square $name', ({ square, expected }) => {
    const got = resampleSquare(bt601Grey(picture()), picture(), square, 5);
    expected.flat().forEach((value, i) => expect(got[i]).toBeCloseTo(value, 2));
  });

  test.each(PILLOW)('is the same from the few pixels that are read for a square $name', ({ square }) => {
    const grey = bt601Grey(picture());
    const [left, top, width, height] = regionOf(square, 5, picture());
    const region = new Float32Array(width * height);
    for (let y = 0; y < height; y++) {
      region.set(grey.subarray((top + y) * WIDTH + left, (top + y) * WIDTH + left + width), y * width);
    }
    const moved: Box = [square[0] - left, square[1] - top, square[2], square[3]];
    const whole = resampleSquare(grey, picture(), square, 5);
    const part = resampleSquare(region, { width, height }, moved, 5);
    part.forEach((value, i) => expect(value).toBeCloseTo(whole[i] ?? NaN, 3));
  });

  test('is untouched when it already has the right size', () => {
    const grey = bt601Grey(picture());
    const got = resampleSquare(grey, picture(), [3, 2, 20, 20], 20);
    expect(got[0]).toBe(grey[2 * WIDTH + 3]);
    expect(got.at(-1)).toBe(grey[21 * WIDTH + 22]);
  });

  test.each([-2.5, -0.6, 0.15, 1])('is turned upright for a head that is tilted by %d', (angle) => {
    // The same waves, seen by a camera held level and by one that is turned about (60, 50).
    const seen = (tilt: number) => {
      const data = new Uint8ClampedArray(120 * 100 * 4);
      for (let at = 0; at < 120 * 100; at++) {
        const [x, y] = [(at % 120) + 0.5 - 60, Math.floor(at / 120) + 0.5 - 50];
        const right = x * Math.cos(tilt) + y * Math.sin(tilt);
        const down = y * Math.cos(tilt) - x * Math.sin(tilt);
        data.fill(128 + 60 * Math.sin(right / 7) + 50 * Math.cos(down / 11 + right / 23), 4 * at, 4 * at + 4);
      }
      return { data, width: 120, height: 100 };
    };
    const square: Box = [35, 25, 50, 50];
    const level = cropOf(seen(0), square, 24);
    const turned = turnedCrop(cropOf, seen(angle), square, angle, 24);
    level.forEach((value, i) => expect(Math.abs((turned[i] ?? NaN) - value)).toBeLessThan(3));
  });

  test('weighs colours as BT.601 does', () => {
    const one = (r: number, g: number, b: number) =>
      bt601Grey({ data: Uint8ClampedArray.of(r, g, b, 255), width: 1, height: 1 })[0];
    expect(one(255, 0, 0)).toBeCloseTo(76.245, 3);
    expect(one(0, 255, 0)).toBeCloseTo(149.685, 3);
    expect(one(0, 0, 255)).toBeCloseTo(29.07, 3);
  });
});
