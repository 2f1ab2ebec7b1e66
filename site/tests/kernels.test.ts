import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';
import { util, type KernelConfig, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { kernels as ofTfjs } from '../src/engine/kernels-cpu';
import { kernels as ours } from '../src/engine/kernels-wasm';
import { cropOf } from '../src/engine/resample';
import { SimdBackend } from '../src/engine/simd-backend';
import { simdCrop } from '../src/engine/simd-crop';

/** What the kernels are held against: plain JavaScript of TensorFlow.js. */
const cpu = new MathBackendCPU();
let backend: SimdBackend;

beforeAll(async () => {
  backend = await SimdBackend.create();
});

type Shapes = Readonly<Record<string, readonly number[]>>;
type Values = Readonly<Record<string, Float32Array>>;
type Computed = { readonly shape: readonly number[]; readonly values: Float32Array };

function run(
  on: SimdBackend | MathBackendCPU,
  name: string,
  shapes: Shapes,
  values: Values,
  attrs: NamedAttrMap,
): Computed {
  const configs: readonly KernelConfig[] = on === cpu ? ofTfjs : ours;
  const found = configs.find(({ kernelName }) => kernelName === name);
  if (!found) throw new Error(`no kernel ${name}`);
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([key, shape]): [string, TensorInfo] => {
      const dataId = on.write(values[key] ?? new Float32Array(), [...shape], 'float32');
      return [key, { dataId, shape: [...shape], dtype: 'float32' }];
    }),
  );
  const out = found.kernelFunc({ inputs, attrs, backend: on }) as TensorInfo;
  const got = { shape: out.shape, values: on.readSync(out.dataId) as Float32Array };
  on.disposeData(out.dataId);
  for (const { dataId } of Object.values(inputs)) on.disposeData(dataId);
  return got;
}

/** Numbers in [-1, 1) that are the same for the same seed. */
function numbers(length: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

const valuesFor = (shapes: Shapes, seed: number): Values =>
  Object.fromEntries(
    Object.entries(shapes).map(([key, shape], i) => [key, numbers(util.sizeFromShape([...shape]), seed + i)]),
  );

function expectAlike(got: Computed, expected: Computed, tolerance = 1e-5): void {
  expect(got.shape).toEqual(expected.shape);
  const largest = expected.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const error = got.values.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (expected.values[i] ?? NaN))),
    0,
  );
  expect(error / largest).toBeLessThan(tolerance);
  expect(got.values.every(Number.isFinite)).toBe(true);
}

function expectSame(name: string, shapes: Shapes, attrs: NamedAttrMap, seed: number): void {
  const values = valuesFor(shapes, seed);
  expectAlike(run(backend, name, shapes, values, attrs), run(cpu, name, shapes, values, attrs));
}

const upTo = (most: number, least = 1) => fc.integer({ min: least, max: most });
const seed = fc.nat();
const pad = fc.constantFrom('same' as const, 'valid' as const);
const activation = fc.constantFrom('linear' as const, 'relu' as const);
/** A picture, and a window no larger than it. */
const seen = fc
  .record({ count: upTo(3), height: upTo(13), width: upTo(13), channels: upTo(9) })
  .chain((picture) =>
    fc.record({
      picture: fc.constant(picture),
      window: fc.tuple(upTo(Math.min(5, picture.height)), upTo(Math.min(5, picture.width))),
      strides: fc.tuple(upTo(2), upTo(2)),
      pad,
    }),
  );
const shapeOf = ({ count, height, width, channels }: Record<string, number>) =>
  [count, height, width, channels] as number[];
const PLAIN = { dilations: [1, 1], dataFormat: 'NHWC' };

