/**
 * From a tfjs graph model's nodes to the kernel calls that compute it, pure. It knows the operations that our converter and
 * tools/detector-net.mjs write, and refuses any other by name.
 *
 * Every tensor on the way is (n, height, width, channels): a dense layer is a 1 × 1 convolution of one pixel, and a mean over
 * height and width an average pool as large as the picture, which the WASM backend computes several times faster.
 */
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { Failure } from '../failure';

interface Attribute {
  /** base64, as protobuf's JSON has it */
  readonly s?: string;
  readonly list?: { readonly i?: readonly (string | number)[]; readonly s?: readonly string[] };
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, Attribute>>;
}

/** One kernel call. */
export interface Step {
  readonly kernel: string;
  /** The kernel's own names for its inputs, and which tensors they are. */
  readonly inputs: readonly (readonly [argument: string, tensor: string])[];
  readonly attrs: (inputs: Readonly<Record<string, TensorInfo>>) => NamedAttrMap;
  readonly output: string;
  /** Computed tensors that no later step reads. */
  readonly done: readonly string[];
}

export interface Plan {
  readonly steps: readonly Step[];
  /** Products of constants, to be computed once. */
  readonly products: readonly { readonly output: string; readonly a: string; readonly b: string }[];
  /** Weights of dense layers, (inputs, outputs), to be seen as filters (1, 1, inputs, outputs). */
  readonly dense: readonly string[];
  /** For every end asked for, the tensor that holds it. */
  readonly ends: readonly string[];
}

interface Scope {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Values of a constant that is no weight: axes, paddings, shapes. */
  readonly integersOf: (constant: string) => number[];
}

type Call = Pick<Step, 'kernel' | 'attrs'> & { readonly arguments: readonly string[] };

const CALLS: Record<string, (node: GraphNode, scope: Scope) => Call> = {
  AddV2: () => call('Add', ['a', 'b']),
  Mul: () => call('Multiply', ['a', 'b']),
  Relu: () => call('Relu', ['x']),
  MaxPool: (node) =>
    call('MaxPool', ['x'], {
      filterSize: spatial(node, 'ksize'),
      strides: spatial(node, 'strides'),
      pad: padding(node),
    }),
  DepthwiseConv2dNative: (node) => call('DepthwiseConv2dNative', ['x', 'filter'], convolution(node)),
  _FusedConv2D: (node) =>
    call('FusedConv2D', ['x', 'filter', 'bias'], { ...convolution(node), activation: activation(node) }),
  _FusedMatMul: (node) =>
    call('FusedConv2D', ['x', 'filter', 'bias'], { ...PIXELWISE, activation: activation(node) }),
  Pad: (node, { integersOf }) => {
    const ends = integersOf(inputOf(node, 1));
    const paddings = Array.from({ length: ends.length / 2 }, (_, axis) => ends.slice(2 * axis, 2 * axis + 2));
    return call('PadV2', ['x'], { paddings, constantValue: 0 });
  },
  Mean: (node, { integersOf }) => {
    const axes = integersOf(inputOf(node, 1)).join();
    if (axes !== '1,2') throw invalid(`${node.name} averages over axes ${axes}, expected 1,2`);
    const attrs: Step['attrs'] = ({ x }) => ({
      filterSize: x?.shape.slice(1, 3) ?? [],
      strides: [1, 1],
      pad: 'valid',
    });
    return { kernel: 'AvgPool', arguments: ['x'], attrs };
  },
  Reshape: (node, scope) => call('Reshape', ['x'], { shape: [-1, 1, 1, flatLength(node, scope)] }),
};

/**
 * A kernel that some backends have: FusedConv2D with a further input, the `shortcut`, of as many channels or fewer. It is added to the
 * first channels before the activation.
 */
export const SHORTCUT = 'ShortcutConv2D';

const PIXELWISE = { strides: [1, 1], pad: 'valid', dilations: [1, 1], dataFormat: 'NHWC' };

const call = (kernel: string, names: readonly string[], attrs: NamedAttrMap = {}): Call => ({
  kernel,
  arguments: names,
  attrs: () => attrs,
});

/**
 * The calls that compute the tensors named in `ends`, in an order in which everything is there before it is read.
 *
 * @param joinsShortcuts whether the backend has the kernel SHORTCUT
 */
export function planOf(
  nodes: readonly GraphNode[],
  ends: readonly string[],
  integersOf: Scope['integersOf'],
  joinsShortcuts = false,
): Plan {
  const scope = { nodes: new Map(nodes.map((node) => [node.name, node])), integersOf };
  const calls = new Map<string, Omit<Step, 'done'>>();
  const dense = new Set<string>();
  const products = new Map<string, Plan['products'][number]>();
  const constant = (name: string) => nodeOf(name, scope).op === 'Const' || products.has(name);
  const visit = (tensor: string): string => {
    const node = nodeOf(tensor, scope);
    if (node.op === 'Identity') return visit(inputOf(node, 0));
    const known = products.has(node.name) || calls.has(node.name);
    if (known || node.op === 'Const' || node.op === 'Placeholder') return node.name;
    const callOf = CALLS[node.op];
    if (!callOf)
      throw invalid(`${node.name} is a ${node.op}, expected one of ${Object.keys(CALLS).join(', ')}`);
    const { kernel, arguments: names, attrs } = callOf(node, scope);
    const inputs = names.map((name, i) => [name, visit(inputOf(node, i))] as const);
    const [a, b] = inputs.map(([, tensor]) => tensor);
    if (node.op === 'Mul' && a && b && constant(a) && constant(b)) {
      products.set(node.name, { output: node.name, a, b });
      return node.name;
    }
    if (node.op === '_FusedMatMul' && b) dense.add(b);
    calls.set(node.name, { kernel, inputs, attrs, output: node.name });
    return node.name;
  };
  const kept = ends.map(visit);
  const planned = [...calls.values()];
  const steps = joinsShortcuts ? withShortcuts(planned, kept) : planned;
  const lastReader = new Map<string, number>();
  steps.forEach(({ inputs }, at) => {
    for (const [, tensor] of inputs) lastReader.set(tensor, at);
  });
  const done: string[][] = steps.map(() => []);
  for (const [tensor, last] of lastReader)
    if (!kept.includes(tensor) && !constant(tensor)) done[last]?.push(tensor);
  return {
    steps: steps.map((step, at) => ({ ...step, done: done[at] ?? [] })),
    products: [...products.values()],
    dense: [...dense],
    ends: kept,
  };
}

