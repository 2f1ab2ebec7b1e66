/** Pictures that can travel to a worker and back: what is not plain pixels is handed over, and has to be closed in the end. */
import type { Size } from './geometry';

/** A camera's frame may come as a VideoFrame, everything else as an ImageBitmap or as what it was given as. */
export type Picture = ImageBitmap | VideoFrame | ImageData;

/** In pixels, as it is shown. */
export const sizeOf = (picture: Picture): Size =>
  'displayWidth' in picture
    ? { width: picture.displayWidth, height: picture.displayHeight }
    : { width: picture.width, height: picture.height };

export function close(picture: Picture): void {
  if (!(picture instanceof ImageData)) picture.close();
}

export function resize(canvas: { width: number; height: number }, { width, height }: Size): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
}

/** Draws the picture pixel for pixel on a canvas that gets its size. */
export function draw(
  picture: Picture,
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
): void {
  resize(context.canvas, sizeOf(picture));
  if (picture instanceof ImageData) context.putImageData(picture, 0, 0);
  else context.drawImage(picture, 0, 0);
}
