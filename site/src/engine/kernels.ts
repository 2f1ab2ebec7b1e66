/** Our own WebAssembly, from kernels/: whether this browser runs it, and its functions. */
import code from 'virtual:kernels';

/** Where something lies in the memory that the kernels share with their caller, in bytes. */
export type Address = number;

/** What `kernels/index.ts` exports; it says what each expects. */
export interface Kernels {
  readonly combine: (
    ...call: [product: 0 | 1, length: number, period: number, a: Address, b: Address, out: Address]
  ) => void;
  readonly convolve: (
    ...call: [
      ...shape: Shape,
      outChannels: number,
      x: Address,
      filter: Address,
      bias: Address,
      shortcut: Address,
      shortcutChannels: number,
      least: number,
      out: Address,
      scratch: Address,
    ]
  ) => void;
  readonly convolveScratch: (filterHeight: number, filterWidth: number, channels: number) => number;
  readonly convolveTiles: (
    ...call: [
      ...tiled: Tiled,
      x: Address,
      filter: Address,
      bias: Address,
      least: number,
      out: Address,
      scratch: Address,
    ]
  ) => void;
  readonly depthwise: (
    ...call: [...shape: Shape, x: Address, filter: Address, out: Address, scratch: Address]
  ) => void;
  readonly depthwiseScratch: (
    ...call: [
      ...[channels: number, filterHeight: number, filterWidth: number],
      ...[strideDown: number, strideRight: number, outHeight: number, outWidth: number],
    ]
  ) => number;
  readonly dequantize: (length: number, scale: number, min: number, bytes: Address, out: Address) => void;
  readonly grey: (count: number, pixels: Address, out: Address) => void;
  readonly pack: (depth: number, columns: number, from: Address, to: Address) => void;
  readonly pad: (
    ...call: [
      ...[rows: number, columns: number, width: number, channels: number],
      ...[outHeight: number, outWidth: number, outChannels: number],
      ...[top: number, left: number, first: number],
      ...[x: Address, out: Address],
    ]
  ) => void;
  readonly padded: (columns: number) => number;
  readonly pool: (mean: 0 | 1, ...call: [...shape: Shape, x: Address, out: Address]) => void;
  readonly relu: (length: number, x: Address, out: Address) => void;
  readonly resample: (
    ...call: [
      ...[width: number, size: number],
      ...[rowSpan: number, rowFirsts: Address, rowWeights: Address],
      ...[columnSpan: number, columnFirsts: Address, columnWeights: Address],
      ...[picture: Address, line: Address, out: Address],
    ]
  ) => void;
  readonly tilesFilterBytes: (side: number, channels: number, outChannels: number) => number;
  readonly tilesScratch: (...tiled: Tiled) => number;
  readonly transformScratch: (side: number) => number;
  readonly transformFilter: (
    ...call: [
      side: number,
      channels: number,
      outChannels: number,
      filter: Address,
      out: Address,
      scratch: Address,
    ]
  ) => void;
}

/** A picture, a window that goes over it, and what comes out. */
export type Shape = [
  ...[count: number, height: number, width: number, channels: number],
  ...[windowHeight: number, windowWidth: number, strideDown: number, strideRight: number],
  ...[padTop: number, padLeft: number, outHeight: number, outWidth: number],
];

export type Tiled = [
  ...[side: number, count: number, height: number, width: number],
  ...[channels: number, outChannels: number],
];

const binary = (): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(code), (char) => char.charCodeAt(0));

/** @throws Error where WebAssembly or its SIMD is missing, as in browsers from before 2023 and on processors from before 2008 */
export async function loadKernels(memory: WebAssembly.Memory): Promise<Kernels> {
  const { instance } = await WebAssembly.instantiate(binary(), { env: { memory } });
  return instance.exports as unknown as Kernels;
}