type Planned = Omit<Step, 'done'>;

/** The same calls, with each ReLU of a sum of a tensor and a convolution that nothing else reads as one call. */
function withShortcuts(steps: readonly Planned[], kept: readonly string[]): Planned[] {
  const byOutput = new Map(steps.map((step) => [step.output, step]));
  const reads = new Map<string, number>();
  const read = (tensor: string) => reads.set(tensor, (reads.get(tensor) ?? 0) + 1);
  for (const { inputs } of steps) for (const [, tensor] of inputs) read(tensor);
  kept.forEach(read);
  /** What makes the tensor, if that is this kernel and only one call reads it. */
  const only = (kernel: string, tensor: string | undefined): Planned | undefined => {
    const step = tensor === undefined ? undefined : byOutput.get(tensor);
    return step?.kernel === kernel && reads.get(step.output) === 1 ? step : undefined;
  };
  const joined = new Set<Planned>();
  const all = steps.map((relu) => {
    const sum = relu.kernel === 'Relu' ? only('Add', relu.inputs[0]?.[1]) : undefined;
    const [[, one] = [], [, other] = []] = sum?.inputs ?? [];
    const found = [
      [one, other],
      [other, one],
    ].flatMap(([tensor, shortcut]) => {
      const convolution = only('FusedConv2D', tensor);
      return convolution && shortcut && byOutput.has(shortcut) ? [{ convolution, shortcut }] : [];
    })[0];
    if (!sum || !found || found.convolution.attrs({}).activation !== 'linear') return relu;
    const { convolution, shortcut } = found;
    const padded = only('PadV2', shortcut);
    const widened = padded && widensOnly(padded) ? padded : undefined;
    for (const step of [sum, convolution, widened]) if (step) joined.add(step);
    const attrs: Planned['attrs'] = (inputs) => ({ ...convolution.attrs(inputs), activation: 'relu' });
    const added = ['shortcut', widened?.inputs[0]?.[1] ?? shortcut] as const;
    return { kernel: SHORTCUT, inputs: [...convolution.inputs, added], attrs, output: relu.output };
  });
  return all.filter((step) => !joined.has(step));
}

/** Whether a padding only adds channels behind those there are. */
function widensOnly({ attrs }: Planned): boolean {
  const { paddings } = attrs({}) as { paddings: readonly (readonly number[])[] };
  return paddings.flat().every((count, at) => count === 0 || at === 2 * paddings.length - 1);
}

function invalid(detail: string): Failure {
  return new Failure('model-invalid', `The model's graph: ${detail}.`);
}

function nodeOf(tensor: string, { nodes }: Scope): GraphNode {
  const name = tensor.replace(/:0$/, '');
  const node = nodes.get(name);
  if (!node) throw invalid(`${name} is read, but no node has that name`);
  return node;
}

function inputOf({ name, input }: GraphNode, index: number): string {
  const tensor = input?.[index];
  if (!tensor) throw invalid(`${name} has ${input?.length ?? 0} inputs, expected at least ${index + 1}`);
  return tensor;
}

/** What Keras' Flatten becomes: a shape packed from the batch's size, whatever it is, and a constant. */
function flatLength(node: GraphNode, scope: Scope): number {
  const shape = nodeOf(inputOf(node, 1), scope);
  const parts = shape.op === 'Pack' ? (shape.input ?? []) : [];
  const [length] = parts.length === 2 ? scope.integersOf(inputOf(shape, 1)) : [];
  if (length === undefined) throw invalid(`${node.name} is no Flatten, the one reshape that is expected`);
  return length;
}

/** The two middle numbers of the four, one for each axis, that TensorFlow keeps: height and width. */
function spatial({ name, attr }: GraphNode, key: string): [number, number] {
  const [, height, width] = attr?.[key]?.list?.i ?? [];
  if (height === undefined || width === undefined) throw invalid(`${name} has no ${key}`);
  return [Number(height), Number(width)];
}

function padding({ name, attr }: GraphNode): 'same' | 'valid' {
  const mode = atob(attr?.padding?.s ?? '').toLowerCase();
  if (mode !== 'same' && mode !== 'valid')
    throw invalid(`${name} has padding "${mode}", expected same or valid`);
  return mode;
}

const convolution = (node: GraphNode) => ({
  ...PIXELWISE,
  strides: spatial(node, 'strides'),
  pad: padding(node),
});

/** A bias is always fused; what follows it may be. */
function activation({ name, attr }: GraphNode): 'linear' | 'relu' {
  const fused = attr?.fused_ops?.list?.s?.map(atob).join();
  if (fused === 'BiasAdd') return 'linear';
  if (fused === 'BiasAdd,Relu') return 'relu';
  throw invalid(`${name} fuses ${fused ?? 'nothing'}, expected BiasAdd or BiasAdd,Relu`);
}
