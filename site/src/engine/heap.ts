import type { Address } from './kernels';

/** Bytes of a page of WebAssembly's memory. */
const PAGE = 65_536;
/** So many bytes lie apart: the processor's cache lines, and no kernel reads further than that behind what it is given. */
const STEP = 64;

/**
 * Hands out parts of a WebAssembly memory. What is given back is kept for the next of about the same size, since a net asks for the same
 * sizes with every picture.
 */
export class Heap {
  readonly #memory: WebAssembly.Memory;
  readonly #free = new Map<number, Address[]>();
  readonly #sizes = new Map<Address, number>();
  #end: Address = STEP;
  #floats: Float32Array<ArrayBuffer>;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#floats = new Float32Array(memory.buffer as ArrayBuffer);
  }

  get used(): number {
    return this.#end;
  }

  allocate(bytes: number): Address {
    const size = roomFor(bytes);
    const address = this.#free.get(size)?.pop() ?? this.#more(size);
    this.#sizes.set(address, size);
    return address;
  }

  free(address: Address): void {
    const size = this.#sizes.get(address);
    if (size === undefined) throw new RangeError(`${address}: expected the address of something allocated.`);
    this.#sizes.delete(address);
    const others = this.#free.get(size);
    if (others) others.push(address);
    else this.#free.set(size, [address]);
  }

  /** `length` floats as they lie there; only good until the next call of allocate, which may move the memory. */
  floats(address: Address, length: number): Float32Array<ArrayBuffer> {
    return this.#floats.subarray(address >> 2, (address >> 2) + length);
  }

  /** The same as integers. */
  integers(address: Address, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#floats.buffer, address, length);
  }

  /** The same as bytes. */
  bytes(address: Address, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#floats.buffer, address, length);
  }

  #more(size: number): Address {
    const address = this.#end;
    this.#end += size;
    const missing = this.#end + STEP - this.#memory.buffer.byteLength;
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / PAGE));
      this.#floats = new Float32Array(this.#memory.buffer as ArrayBuffer);
    }
    return address;
  }
}

/** At most a quarter more than asked for, so that sizes nearly alike can take each other's place. */
function roomFor(bytes: number): number {
  const step = Math.max(STEP, 2 ** (Math.floor(Math.log2(Math.max(bytes, 1))) - 2));
  return Math.max(step, Math.ceil(bytes / step) * step);
}
