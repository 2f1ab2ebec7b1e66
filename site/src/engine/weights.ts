/**
 * Weights from tfjs' files, decoded. tfjs' own decoder does the same and more, but takes longer over it in a page that has only just
 * started, where nothing is compiled yet.
 */
import { Failure } from '../failure';

/** One weight of a weightsManifest in model.json; `value = min + scale × integer` where it was quantized to integers. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: {
    readonly dtype: string;
    readonly min?: number;
    readonly scale?: number;
  };
}

export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly values: Float32Array | Int32Array;
}

const BYTES_EACH: Record<string, number> = { uint8: 1, uint16: 2, float16: 2, float32: 4, int32: 4 };

/** Bytes -> `min + scale × byte` of each, in double precision and then rounded: what a backend may do quicker than plain JavaScript. */
export type Dequantize = (bytes: Uint8Array, scale: number, min: number) => Float32Array;

/** The weights that lie one after the other in `bytes`, in the order of `specs`. */
export function decodeWeights(
  bytes: Uint8Array,
  specs: readonly WeightSpec[],
  dequantize: Dequantize = affine,
): Weight[] {
  let at = 0;
  const weights = specs.map((spec) => {
    const size = sizeOf(spec);
    const part = new Uint8Array(bytes.subarray(at, at + size)); // a copy, since numbers of several bytes must begin at a multiple of their size
    at += size;
    if (part.length < size) throw wrong(`${bytes.length} bytes`, `${at} and more`);
    return decodeWeight(spec, part.buffer, dequantize);
  });
  if (at !== bytes.length) throw wrong(`${bytes.length} bytes`, `${at}`);
  return weights;
}

function sizeOf({ name, shape, dtype, quantization }: WeightSpec): number {
  const each = BYTES_EACH[quantization?.dtype ?? dtype];
  if (
    each === undefined ||
    (dtype !== 'float32' && dtype !== 'int32') ||
    (quantization && dtype !== 'float32')
  )
    throw wrong(`${name} of ${[dtype, quantization?.dtype].join(' ').trim()}`, 'float32 or int32');
  return each * shape.reduce((product, length) => product * length, 1);
}

function decodeWeight(
  { name, shape, dtype, quantization }: WeightSpec,
  part: ArrayBuffer,
  dequantize: Dequantize,
): Weight {
  if (dtype === 'int32') return { name, shape, dtype, values: new Int32Array(part) };
  return { name, shape, dtype: 'float32', values: floats(part, quantization, dequantize) };
}

function floats(
  part: ArrayBuffer,
  quantization: WeightSpec['quantization'],
  dequantize: Dequantize,
): Float32Array {
  const { dtype, min = 0, scale = 1 } = quantization ?? { dtype: 'float32' };
  if (dtype === 'float32') return new Float32Array(part);
  if (dtype === 'float16') return Halves ? new Float32Array(new Halves(part)) : halves(new Uint16Array(part));
  return dtype === 'uint8'
    ? dequantize(new Uint8Array(part), scale, min)
    : affine(new Uint16Array(part), scale, min);
}

function affine(integers: Uint8Array | Uint16Array, scale: number, min: number): Float32Array {
  const values = new Float32Array(integers.length);
  for (let i = 0; i < values.length; i++) values[i] = (integers[i] as number) * scale + min;
  return values;
}

/** Float16Array, which browsers have since 2025, and TypeScript's types not yet for all of them. */
const Halves = (globalThis as { Float16Array?: new (buffer: ArrayBuffer) => ArrayLike<number> }).Float16Array;

/** 2^(exponent - 25) for each of the exponents of a finite half; what stands at 0 is for those without a leading one. */
const POWERS = Float32Array.from({ length: 31 }, (_, exponent) => 2 ** (Math.max(1, exponent) - 25));

/** IEEE 754 halves: a sign, five bits of exponent, ten of mantissa. */
function halves(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  for (let i = 0; i < values.length; i++) {
    const half = bits[i] as number;
    const exponent = (half >> 10) & 31;
    const size = ((half & 1023) + (exponent ? 1024 : 0)) * (POWERS[exponent] ?? NaN); // no weight is infinite
    values[i] = half & 0x8000 ? -size : size;
  }
  return values;
}

const wrong = (got: string, expected: string): Failure =>
  new Failure('model-invalid', `The model's weights: got ${got}, expected ${expected}.`);
