import { Failure } from '../failure';
import type { Frame } from '../engine/protocol';

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

/** A copy of what the source shows now, for the engine to keep; the source stays the caller's. */
export async function grab(source: FrameSource): Promise<Frame> {
  if (source instanceof ImageData) return source;
  try {
    return await createImageBitmap(source);
  } catch (thrown) {
    throw new Failure('picture-unreadable', `The picture cannot be read: ${String(thrown)}`, {
      cause: thrown,
    });
  }
}
