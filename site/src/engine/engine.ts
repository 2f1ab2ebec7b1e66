import { engine, memory } from '@tensorflow/tfjs-core';
import type { Backend } from '../analysis';
import { cropSquare, type Box, type Size } from '../geometry';
import type { Manifest } from '../manifest';
import type { Example, Learned } from '../teach/head';
import { startBackend, type Code, type Started } from './backend';
import { FrameHolder } from './canvas';
import { Classifier } from './classifier';
import { Detector } from './detector';
import { corrected } from './fit';
import { compareGolden } from './golden';
import { learn } from './learn';
import { loadManifest } from './model-files';
import type { Calls, GoldenResult, Seen } from './protocol';
import { cropOf, regionOf } from './resample';
import { softmax } from './softmax';

/** Faces judged in one frame, the largest ones. */
export const MAXIMUM_FACES = 8;

/** Everything that computes, behind one door: pictures in, plain numbers out, no tensor leaves. */
export class Engine {
  readonly #frame = new FrameHolder();

  private constructor(
    readonly manifest: Manifest,
    private readonly modelFolder: URL,
    private readonly detector: Detector,
    private readonly classifier: Classifier,
    private readonly backend: Started,
  ) {}

  /**
   * Loads, checks and compiles on one backend; throws a Failure that says which part is missing or wrong.
   *
   * @param root folder that model/ and detector/ lie in
   * @param code of the backend
   * @param onLost is called with a reason when the backend goes away later, as a GPU can
   */
  static async load(root: URL, backend: Backend, code: Code, onLost: (why: string) => void): Promise<Engine> {
    const modelFolder = new URL('model/', root);
    // Everything is fetched at once; only the nets wait for the backend that is to hold their weights.
    const starting = startBackend(backend, code, onLost);
    const manifestComing = loadManifest(modelFolder);
    const loading = Promise.all([
      manifestComing,
      starting,
      Detector.load(new URL('detector/', root), starting),
      manifestComing.then((manifest) => Classifier.load(modelFolder, manifest, starting)),
    ]);
    const [manifest, started, detector, classifier] = await loading;
    const made = new Engine(manifest, modelFolder, detector, classifier, started);
    await started.compile(() => {
      detector.compile();
      classifier.compile();
    });
    return made;
  }

  dispose(): void {
    this.backend.stop();
  }

  /** The backend's own count of tensors, since those on the way through a net are not tracked by tfjs; bytes of the weights. */
  memory = (): { numTensors: number; numBytes: number } => ({
    numTensors: engine().backend.numDataIds(),
    numBytes: memory().numBytes,
  });

  golden = (): Promise<GoldenResult> => compareGolden(this.modelFolder, this.manifest, this.classifier);

  /** Median milliseconds of finding and judging one face. */
  async time(rounds: number): Promise<number> {
    const frame = new ImageData(640, 480);
    const box: Box = [260, 180, 120, 120];
    const times_ms: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      await this.detector.detectOnce(this.#frame, this.#frame.take(frame));
      await this.look({ frame, boxes: [box], head: null, collect: false });
      times_ms.push(performance.now() - started);
    }
    return times_ms.sort((a, b) => a - b)[rounds >> 1] ?? 0;
  }

  learn = (examples: readonly Example[]): Learned => learn(examples, this.manifest);

  async look({ frame, boxes: known, head, collect }: Calls['look']['ask']): Promise<Seen> {
    const started = performance.now();
    const size = this.#frame.take(frame);
    const boxes = (known ?? (await this.detector.detect(this.#frame, size))).slice(0, MAXIMUM_FACES);
    const detected = performance.now();
    const inputs = await Promise.all(boxes.map((box) => this.#crop(box, size)));
    const cropped = performance.now();
    const evidence = await this.classifier.classify(inputs);
    const { temperature } = this.manifest.output;
    return {
      size,
      boxes,
      probabilities: evidence.map(({ logits }) => softmax(logits, temperature)),
      personal: head ? evidence.map((of) => softmax(corrected(head, of), temperature)) : [],
      evidence: collect ? evidence : [],
      inputs,
      detect_ms: known ? 0 : detected - started,
      crop_ms: cropped - (known ? started : detected),
      classify_ms: performance.now() - cropped,
      tensors: this.memory().numTensors,
      frame,
    };
  }

  async #crop(box: Box, frame: Size): Promise<Float32Array<ArrayBuffer>> {
    const { crop: rule, width } = this.manifest.input;
    const [x, y, side] = cropSquare(box, rule);
    const region = regionOf([x, y, side, side], width, frame);
    const pixels = await this.#frame.region(region);
    const crop = this.backend.crop ?? cropOf;
    return crop(pixels, [x - region[0], y - region[1], side, side], width);
  }
}
