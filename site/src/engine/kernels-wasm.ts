/** The kernels that our two nets need, those in CALLS of graph-plan.ts, for a SimdBackend. */
import {
  backend_util,
  util,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { SHORTCUT } from './graph-plan';
import type { Shape } from './kernels';
import type { SimdBackend } from './simd-backend';

interface Call {
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
  readonly backend: SimdBackend;
}

type Four = [number, number, number, number];
type Padding = 'same' | 'valid';

const kernel = (kernelName: string, run: (call: Call) => TensorInfo): KernelConfig => ({
  kernelName,
  backendName: 'wasm',
  kernelFunc: (given) => run(given as unknown as Call),
});

function input({ inputs }: Call, name: string): TensorInfo {
  const found = inputs[name];
  if (!found) throw new RangeError(`Input ${name}: got none.`);
  return found;
}

const windowOf = (info: backend_util.Conv2DInfo): Shape => [
  ...([info.batchSize, info.inHeight, info.inWidth, info.inChannels] as const),
  ...([info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth] as const),
  ...([info.padInfo.top, info.padInfo.left, info.outHeight, info.outWidth] as const),
];

function convolutionOf(call: Call, depthwise: boolean): backend_util.Conv2DInfo {
  const { strides, pad, dilations } = call.attrs as {
    strides: [number, number];
    pad: Padding;
    dilations?: [number, number];
  };
  if (dilations?.some((step) => step !== 1))
    throw new RangeError(`Dilations: got ${dilations.join()}, expected 1,1.`);
  const shapes = [input(call, 'x').shape as Four, input(call, 'filter').shape as Four] as const;
  const info = backend_util.computeConv2DInfo(...shapes, strides, 1, pad, undefined, depthwise);
  if (depthwise && info.outChannels !== info.inChannels)
    throw new RangeError(`Filter: got ${info.outChannels / info.inChannels} for each channel, expected one.`);
  return info;
}

/** Side of the tiles that take fewest multiplications, or null where tiles don't go: other filters, and channels that fill no vector. */
function tileSide(info: backend_util.Conv2DInfo): 2 | 4 | null {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo, inChannels, outChannels } = info;
  const is3x3 = filterHeight === 3 && filterWidth === 3 && strideHeight === 1 && strideWidth === 1;
  if (!is3x3 || padInfo.type !== 'SAME' || inChannels % 4 || outChannels % 4) return null;
  const products = (side: number) =>
    Math.ceil(info.inHeight / side) * Math.ceil(info.inWidth / side) * (side + 2) ** 2;
  return products(4) < products(2) ? 4 : 2;
}

const isNarrower = (shape: readonly number[], whole: readonly number[]): boolean =>
  shape.length === 4 &&
  shape.every((size, axis) => (axis < 3 ? size === whole[axis] : size <= (whole[3] ?? 0)));

/** A convolution with its bias and perhaps a ReLU; before that, where there is a `shortcut`, plus that in its first channels. */
const convolution = (name: string) =>
  kernel(name, (call) => {
    const { backend, attrs } = call;
    const { kernels } = backend;
    const info = convolutionOf(call, false);
    if (attrs.activation !== 'linear' && attrs.activation !== 'relu')
      throw new RangeError(`Activation: got ${String(attrs.activation)}, expected linear or relu.`);
    const least = attrs.activation === 'relu' ? 0 : -Infinity;
    const { inChannels, outChannels, filterHeight, filterWidth } = info;
    const filter = input(call, 'filter');
    const { shortcut } = call.inputs;
    if (shortcut && !isNarrower(shortcut.shape, info.outShape)) {
      const got = shortcut.shape.join(' × ');
      throw new RangeError(`Shortcut: got ${got}, expected ${info.outShape.join(' × ')} or fewer channels.`);
    }
    const out = backend.output(info.outShape);
    const [x, filterAt, bias, outAt] = [input(call, 'x'), filter, input(call, 'bias'), out].map(
      backend.addressOf,
    ) as Four;
    const side = shortcut ? null : tileSide(info);
    if (side) {
      const bytes = kernels.tilesFilterBytes(side, inChannels, outChannels);
      const ready = backend.prepared(filter, `tiles ${side}`, bytes, (to) => {
        const scratch = backend.scratch(kernels.transformScratch(side));
        kernels.transformFilter(side, inChannels, outChannels, filterAt, to, scratch);
      });
      const tiled = [side, info.batchSize, info.inHeight, info.inWidth, inChannels, outChannels] as const;
      const scratch = backend.scratch(kernels.tilesScratch(...tiled));
      kernels.convolveTiles(...tiled, x, ready, bias, least, outAt, scratch);
      return out;
    }
    const depth = filterHeight * filterWidth * inChannels;
    const ready = backend.prepared(filter, 'packed', 4 * depth * kernels.padded(outChannels), (to) =>
      kernels.pack(depth, outChannels, filterAt, to),
    );
    const scratch = backend.scratch(kernels.convolveScratch(filterHeight, filterWidth, inChannels));
    const added = shortcut
      ? ([backend.addressOf(shortcut), shortcut.shape.at(-1) ?? 0] as const)
      : ([0, 0] as const);
    kernels.convolve(...windowOf(info), outChannels, x, ready, bias, ...added, least, outAt, scratch);
    return out;
  });

