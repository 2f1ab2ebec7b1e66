import {
  fromView,
  iou,
  letterbox,
  pointFromView,
  type Box,
  type Place,
  type Point,
  type Size,
} from '../geometry';
import type { Started } from './backend';
import { blend, INPUT_SIZE, SIZE_STEP, type Detection } from './blazeface';
import { BlazefaceNet } from './blazeface-net';
import type { FrameHolder } from './canvas';

/** At 0.5 textured walls have a face here and there; at 0.65 `invoke bench` finds none on its walls and loses no face. */
const MINIMUM_SCORE = 0.65;
/** What may be a face, to be looked at closer: at 0.15 every picture of one has something else in it that is to be looked at, too. */
const MINIMUM_GUESS = 0.3;
/** Overlap from which two boxes are one face, as in the paper's reference pipeline. */
const SAME_FACE_IOU = 0.3;
/** A second look at the whole frame is worth its time where faces are larger in it by so much: at a square frame it would see the same. */
const MINIMUM_ZOOM = 1.1;
/** A guess is looked at with so many pixels, and so many times its size around it. 32 pixels confirm
 *  far fewer of the small faces, and 64 somewhat more in twice the time. */
const SQUARE: Size = { width: 48, height: 48 };
const CLOSE_RATIO = 1.6;
/** The likeliest: a shelf of books may have any number. */
const MOST_GUESSES = 12;
/** What a closer look finds is the face that was guessed if it overlaps it by so much. */
const GUESSED_IOU = 0.2;

/** A face that may be there, and whether it surely is, in just this place. */
export interface Guess extends Place {
  readonly isSure: boolean;
}

/** Finds the faces of a held frame, in pixels of the frame: `search` says where they may be, and `confirm` looks closer. */
export class Detector {
  readonly #net: BlazefaceNet;

  private constructor(net: BlazefaceNet) {
    this.#net = net;
  }

  /** `backend` is waited for once the files are here. */
  static async load(folder: URL, backend: Promise<Started>): Promise<Detector> {
    return new Detector(await BlazefaceNet.load(folder, backend));
  }

  get numBytes(): number {
    return this.#net.numBytes;
  }

  compile(): void {
    this.#net.compile();
  }

  /** What a look at the whole frame shows, with INPUT_SIZE pixels along its longer side; the likeliest first. */
  search(frame: FrameHolder, wholeFrame: Size): Promise<Guess[]> {
    return this.#guesses(frame, wholeFrame, INPUT_SIZE);
  }

  /**
   * The same with as many along its shorter side, for a frame that `search` found nobody in: a face a quarter as high as a 16:9 frame is
   * some 18 pixels at first, 32 then. Nothing where it would see the same again.
   */
  async searchCloser(frame: FrameHolder, wholeFrame: Size): Promise<Guess[]> {
    const { width, height } = wholeFrame;
    const zoom = Math.max(width, height) / Math.min(width, height);
    return zoom < MINIMUM_ZOOM ? [] : this.#guesses(frame, wholeFrame, INPUT_SIZE * zoom);
  }

  /** For each guess the face's place, or null where it is none: what is not sure is looked at by itself. */
  async confirm(frame: FrameHolder, guesses: readonly Guess[]): Promise<(Place | null)[]> {
    const doubtful = guesses.filter(({ isSure }) => !isSure);
    const seen = await this.#look(frame, doubtful.map(around), SQUARE, MINIMUM_SCORE);
    return guesses.map((guess) => {
      if (guess.isSure) return guess;
      const overlap = ({ box }: Detection) => iou(box, guess.box);
      const [found] = (seen[doubtful.indexOf(guess)] ?? []).sort((a, b) => overlap(b) - overlap(a));
      return found && overlap(found) > GUESSED_IOU ? placeOf(found) : null;
    });
  }

  async #guesses(frame: FrameHolder, wholeFrame: Size, longest: number): Promise<Guess[]> {
    const { view, size } = letterbox(wholeFrame, longest, SIZE_STEP);
    const [seen = []] = await this.#look(frame, [view], size, MINIMUM_GUESS);
    return seen
      .slice(0, MOST_GUESSES)
      .map((one) => ({ ...placeOf(one), isSure: one.score >= MINIMUM_SCORE }));
  }

  /** The faces in each of these parts of the frame, seen in the given size. */
  async #look(
    frame: FrameHolder,
    views: readonly Box[],
    size: Size,
    minimumScore: number,
  ): Promise<Detection[][]> {
    if (views.length === 0) return [];
    const seen = await this.#net.look(
      views.map((view) => frame.view(view, size)),
      minimumScore,
    );
    return views.map((view, at) =>
      blend(seen[at] ?? [], SAME_FACE_IOU).map((one) => ({
        ...one,
        box: fromView(one.box, view),
        points: one.points.map((point) => pointFromView(point, view)),
      })),
    );
  }
}

/** In pixels: the head is tilted as the line through its eyes is. */
function placeOf({ box, points: [rightEye = ORIGIN, leftEye = ORIGIN] }: Detection): Place {
  return { box, tilt: Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]) };
}

const ORIGIN: Point = [0, 0];

/** The part of the frame that a guess is looked at in. */
function around({ box: [x, y, width, height] }: Guess): Box {
  const side = CLOSE_RATIO * Math.max(width, height);
  return [x + (width - side) / 2, y + (height - side) / 2, side, side];
}

/** Those that are no face again that came before: two guesses may turn out to be one. */
export const distinct = <Face extends { readonly box: Box }>(faces: readonly Face[]): Face[] =>
  faces.filter(({ box }, at) => faces.slice(0, at).every((before) => iou(before.box, box) < SAME_FACE_IOU));