describe('our kernels compute what those of TensorFlow.js do', () => {
  // Seen to fail with the last, narrower block of a product stored in full.
  test('convolutions of any filter, stride and padding', () => {
    const outs = upTo(19);
    fc.assert(
      fc.property(seen, outs, activation, seed, ({ picture, window, strides, pad }, out, act, seed) => {
        const filter = [...window, picture.channels, out];
        const attrs = { ...PLAIN, strides, pad, activation: act };
        expectSame('FusedConv2D', { x: shapeOf(picture), filter, bias: [out] }, attrs, seed);
      }),
      { numRuns: 300 },
    );
  });

  // Seen to fail with a row too few of the input's tiles, and with one sign of the transforms turned round.
  test('convolutions of 3 × 3 by tiles of 4 and of 2', () => {
    const four = upTo(5).map((fours) => 4 * fours);
    fc.assert(
      fc.property(upTo(3), upTo(13), upTo(13), four, four, activation, seed, (n, h, w, ci, co, act, seed) => {
        const shapes = { x: [n, h, w, ci], filter: [3, 3, ci, co], bias: [co] };
        expectSame('FusedConv2D', shapes, { ...PLAIN, strides: [1, 1], pad: 'same', activation: act }, seed);
      }),
      { numRuns: 200 },
    );
  });

  test('more pictures than tiles are transformed of at once', () => {
    const shapes = { x: [8, 24, 24, 32], filter: [3, 3, 32, 48], bias: [48] };
    expectSame('FusedConv2D', shapes, { ...PLAIN, strides: [1, 1], pad: 'same', activation: 'relu' }, 1);
  });

  // Seen to fail with the last four channels left out.
  test('convolutions of each channel by itself', () => {
    fc.assert(
      fc.property(seen, fc.boolean(), seed, ({ picture, window, strides, pad }, three, seed) => {
        const side = three && picture.height > 2 && picture.width > 2 ? [3, 3] : window;
        // TensorFlow.js wants the same stride both ways.
        const attrs = { ...PLAIN, strides: [strides[0], strides[0]], pad };
        const filter = [...side, picture.channels, 1];
        expectSame('DepthwiseConv2dNative', { x: shapeOf(picture), filter }, attrs, seed);
      }),
      { numRuns: 300 },
    );
  });

  // Seen to fail with what lies outside the picture counted.
  test.each(['MaxPool', 'AvgPool'])('%s', (name) => {
    fc.assert(
      fc.property(seen, seed, ({ picture, window, strides, pad }, seed) => {
        const attrs = { filterSize: window, strides, pad };
        expectSame(name, { x: shapeOf(picture) }, attrs, seed);
      }),
    );
  });

  test.each(['Add', 'Multiply'])(
    '%s, of equal shapes, of one for each channel, of a single number',
    (name) => {
      const shape = fc.tuple(upTo(3), upTo(5), upTo(5), upTo(9));
      fc.assert(
        fc.property(shape, upTo(4, 0), fc.boolean(), seed, (shape, kept, turned, seed) => {
          const ends = kept ? shape.slice(-kept) : [];
          const [a, b] = turned ? [ends, shape] : [shape, ends];
          expectSame(name, { a, b }, {}, seed);
        }),
      );
    },
  );

  test('ReLU, and padding of height, width and channels', () => {
    const around = fc.tuple(upTo(2, 0), upTo(2, 0));
    fc.assert(
      fc.property(seen, around, around, around, seed, ({ picture }, rows, columns, channels, seed) => {
        const x = shapeOf(picture);
        expectSame('Relu', { x }, {}, seed);
        const paddings = [[0, 0], rows, columns, channels];
        expectSame('PadV2', { x }, { paddings, constantValue: 0 }, seed);
      }),
    );
  });

  // Seen to fail with the activation before the shortcut.
  test('a shortcut about a convolution, with as many channels or fewer', () => {
    fc.assert(
      fc.property(
        seen,
        upTo(19),
        upTo(19),
        activation,
        seed,
        ({ picture, window, pad }, out, less, act, seed) => {
          const attrs = { ...PLAIN, strides: [1, 1], pad };
          const shapes = { x: shapeOf(picture), filter: [...window, picture.channels, out], bias: [out] };
          const values = valuesFor(shapes, seed);
          const made = run(cpu, 'FusedConv2D', shapes, values, { ...attrs, activation: 'linear' });
          const fewer = Math.min(out, less);
          const shortcut = [...made.shape.slice(0, 3), fewer];
          const added = numbers(util.sizeFromShape(shortcut), seed + 9);
          const widened = [
            [0, 0],
            [0, 0],
            [0, 0],
            [0, out - fewer],
          ];
          const wide = run(
            cpu,
            'PadV2',
            { x: shortcut },
            { x: added },
            { paddings: widened, constantValue: 0 },
          );
          const both = { a: made.shape, b: wide.shape };
          const sum = run(cpu, 'Add', both, { a: made.values, b: wide.values }, {});
          const expected = act === 'relu' ? run(cpu, 'Relu', { x: sum.shape }, { x: sum.values }, {}) : sum;
          const given = { ...values, shortcut: added };
          const got = run(backend, 'ShortcutConv2D', { ...shapes, shortcut }, given, {
            ...attrs,
            activation: act,
          });
          expectAlike(got, expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('its crop', () => {
  const place = fc.double({ min: -20, max: 60, noNaN: true });
  const side = fc.double({ min: 1, max: 90, noNaN: true });

  // Seen to fail with red for blue, with a column too few, and with weights of the rows for those of the columns.
  test('is what plain JavaScript makes of a square anywhere in a picture', () => {
    fc.assert(
      fc.property(
        upTo(50),
        upTo(50),
        place,
        place,
        side,
        upTo(48),
        seed,
        (width, height, x, y, side, size, seed) => {
          const data = Uint8Array.from(numbers(4 * width * height, seed), (value) => 127.5 * (value + 1));
          const picture = { data, width, height };
          const got = simdCrop(backend)(picture, [x, y, side, side], size);
          const expected = cropOf(picture, [x, y, side, side], size);
          expect(got.length).toBe(size * size);
          got.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 3));
        },
      ),
      { numRuns: 200 },
    );
  });

  // Seen to fail without the limit.
  test('of a face that fills a large photo takes none of its memory', async () => {
    const own = await SimdBackend.create();
    const picture = { data: new Uint8Array(4 * 1200 * 1200).fill(128), width: 1200, height: 1200 };
    const got = simdCrop(own)(picture, [0, 0, 1200, 1200], 48);
    expect(got.every((value) => Math.abs(value - 128) < 1e-3)).toBe(true);
    expect(own.used).toBeLessThan(1000);
  });
});

describe('what they refuse', () => {
  const x = [1, 4, 4, 4];
  const conv = { ...PLAIN, strides: [1, 1], pad: 'same', activation: 'relu' };
  test.each([
    [
      'FusedConv2D',
      { x, filter: [3, 3, 4, 4], bias: [4] },
      { ...conv, activation: 'elu' },
      /Activation: got elu/,
    ],
    [
      'FusedConv2D',
      { x, filter: [3, 3, 4, 4], bias: [4] },
      { ...conv, dilations: [2, 2] },
      /Dilations: got 2,2/,
    ],
    ['FusedConv2D', { x, filter: [3, 3, 4, 4] }, conv, /Input bias: got none/],
    [
      'ShortcutConv2D',
      { x, filter: [3, 3, 4, 4], bias: [4], shortcut: [1, 4, 4, 5] },
      conv,
      /Shortcut: got 1 × 4 × 4 × 5, expected 1 × 4 × 4 × 4/,
    ],
    ['DepthwiseConv2dNative', { x, filter: [3, 3, 4, 2] }, conv, /got 2 for each channel, expected one/],
    ['Add', { a: x, b: [4, 1] }, {}, /shapes 1 × 4 × 4 × 4 and 4 × 1, expected one to end with the other/],
    [
      'PadV2',
      { x },
      {
        paddings: [
          [1, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ],
        constantValue: 0,
      },
      /got 1 more, expected none/,
    ],
  ])('%s %#', (name, shapes, attrs, message) => {
    expect(() => run(backend, name, shapes, valuesFor(shapes, 1), attrs)).toThrow(message);
  });
});

describe('its memory', () => {
  // Seen to fail without free() in disposeData, and with prepared filters kept.
  test('is used again: a thousand convolutions take no more of it than the first did', async () => {
    const own = await SimdBackend.create();
    const shapes = { x: [2, 24, 24, 32], filter: [3, 3, 32, 48], bias: [48] };
    const attrs = { ...PLAIN, strides: [1, 1], pad: 'same', activation: 'relu' };
    const values = valuesFor(shapes, 1);
    run(own, 'FusedConv2D', shapes, values, attrs);
    const { used } = own;
    for (let i = 0; i < 1000; i++) run(own, 'FusedConv2D', shapes, values, attrs);
    expect(own.used).toBe(used);
    expect(own.numDataIds()).toBe(0);
  });

  // Seen to fail with views kept when the memory grows.
  test('keeps what is written while it grows', async () => {
    const own = await SimdBackend.create();
    const written = Array.from({ length: 100 }, (_, i) => {
      const values = numbers(100_000 + i, i);
      return { values, dataId: own.write(values, [values.length], 'float32') };
    });
    for (const { values, dataId } of written)
      expect(
        Buffer.from((own.readSync(dataId) as Float32Array).buffer).equals(Buffer.from(values.buffer)),
      ).toBe(true);
    const integers = own.write(Int32Array.of(-3, 7), [2], 'int32');
    expect(own.readSync(integers)).toEqual(Int32Array.of(-3, 7));
  });
});