const depthwise = kernel('DepthwiseConv2dNative', (call) => {
  const { backend } = call;
  const info = convolutionOf(call, true);
  const out = backend.output(info.outShape);
  const [x, filter] = [input(call, 'x'), input(call, 'filter')].map(backend.addressOf) as [number, number];
  const { inChannels, filterHeight, filterWidth, strideHeight, strideWidth, outHeight, outWidth } = info;
  const needed = backend.kernels.depthwiseScratch(
    ...([inChannels, filterHeight, filterWidth] as const),
    ...([strideHeight, strideWidth, outHeight, outWidth] as const),
  );
  const ends = [backend.addressOf(out), backend.scratch(needed)] as const;
  backend.kernels.depthwise(...windowOf(info), x, filter, ...ends);
  return out;
});

const pool = (name: 'AvgPool' | 'MaxPool') =>
  kernel(name, (call) => {
    const { backend } = call;
    const { filterSize, strides, pad } = call.attrs as {
      filterSize: [number, number];
      strides: [number, number];
      pad: Padding;
    };
    const x = input(call, 'x');
    const info = backend_util.computePool2DInfo(x.shape as Four, filterSize, strides, 1, pad);
    const out = backend.output(info.outShape);
    backend.kernels.pool(
      name === 'AvgPool' ? 1 : 0,
      ...windowOf(info),
      backend.addressOf(x),
      backend.addressOf(out),
    );
    return out;
  });

/** Sums or products of tensors of which the smaller one's shape is the end of the other's, or 1s before that. */
const combination = (name: 'Add' | 'Multiply') =>
  kernel(name, (call) => {
    const { backend } = call;
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    const lengthOf = ({ shape }: TensorInfo) => util.sizeFromShape(shape);
    const isLess = lengthOf(a) - lengthOf(b) || a.shape.length - b.shape.length;
    const [longer, shorter] = isLess < 0 ? [b, a] : [a, b];
    const period = shorter.shape.slice(shorter.shape.findIndex((size) => size !== 1));
    const isScalar = shorter.shape.every((size) => size === 1);
    if (!isScalar && period.join() !== longer.shape.slice(-period.length).join())
      throw new RangeError(
        `${name}: got shapes ${a.shape.join(' × ')} and ${b.shape.join(' × ')}, expected one to end with the other.`,
      );
    const out = backend.output(longer.shape);
    const [length, every] = [lengthOf(longer), lengthOf(shorter)];
    const ends = [longer, shorter, out].map(backend.addressOf) as [number, number, number];
    backend.kernels.combine(name === 'Multiply' ? 1 : 0, length, every, ...ends);
    return out;
  });

const relu = kernel('Relu', (call) => {
  const x = input(call, 'x');
  const out = call.backend.output(x.shape);
  call.backend.kernels.relu(
    util.sizeFromShape(x.shape),
    call.backend.addressOf(x),
    call.backend.addressOf(out),
  );
  return out;
});

const padV2 = kernel('PadV2', (call) => {
  const { backend } = call;
  const { paddings } = call.attrs as { paddings: [number, number][] };
  const x = input(call, 'x');
  const shape = x.shape.map((size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
  const [count, height, width, channels] = x.shape as Four;
  const [outCount, outHeight, outWidth, outChannels] = shape as Four;
  if (outCount !== count)
    throw new RangeError(`Padding of a batch: got ${outCount - count} more, expected none.`);
  const out = backend.output(shape);
  const begins = paddings.slice(1).map(([before]) => before) as [number, number, number];
  for (let picture = 0; picture < count; picture++) {
    const from = backend.addressOf(x) + 4 * picture * height * width * channels;
    const to = backend.addressOf(out) + 4 * picture * outHeight * outWidth * outChannels;
    backend.kernels.pad(
      height,
      width,
      width,
      channels,
      outHeight,
      outWidth,
      outChannels,
      ...begins,
      from,
      to,
    );
  }
  return out;
});

const reshape = kernel('Reshape', (call) => {
  const x = input(call, 'x');
  const { shape } = call.attrs as { shape: number[] };
  call.backend.incRef(x.dataId);
  return { ...x, shape: util.inferFromImplicitShape(shape, util.sizeFromShape(x.shape)) };
});

export const kernels = [
  combination('Add'),
  combination('Multiply'),
  depthwise,
  convolution('FusedConv2D'),
  convolution(SHORTCUT),
  padV2,
  pool('AvgPool'),
  pool('MaxPool'),
  relu,
  reshape,
];
