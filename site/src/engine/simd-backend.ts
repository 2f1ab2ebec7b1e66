import {
  KernelBackend,
  util,
  type BackendValues,
  type DataId,
  type DataType,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { Heap } from './heap';
import { loadKernels, type Address, type Kernels } from './kernels';

/** 24 MiB, which both nets with eight faces take: where there is no room, another backend is to know it before it is too late. */
const PAGES = 384;

interface Data {
  readonly address: Address;
  readonly length: number;
  readonly dtype: DataType;
  references: number;
}

/**
 * A backend of TensorFlow.js on our own kernels. tfjs' own WebAssembly is fifty times as large, since it holds over a hundred kernels, and
 * takes about twice as long: it has neither Winograd's tiles nor products that fit the registers of a browser's SIMD.
 *
 * Numbers are float32, or int32 for shapes and the like. Views of the memory last until something is allocated.
 */
export class SimdBackend extends KernelBackend {
  readonly #tensors = new Map<DataId, Data>();
  /** Filters as a kernel wants them, by what they were made from. */
  readonly #prepared = new Map<DataId, Map<string, Address>>();
  readonly #heap: Heap;
  #scratch: { readonly address: Address; readonly bytes: number } | null = null;

  private constructor(
    readonly kernels: Kernels,
    memory: WebAssembly.Memory,
  ) {
    super();
    this.#heap = new Heap(memory);
  }

  /** @throws Error where this browser has no WebAssembly with SIMD */
  static async create(): Promise<SimdBackend> {
    const memory = new WebAssembly.Memory({ initial: PAGES });
    return new SimdBackend(await loadKernels(memory), memory);
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: DataId,
    values: BackendValues,
    shape: number[],
    dtype: DataType,
    references: number,
  ): void {
    const { length, address } = this.#add(dataId, shape, dtype, references);
    const numbers = values as Float32Array | Int32Array;
    this.#view(address, length, dtype).set(numbers);
  }

  override read(dataId: DataId): Promise<BackendValues> {
    return Promise.resolve(this.readSync(dataId));
  }

  override readSync(dataId: DataId): BackendValues {
    const { address, length, dtype } = this.#data(dataId);
    return this.#view(address, length, dtype).slice();
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const data = this.#tensors.get(dataId);
    if (!data) return true;
    data.references--;
    if (!force && data.references > 0) return false;
    this.#heap.free(data.address);
    for (const address of this.#prepared.get(dataId)?.values() ?? []) this.#heap.free(address);
    this.#prepared.delete(dataId);
    this.#tensors.delete(dataId);
    return true;
  }

  override refCount = (dataId: DataId): number => this.#tensors.get(dataId)?.references ?? 0;

  override incRef(dataId: DataId): void {
    this.#data(dataId).references++;
  }

  override numDataIds = (): number => this.#tensors.size;
  override memory = (): { unreliable: boolean } => ({ unreliable: false });
  override floatPrecision = (): 32 => 32;
  override epsilon = (): number => 1e-7;
  override dispose = (): void => undefined; // all of it goes with the memory

  floatsAt = (address: Address, length: number) => this.#heap.floats(address, length);
  integersAt = (address: Address, length: number) => this.#heap.integers(address, length);
  bytesAt = (address: Address, length: number) => this.#heap.bytes(address, length);

  addressOf = ({ dataId }: TensorInfo): Address => this.#data(dataId).address;

  /** Of the memory that was ever handed out; it never shrinks. */
  get used(): number {
    return this.#heap.used;
  }

  /** Room for a float32 tensor, whatever lies there now. */
  output(shape: number[]): TensorInfo {
    const dataId = {};
    this.#add(dataId, shape, 'float32', 1);
    return { dataId, shape, dtype: 'float32' };
  }

  /** Room for a kernel's own use until it returns. */
  scratch(bytes: number): Address {
    if (!this.#scratch || this.#scratch.bytes < bytes) {
      if (this.#scratch) this.#heap.free(this.#scratch.address);
      this.#scratch = { address: this.#heap.allocate(bytes), bytes };
    }
    return this.#scratch.address;
  }

  /** What `make` writes once into `bytes` of memory, from a tensor that does not change; `form` names it. */
  prepared({ dataId }: TensorInfo, form: string, bytes: number, make: (to: Address) => void): Address {
    const forms = this.#prepared.get(dataId) ?? new Map<string, Address>();
    this.#prepared.set(dataId, forms);
    const known = forms.get(form);
    if (known !== undefined) return known;
    const address = this.#heap.allocate(bytes);
    forms.set(form, address);
    make(address);
    return address;
  }

  #add(dataId: DataId, shape: number[], dtype: DataType, references: number): Data {
    if (dtype !== 'float32' && dtype !== 'int32')
      throw new TypeError(`A tensor of ${dtype}: expected float32 or int32.`);
    const length = util.sizeFromShape(shape);
    const data = { address: this.#heap.allocate(4 * length), length, dtype, references };
    this.#tensors.set(dataId, data);
    return data;
  }

  #view(address: Address, length: number, dtype: DataType): Float32Array | Int32Array {
    return dtype === 'int32' ? this.integersAt(address, length) : this.floatsAt(address, length);
  }

  #data(dataId: DataId): Data {
    const data = this.#tensors.get(dataId);
    if (!data) throw new RangeError('A tensor that was disposed of or never written.');
    return data;
  }
}
