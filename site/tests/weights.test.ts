import '@tensorflow/tfjs-backend-cpu';
import { io } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SimdBackend } from '../src/engine/simd-backend';
import { simdDequantize } from '../src/engine/simd-dequantize';
import { decodeWeights, type WeightSpec } from '../src/engine/weights';
import { noise } from './scenes';

const next = noise(3);
const bytesOf = (count: number) => Uint8Array.from({ length: count }, () => 127.5 * (1 + next()));

/** Each kind once, in an order that leaves none at a multiple of its size. */
const SPECS: WeightSpec[] = [
  {
    name: 'byte',
    shape: [3, 5],
    dtype: 'float32',
    quantization: { dtype: 'uint8', min: -0.3, scale: 0.0025 },
  },
  { name: 'half', shape: [2048], dtype: 'float32', quantization: { dtype: 'float16' } },
  { name: 'scalar', shape: [], dtype: 'float32', quantization: { dtype: 'uint8', min: -1, scale: 1 } },
  {
    name: 'pair',
    shape: [2, 2, 3],
    dtype: 'float32',
    quantization: { dtype: 'uint16', min: 2, scale: 1e-4 },
  },
  { name: 'axes', shape: [2], dtype: 'int32' },
  { name: 'none', shape: [0], dtype: 'float32' },
  { name: 'plain', shape: [4], dtype: 'float32' },
];

function packed(): Uint8Array {
  const plain = [
    ...new Uint8Array(new Int32Array([1, -2]).buffer),
    ...new Uint8Array(new Float32Array([0, 1.5, -3e9, 1e-9]).buffer),
  ];
  // Every exponent of a half that is finite, with both signs.
  const halves = Uint16Array.from({ length: 2048 }, (_, i) => ((i * 31) % 0x7c00) | (i % 2 ? 0x8000 : 0));
  return Uint8Array.from([
    ...bytesOf(15),
    ...new Uint8Array(halves.buffer),
    ...bytesOf(1),
    ...bytesOf(24),
    ...plain,
  ]);
}

describe('weights', () => {
  test('are decoded as tfjs decodes them', async () => {
    const bytes = packed();
    const expected = io.decodeWeights(bytes.slice().buffer, SPECS as io.WeightsManifestEntry[]);
    const decoded = decodeWeights(bytes, SPECS);
    expect(decoded.map(({ name }) => name)).toEqual(SPECS.map(({ name }) => name));
    for (const { name, shape, dtype, values } of decoded) {
      expect(shape, name).toEqual(expected[name]?.shape);
      expect(dtype, name).toBe(expected[name]?.dtype);
      expect([...values], name).toEqual([...((await expected[name]?.data()) ?? [])]);
    }
  });

  test('come to the very same numbers on our own kernels', async () => {
    const dequantize = simdDequantize(await SimdBackend.create());
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 999 }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        (bytes, scale, min) => {
          const spec = { name: 'byte', shape: [bytes.length], dtype: 'float32' };
          const specs = [{ ...spec, quantization: { dtype: 'uint8', min, scale } }];
          const [plain, quick] = [decodeWeights(bytes, specs), decodeWeights(bytes, specs, dequantize)];
          expect(quick).toEqual(plain);
        },
      ),
    );
  });

  test('of which bytes are missing or left over are refused', () => {
    const bytes = packed();
    expect(() => decodeWeights(bytes.subarray(1), SPECS)).toThrow(/got \d+ bytes, expected \d+ and more/);
    expect(() => decodeWeights(Uint8Array.from([...bytes, 0]), SPECS)).toThrow(/got \d+ bytes, expected \d+/);
  });

  test.each([
    { dtype: 'string', shape: [1] },
    { dtype: 'int32', shape: [1], quantization: { dtype: 'uint8' } },
    { dtype: 'float32', shape: [1], quantization: { dtype: 'int4' } },
  ])('of a kind that no converter here writes are refused: $dtype $quantization.dtype', (kind) => {
    expect(() => decodeWeights(new Uint8Array(8), [{ name: 'odd', ...kind }])).toThrow(/got odd of/);
  });
});
