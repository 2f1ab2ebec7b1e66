import { Failure } from '../failure';
import type { Box, Size } from '../geometry';

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
  context.globalCompositeOperation = 'copy'; // through a see-through photo the frame before must not show
  return context;
}

/** Holds one frame still, so that detector and crop speak of the same moment. */
export class FrameHolder {
  readonly #frame = readable(1, 1);
  readonly #view = readable(1, 1);

  take(source: ImageBitmap | ImageData): Size {
    const { width, height } = source;
    if (width === 0 || height === 0) {
      throw new Failure('picture-unreadable', `The picture: got ${width} × ${height} pixels, expected some.`);
    }
    const { canvas } = this.#frame;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    if (source instanceof ImageData) this.#frame.putImageData(source, 0, 0);
    else this.#frame.drawImage(source, 0, 0);
    return { width, height };
  }

  /** Whole pixels of the frame, one to one. */
  region([x, y, width, height]: Box): ImageData {
    return this.#frame.getImageData(x, y, width, height);
  }

  /** A part of the frame drawn to the given size, black where it reaches beyond; the browser's scaling is good enough to detect. */
  view([x, y, width, height]: Box, size: Size): ImageData {
    const { canvas } = this.#view;
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
    const [across, down] = [size.width / width, size.height / height];
    this.#view.setTransform(across, 0, 0, down, -x * across, -y * down);
    this.#view.drawImage(this.#frame.canvas, 0, 0);
    return this.#view.getImageData(0, 0, size.width, size.height);
  }
}
