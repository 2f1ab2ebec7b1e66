import { engine, getKernel, mul, reshape, tensor, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import { Failure } from '../failure';
import { planOf, SHORTCUT, type GraphNode, type Step } from './graph-plan';
import { decodeWeights, type WeightSpec } from './weights';

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
  readonly #constants: ReadonlyMap<string, Tensor>;
  readonly #steps: readonly Step[];
  /** The tensor behind each output. */
  readonly #ends: ReadonlyMap<string, string>;
  readonly #input: string;

  constructor(
    nodes: readonly GraphNode[],
    readonly signature: Signature,
    weights: ReadonlyMap<string, Tensor>,
  ) {
    const [input, ...others] = Object.values(signature.inputs);
    if (!input || others.length > 0) {
      const got = Object.keys(signature.inputs).join(', ');
      throw new Failure('model-invalid', `The model's inputs: got ${got || 'none'}, expected one.`);
    }
    this.#input = input.name.replace(/:0$/, '');
    const outputs = Object.entries(signature.outputs);
    const constants = new Map(weights);
    const plan = planOf(
      nodes,
      outputs.map(([, { name }]) => name),
      (name) => Array.from(constants.get(name)?.dataSync() ?? []),
      getKernel(SHORTCUT, engine().backendName) !== undefined,
    );
    const replace = (name: string, made: Tensor, from: readonly string[]) => {
      for (const spent of from) constants.get(spent)?.dispose();
      constants.set(name, made);
    };
    const weightsOf = (name: string) => tensorOf(constants, name) as Tensor;
    for (const { output, a, b } of plan.products) replace(output, mul(weightsOf(a), weightsOf(b)), [a, b]);
    for (const name of plan.dense) {
      const matrix = weightsOf(name);
      replace(name, reshape(matrix, [1, 1, ...matrix.shape]), [name]);
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

  dispose(): void {
    for (const constant of this.#constants.values()) constant.dispose();
  }
}

function tensorOf(tensors: ReadonlyMap<string, TensorInfo>, name: string): TensorInfo {
  const found = tensors.get(name);
  if (!found) throw new Failure('model-invalid', `The model's ${name}: got nothing, expected weights.`);
  return found;
}

/**
 * The graph of bytes that are already here and already checked: the loader of tfjs would fetch them a second time, and what it
 * then ran would be unchecked. `shard` gives the bytes of each weights file.
 */
export function graphFromBytes(json: unknown, shard: (path: string) => Uint8Array): LoadedGraph {
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
  );
  return new LoadedGraph(
    modelTopology.node,
    signature,
    new Map(weights.map(({ name, values, shape, dtype }) => [name, tensor(values, [...shape], dtype)])),
  );
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
