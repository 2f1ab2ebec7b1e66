import { memory } from '@tensorflow/tfjs-core';
import type { Backend, Face, FrameAnalysis } from '../analysis';
import { cropSquare, type Box, type Size } from '../geometry';
import type { Manifest } from '../manifest';
import { startBackend } from './backend';
import { FrameHolder, type FrameSource } from './canvas';
import { Classifier } from './classifier';
import { Detector } from './detector';
import { compareGolden } from './golden';
import { loadManifest } from './model-files';
import { bt601Grey, regionOf, resampleSquare } from './resample';
import { softmax } from './softmax';

/** Everything that computes, behind one door: pictures in, plain numbers out, no tensor leaves. */
export class Engine {
  readonly #frame = new FrameHolder();
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly manifest: Manifest,
    readonly backend: Backend,
    /** Backends that were asked for or tried first and do not run here. */
    readonly skipped: readonly Backend[],
    readonly modelFolder: URL,
    private readonly detector: Detector,
    private readonly classifier: Classifier,
  ) {}

  /** Loads, checks and warms up; throws a Failure that says which part is missing or wrong. `root` is the page's folder. */
  static async load(root: URL, wanted: Backend): Promise<Engine> {
    const modelFolder = new URL('model/', root);
    const manifest = await loadManifest(modelFolder);
    const { backend, skipped } = await startBackend(wanted);
    const [detector, classifier] = await Promise.all([
      Detector.load(new URL('detector/', root)),
      Classifier.load(modelFolder, manifest),
    ]);
    const engine = new Engine(manifest, backend, skipped, modelFolder, detector, classifier);
    await engine.#warmUp();
    return engine;
  }

  /** Compiles and allocates before the first frame, so that nobody waits for it with the camera on. */
  async #warmUp(): Promise<void> {
    const { width, height } = this.manifest.input;
    await this.analyze(new ImageData(64, 64));
    await this.classifier.classify([new Float32Array(width * height)]);
  }

  /** The frame last analysed, held still: what was judged is what can be shown. */
  get frame(): HTMLCanvasElement {
    return this.#frame.canvas;
  }

  memory = (): { numTensors: number; numBytes: number } => memory();

  golden = async () => ({
    backend: this.backend,
    ...(await compareGolden(this.modelFolder, this.manifest, this.classifier)),
  });

  /** One frame at a time: a second call waits, since both would share the held frame. */
  analyze(source: FrameSource): Promise<FrameAnalysis> {
    const analysis = this.#queue.then(() => this.#analyze(source));
    this.#queue = analysis.catch(() => undefined);
    return analysis;
  }

  async #analyze(source: FrameSource): Promise<FrameAnalysis> {
    const started = performance.now();
    const frame = this.#frame.take(source);
    const boxes = await this.detector.detect(this.#frame, frame);
    const detected = performance.now();
    const inputs = boxes.map((box) => this.#crop(box, frame));
    const cropped = performance.now();
    const { logits } = await this.classifier.classify(inputs);
    const classified = performance.now();
    return {
      frame,
      faces: boxes.map((box, i) => this.#face(box, logits[i] ?? new Float32Array())),
      inputs,
      tensors: memory().numTensors,
      timings: {
        detect_ms: detected - started,
        crop_ms: cropped - detected,
        classify_ms: classified - cropped,
        total_ms: classified - started,
      },
      backend: this.backend,
    };
  }

  #crop(box: Box, frame: Size): Float32Array {
    const { crop, width } = this.manifest.input;
    const [x, y, side] = cropSquare(box, crop);
    const region = regionOf([x, y, side, side], width, frame);
    const pixels = this.#frame.region(region);
    return resampleSquare(bt601Grey(pixels), pixels, [x - region[0], y - region[1], side, side], width);
  }

  #face(box: Box, logits: Float32Array): Face {
    const { labels, output } = this.manifest;
    const probabilities = softmax(logits, output.temperature);
    const confidence = Math.max(...probabilities);
    return {
      box,
      label: labels[probabilities.indexOf(confidence)] ?? '',
      confidence,
      probabilities: Object.fromEntries(labels.map((label, i) => [label, probabilities[i] ?? 0])),
    };
  }
}
