import { engine, getKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { Failure } from '../failure';
import { planOf, SHORTCUT, type GraphNode, type Step } from './graph-plan';
import { decodeWeights, type Dequantize, type Weight, type WeightSpec } from './weights';

interface ModelJson {
  readonly modelTopology: { readonly node: readonly GraphNode[] };
  readonly signature: Signature;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly WeightSpec[];
  }[];
}

type Ends = Readonly<Record<string, { readonly name: string }>>;

/** The public names of the net's ends, such as "face" and "logits", and the tensors they stand for. */
interface Signature {
  readonly inputs: Ends;
  readonly outputs: Ends;
}

/**
 * A tfjs graph model that calls the backend's kernels itself, one after the other, by a plan made once. The executor of tfjs
 * looks its way through the graph for every picture and wraps every step in a tracked tensor, a quarter of the face
 * detector's time, and brings every operation of tfjs into the page. What is not tracked cannot be tidied: run() frees what
 * it makes.
 */
export class LoadedGraph {
  readonly #constants: ReadonlyMap<string, TensorInfo>;
  readonly #steps: readonly Step[];
  /** The tensor behind each output. */
  readonly #ends: ReadonlyMap<string, string>;
  readonly #input: string;

  constructor(
    nodes: readonly GraphNode[],
    readonly signature: Signature,
    weights: readonly Weight[],
  ) {
    const [input, ...others] = Object.values(signature.inputs);
    if (!input || others.length > 0) {
      const got = Object.keys(signature.inputs).join(', ');
      throw new Failure('model-invalid', `The model's inputs: got ${got || 'none'}, expected one.`);
    }
    this.#input = input.name.replace(/:0$/, '');
    const outputs = Object.entries(signature.outputs);
    const { backend, backendName } = engine();
    const valuesOf = new Map(weights.map(({ name, values }) => [name, values]));
    const plan = planOf(
      nodes,
      outputs.map(([, { name }]) => name),
      (name) => Array.from(valuesOf.get(name) ?? []),
      getKernel(SHORTCUT, backendName) !== undefined,
    );
    const constants = new Map<string, TensorInfo>();
    for (const { name, values, shape, dtype } of weights)
      constants.set(name, { dataId: backend.write(values, [...shape], dtype), shape: [...shape], dtype });
    for (const { output, ...of } of plan.products) {
      const inputs = { a: tensorOf(constants, of.a), b: tensorOf(constants, of.b) };
      const { kernelFunc } = getKernel('Multiply', backendName);
      constants.set(output, kernelFunc({ inputs, attrs: {}, backend }) as TensorInfo);
      for (const spent of [of.a, of.b]) {
        backend.disposeData(tensorOf(constants, spent).dataId);
        constants.delete(spent);
      }
    }
    for (const name of plan.dense) {
      const matrix = tensorOf(constants, name);
      constants.set(name, { ...matrix, shape: [1, 1, ...matrix.shape] });
    }
    this.#constants = constants;
    this.#steps = plan.steps;
    this.#ends = new Map(outputs.map(([name], i) => [name, plan.ends[i] ?? '']));
  }

  /**
   * `values`: (n, height, width, channels) float32, row-major, of the given shape. Gives the outputs asked for, flat, in the order
   * asked for.
   */
  async run(
    values: Float32Array,
    shape: readonly number[],
    outputs: readonly string[],
  ): Promise<Float32Array[]> {
    const { backend } = engine();
    const tensors = this.#compute(values, shape);
    const ends = outputs.map((name) => tensorOf(tensors, this.#ends.get(name) ?? name));
    // Asked for all at once, so that a GPU is waited for once.
    const answers = await Promise.all(ends.map(({ dataId }) => backend.read(dataId)));
    this.#free(tensors);
    return answers as Float32Array[];
  }

  /** Computes one picture of zeros without reading what comes out: while a GPU backend only compiles, there is nothing to read. */
  compile(shape: readonly number[]): void {
    const length = shape.reduce((product, size) => product * size, 1);
    this.#free(this.#compute(new Float32Array(length), shape));
  }

  /** Every tensor that is left when all steps are done. */
  #compute(values: Float32Array, shape: readonly number[]): ReadonlyMap<string, TensorInfo> {
    const { backend, backendName } = engine();
    const tensors = new Map<string, TensorInfo>(this.#constants);
    const input = { dataId: backend.write(values, [...shape], 'float32'), shape: [...shape] };
    tensors.set(this.#input, { ...input, dtype: 'float32' });
    for (const { kernel, inputs, attrs, output, done } of this.#steps) {
      const given: Record<string, TensorInfo> = {};
      for (const [argument, name] of inputs) given[argument] = tensorOf(tensors, name);
      const { kernelFunc } = getKernel(kernel, backendName);
      tensors.set(output, kernelFunc({ inputs: given, attrs: attrs(given), backend }) as TensorInfo);
      for (const name of done) backend.disposeData(tensorOf(tensors, name).dataId);
    }
    return tensors;
  }

  #free(tensors: ReadonlyMap<string, TensorInfo>): void {
    const { backend } = engine();
    for (const name of new Set(this.#ends.values())) backend.disposeData(tensorOf(tensors, name).dataId);
  }

  /** Of the weights. */
  get numBytes(): number {
    const lengths = [...this.#constants.values()].map(({ shape }) =>
      shape.reduce((all, size) => all * size, 1),
    );
    return lengths.reduce((sum, length) => sum + 4 * length, 0);
  }

  dispose(): void {
    for (const { dataId } of this.#constants.values()) engine().backend.disposeData(dataId);
  }
}

function tensorOf(tensors: ReadonlyMap<string, TensorInfo>, name: string): TensorInfo {
  const found = tensors.get(name);
  if (!found) throw new Failure('model-invalid', `The model's ${name}: got nothing, expected weights.`);
  return found;
}

/**
 * The graph of bytes that are already here and already checked: the loader of tfjs would fetch them a second time, and what it
 * then ran would be unchecked. `shard` gives the bytes of each weights file; `dequantize` is the backend's, where it has a quick one.
 */
export function graphFromBytes(
  json: unknown,
  shard: (path: string) => Uint8Array,
  dequantize?: Dequantize,
): LoadedGraph {
  const { modelTopology, signature, weightsManifest } = json as Partial<ModelJson>;
  if (!modelTopology || !signature || !weightsManifest) {
    const got = Object.keys(json as object).join(', ');
    throw new Failure(
      'model-invalid',
      `model.json: got ${got}; expected modelTopology, signature, weightsManifest.`,
    );
  }
  const bytes = joined(weightsManifest.flatMap(({ paths }) => paths.map(shard)));
  const weights = decodeWeights(
    bytes,
    weightsManifest.flatMap((group) => group.weights),
    dequantize,
  );
  return new LoadedGraph(modelTopology.node, signature, weights);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
