import { Failure } from '../failure';
import type { Box, Size } from '../geometry';
import { draw, resize, sizeOf, type Picture } from '../picture';
import type { Pixels } from './resample';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** A canvas that is read back often, so it lives in memory and not on the GPU. */
function readable(width: number, height: number): Context {
  // In the page, only where there is no other: Safari before 16.4 has no 2D context off screen.
  const canvas =
    typeof document === 'undefined'
      ? new OffscreenCanvas(width, height)
      : Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true }) as Context | null;
  if (!context) throw new Failure('engine-failed', 'This browser gives no 2D canvas to read pixels with.');
  return context;
}

/** Holds one frame still, so that detector and crop speak of the same moment. */
export class FrameHolder {
  readonly #canvas = readable(1, 1);
  readonly #view = readable(1, 1);
  #frame: Picture | null = null;
  #isDrawn = false;

  /** The frame stays its owner's, and has to stay open as long as it is looked at. */
  take(frame: Picture): Size {
    const { width, height } = sizeOf(frame);
    if (width === 0 || height === 0) {
      throw new Failure('picture-unreadable', `The picture: got ${width} × ${height} pixels, expected some.`);
    }
    this.#frame = frame;
    this.#isDrawn = false;
    return { width, height };
  }

  /** Whole pixels of the frame, one to one. */
  async region(box: Box): Promise<Pixels> {
    const copied = this.#frame && 'copyTo' in this.#frame ? await copyOf(this.#frame, box) : null;
    return copied ?? this.#drawn().getImageData(...box);
  }

  /** A part of the frame drawn to the given size, black where it reaches beyond; the browser's scaling is good enough to detect. */
  view(part: Box, { width, height }: Size): ImageData {
    const { canvas } = this.#view;
    // It grows to the largest of the sizes that come in turn: one that changed its size for each would be made anew for each.
    resize(canvas, { width: Math.max(width, canvas.width), height: Math.max(height, canvas.height) });
    this.#view.clearRect(0, 0, width, height);
    this.#view.drawImage(this.#drawn().canvas, ...part, 0, 0, width, height);
    return this.#view.getImageData(0, 0, width, height);
  }

  /** The canvas with the frame on it; a face that is only followed needs none. */
  #drawn(): Context {
    const frame = this.#frame;
    if (frame && !this.#isDrawn) {
      resize(this.#canvas.canvas, sizeOf(frame)); // which would undo the following
      this.#canvas.globalCompositeOperation = 'copy'; // through a see-through photo the frame before must not show
      draw(frame, this.#canvas);
      this.#isDrawn = true;
    }
    return this.#canvas;
  }
}

/** Pixels of a camera's picture, which are the same as a canvas would give, without drawing all of it; null where that cannot be. */
async function copyOf(frame: VideoFrame, [x, y, width, height]: Box): Promise<Pixels | null> {
  const { visibleRect, displayWidth, displayHeight } = frame;
  const { rotation = 0, flip = false } = frame as { rotation?: number; flip?: boolean }; // newer than TypeScript's types
  const isUpright =
    visibleRect?.width === displayWidth && visibleRect.height === displayHeight && rotation === 0 && !flip;
  const options = {
    rect: { x: x + (visibleRect?.x ?? 0), y: y + (visibleRect?.y ?? 0), width, height },
    format: 'RGBX',
  } as const;
  const isSolid = frame.format !== null && !frame.format.includes('A'); // through the rest black shows on the canvas
  try {
    // Browsers that do not know the option would give the camera's own planes.
    if (!isUpright || !isSolid || frame.allocationSize(options) !== 4 * width * height) return null;
    const data = new Uint8Array(4 * width * height);
    await frame.copyTo(data, options);
    return { data, width, height };
  } catch {
    return null; // an odd edge, or a picture that lies in a GPU's memory
  }
}
