import { engine } from '@tensorflow/tfjs-core';
import type { Backend } from '../analysis';
import { area, cropSquare, reachOf, type Box, type Place, type Size } from '../geometry';
import type { Manifest } from '../manifest';
import type { Evidence, Example, Learned } from '../teach/head';
import { startBackend, type Code, type Started } from './backend';
import { FrameHolder } from './canvas';
import { Classifier } from './classifier';
import { Detector, distinct, type Guess } from './detector';
import { corrected } from './fit';
import { compareGolden } from './golden';
import { learn } from './learn';
import { loadManifest } from './model-files';
import type { Partner } from './partner';
import type { Calls, GoldenResult, Seen } from './protocol';
import { cropOf, regionOf, turnedCrop } from './resample';
import { softmax } from './softmax';

/** A head tilted by less, in radians, is seen as it is: the model knows such from its training, and turning takes time. */
const LEVEL_WITHIN = 0.1;

/** Faces judged in one frame, the largest ones. */
export const MAXIMUM_FACES = 8;

interface Judged extends Place {
  /** (height, width), what the classifier sees of it. */
  readonly input: Float32Array<ArrayBuffer>;
  readonly evidence: Evidence;
}

/** Where the time of a look goes. */
class Laps {
  readonly times_ms = { detect_ms: 0, crop_ms: 0, classify_ms: 0 };
  #since = performance.now();

  /** What has passed since the last end was time of this stage. */
  end(stage: keyof Laps['times_ms']): void {
    const now = performance.now();
    this.times_ms[stage] += now - this.#since;
    this.#since = now;
  }
}

/** Everything that computes, behind one door: pictures in, plain numbers out, no tensor leaves. */
export class Engine {
  readonly #frame = new FrameHolder();
  #partner: Partner | null = null;

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
    this.#partner?.close();
    this.backend.stop();
  }

  /** The backend's own count of tensors, since tfjs tracks none of ours; bytes of the weights. */
  memory = (): { numTensors: number; numBytes: number } => ({
    numTensors: engine().backend.numDataIds(),
    numBytes: this.detector.numBytes + this.classifier.numBytes,
  });

  golden = (): Promise<GoldenResult> => compareGolden(this.modelFolder, this.manifest, this.classifier);

  /** Median milliseconds of finding and judging one face. */
  async time(rounds: number): Promise<number> {
    const frame = new ImageData(640, 480);
    const place: Place = { box: [260, 180, 120, 120], tilt: 0 };
    const times_ms: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      await this.detector.search(this.#frame, this.#frame.take(frame));
      await this.look({ frame, places: [place], head: null, collect: false });
      times_ms.push(performance.now() - started);
    }
    return times_ms.sort((a, b) => a - b)[rounds >> 1] ?? 0;
  }

  learn = (examples: readonly Example[]): Learned => learn(examples, this.manifest);

  /** Has a partner judge half of the faces from now on, as long as it answers. */
  assistedBy(partner: Partner): void {
    this.#partner = partner;
  }

  async look({ frame, places: known, head, collect }: Calls['look']['ask']): Promise<Seen> {
    const laps = new Laps();
    const size = this.#frame.take(frame);
    const faces = await (known
      ? this.#judge(
          known.map((place) => ({ ...place, isSure: true })),
          size,
          laps,
        )
      : this.#find(size, laps));
    const evidence = faces.map((face) => face.evidence);
    const { temperature } = this.manifest.output;
    return {
      size,
      boxes: faces.map(({ box }) => box),
      tilts: faces.map(({ tilt }) => tilt),
      probabilities: evidence.map(({ logits }) => softmax(logits, temperature)),
      personal: head ? evidence.map((of) => softmax(corrected(head, of), temperature)) : [],
      evidence: collect ? evidence : [],
      inputs: faces.map(({ input }) => input),
      ...laps.times_ms,
      tensors: this.memory().numTensors,
      frame,
    };
  }

  /** What the classifier makes of these crops, for another engine, which this one is the partner of. */
  classify = (inputs: readonly Float32Array[]): Promise<Evidence[]> => this.classifier.classify(inputs);

  /** The faces of the held frame, largest first. */
  async #find(size: Size, laps: Laps): Promise<Judged[]> {
    const guesses = await this.detector.search(this.#frame, size);
    laps.end('detect_ms');
    let faces = await this.#judge(guesses, size, laps);
    if (faces.length === 0) {
      const closer = await this.detector.searchCloser(this.#frame, size);
      laps.end('detect_ms');
      faces = await this.#judge(closer, size, laps);
    }
    return distinct(faces)
      .sort((a, b) => area(b.box) - area(a.box))
      .slice(0, MAXIMUM_FACES);
  }

  /**
   * Those of the guesses that are faces, in their order. The first half is for the partner, where there is one: it has begun to judge them
   * when the second is only looked at.
   */
  async #judge(guesses: readonly Guess[], size: Size, laps: Laps): Promise<Judged[]> {
    const partner = this.#partner;
    const half = partner ? guesses.length >> 1 : 0;
    const theirs = await this.#crops(guesses.slice(0, half), size, laps);
    const asked =
      partner && theirs.length > 0
        ? this.#ask(
            partner,
            theirs.map(({ input }) => input),
          )
        : [];
    const ours = await this.#crops(guesses.slice(half), size, laps);
    const here = await this.classify(ours.map(({ input }) => input));
    const evidence = [...(await asked), ...here];
    laps.end('classify_ms');
    return [...theirs, ...ours].flatMap((face, at) => {
      const of = evidence[at];
      return of ? [{ ...face, evidence: of }] : [];
    });
  }

  /** Asks the partner; should it fail, this engine does its work, and goes on without it. */
  async #ask(partner: Partner, inputs: readonly Float32Array[]): Promise<readonly Evidence[]> {
    try {
      return await partner.classify(inputs);
    } catch {
      partner.close();
      if (this.#partner === partner) this.#partner = null;
      return this.classify(inputs);
    }
  }

  /** Those of the guesses that are faces, in their order, as the classifier is to see them. */
  async #crops(guesses: readonly Guess[], size: Size, laps: Laps): Promise<Omit<Judged, 'evidence'>[]> {
    const confirmed = await this.detector.confirm(this.#frame, guesses);
    if (guesses.some(({ isSure }) => !isSure)) laps.end('detect_ms');
    const faces = confirmed.filter((place) => place !== null);
    const crops = await Promise.all(
      faces.map(async ({ box, tilt }) => ({ box, tilt, input: await this.#crop({ box, tilt }, size) })),
    );
    laps.end('crop_ms');
    return crops;
  }

  async #crop(place: Place, frame: Size): Promise<Float32Array<ArrayBuffer>> {
    const { crop: rule, width } = this.manifest.input;
    const tilt = Math.abs(place.tilt) < LEVEL_WITHIN ? 0 : place.tilt;
    const square = cropSquare({ ...place, tilt }, rule);
    const region = regionOf(reachOf(square, tilt), width, frame);
    const pixels = await this.#frame.region(region);
    const within: Box = [square[0] - region[0], square[1] - region[1], square[2], square[3]];
    const crop = this.backend.crop ?? cropOf;
    return tilt === 0 ? crop(pixels, within, width) : turnedCrop(crop, pixels, within, tilt, width);
  }
}
