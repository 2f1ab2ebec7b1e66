import { Failure } from '../failure';
import type { Box, Size } from '../geometry';

/** Anything a frame can be taken from. */
export type FrameSource = HTMLVideoElement | HTMLImageElement | HTMLCanvasElement | ImageBitmap | ImageData;

export function sizeOf(source: FrameSource): Size {
  if (source instanceof HTMLVideoElement) return { width: source.videoWidth, height: source.videoHeight };
  if (source instanceof HTMLImageElement) return { width: source.naturalWidth, height: source.naturalHeight };
  return { width: source.width, height: source.height };
}

/** A canvas that is read back often, so it lives in memory and not on the GPU. */
function readable(size: Size): CanvasRenderingContext2D {
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Failure('engine-failed', 'This browser gives no 2D canvas to read pixels with.');
  return context;
}

/** Holds one frame still, so that detector, crop and picture all speak of the same moment. */
export class FrameHolder {
  readonly #frame = readable({ width: 1, height: 1 });
  readonly #square = readable({ width: 1, height: 1 });

  get canvas(): HTMLCanvasElement {
    return this.#frame.canvas;
  }

  take(source: FrameSource): Size {
    const size = sizeOf(source);
    if (size.width === 0 || size.height === 0) {
      throw new Failure(
        'engine-failed',
        `The picture: got ${size.width} × ${size.height} pixels, expected some.`,
      );
    }
    const { canvas } = this.#frame;
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
    if (source instanceof ImageData) this.#frame.putImageData(source, 0, 0);
    else this.#frame.drawImage(source, 0, 0);
    return size;
  }

  /** Whole pixels of the frame, one to one. */
  region([x, y, width, height]: Box): ImageData {
    return this.#frame.getImageData(x, y, width, height);
  }

  /** A square of the frame drawn to side × side, black where it reaches beyond; the browser's scaling is good enough to detect. */
  square([x, y, extent]: Box, side: number): ImageData {
    const { canvas } = this.#square;
    if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
    const scale = side / extent;
    this.#square.setTransform(scale, 0, 0, scale, -x * scale, -y * scale);
    this.#square.fillStyle = 'black';
    this.#square.fillRect(x, y, extent, extent);
    this.#square.drawImage(this.#frame.canvas, 0, 0);
    return this.#square.getImageData(0, 0, side, side);
  }
}
