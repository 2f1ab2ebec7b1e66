import { area, fromView, letterbox, type Box, type Size } from '../geometry';
import { blend, INPUT_SIZE, SIZE_STEP } from './blazeface';
import { BlazefaceNet } from './blazeface-net';
import type { FrameHolder } from './canvas';

/** At 0.5 textured walls have a face here and there; at 0.65 `invoke bench` finds none on its walls and loses no face. */
const MINIMUM_SCORE = 0.65;
/** Overlap from which two boxes are one face, as in the paper's reference pipeline. */
const SAME_FACE_IOU = 0.3;
/** Below this part of the frame's longer side (21 of 128 pixels) boxes get unsteady. */
const SMALL_FACE_RATIO = 1 / 6;
/** A closer look is worth its time where faces are larger in it by so much: at a square frame it would see the same again. */
const MINIMUM_ZOOM = 1.1;

/** Finds the faces of a held frame. */
export class Detector {
  readonly #net: BlazefaceNet;

  private constructor(net: BlazefaceNet) {
    this.#net = net;
  }

  /** `backend` is waited for once the files are here. */
  static async load(folder: URL, backend: Promise<unknown>): Promise<Detector> {
    return new Detector(await BlazefaceNet.load(folder, backend));
  }

  compile(): void {
    this.#net.compile();
  }

  /**
   * Face boxes in pixels of the frame, largest first. The frame is looked at with INPUT_SIZE pixels along its longer side first; where that
   * shows nobody or only small faces, with as many along its shorter one: a face a quarter as high as a 16:9 frame is some 18 pixels at
   * first, 32 then.
   */
  async detect(frame: FrameHolder, { width, height }: Size): Promise<Box[]> {
    const whole = await this.detectOnce(frame, { width, height });
    const largest = Math.max(0, ...whole.map((box) => box[2]));
    const longer = Math.max(width, height);
    const zoom = longer / Math.min(width, height);
    const isWorthIt = largest < SMALL_FACE_RATIO * longer && zoom >= MINIMUM_ZOOM;
    const closer = isWorthIt ? await this.#look(frame, { width, height }, INPUT_SIZE * zoom) : [];
    return [...(closer.length > 0 ? closer : whole)].sort((a, b) => area(b) - area(a));
  }

  /** The faces that a single look at the whole frame shows. */
  detectOnce(frame: FrameHolder, wholeFrame: Size): Promise<Box[]> {
    return this.#look(frame, wholeFrame, INPUT_SIZE);
  }

  /** The faces of the frame seen with `longest` pixels along its longer side. */
  async #look(frame: FrameHolder, wholeFrame: Size, longest: number): Promise<Box[]> {
    const { view, size } = letterbox(wholeFrame, longest, SIZE_STEP);
    const seen = await this.#net.look(frame.view(view, size), MINIMUM_SCORE);
    const detections = seen.map((detection) => ({ ...detection, box: fromView(detection.box, view) }));
    return blend(detections, SAME_FACE_IOU).map(({ box }) => box);
  }
}
