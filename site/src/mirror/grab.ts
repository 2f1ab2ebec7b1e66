import { Failure } from '../failure';
import type { Picture } from '../picture';

/** Anything a frame can be taken from. */
export type FrameSource =
  | HTMLVideoElement
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | ImageBitmap
  | ImageData
  | VideoFrame
  | Blob;

/** Where a film is, in seconds; nothing for any other source. To be asked right before a frame is taken from it. */
export const placeIn = (source: FrameSource): { film_s?: number } =>
  source instanceof HTMLVideoElement && !source.srcObject ? { film_s: source.currentTime } : {};

/** What the source shows now, for the engine to keep; the source stays the caller's. */
export async function grab(source: FrameSource): Promise<Picture> {
  if (source instanceof ImageData) return source;
  try {
    // As it is, where the browser hands it out: turning all of it into pixels first takes as long as finding a face. Not a film's
    // picture, which may lie on its side in the file.
    if ('VideoFrame' in window) {
      if (source instanceof VideoFrame) return source.clone();
      if (source instanceof HTMLVideoElement && source.srcObject) return new VideoFrame(source);
    }
    return await createImageBitmap(source);
  } catch (thrown) {
    throw new Failure('picture-unreadable', `The picture cannot be read: ${String(thrown)}`, {
      cause: thrown,
    });
  }
}
