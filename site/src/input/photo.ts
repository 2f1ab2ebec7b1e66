import { Failure } from '../failure';

/** Longest side of a photo in pixels: enough for any face in it, and a 50-megapixel picture would not fit a phone's memory. */
const LONGEST_SIDE = 1920;

/** A picture file, decoded, turned upright and scaled down to at most 1920 pixels. */
export async function readPhoto(file: Blob): Promise<ImageBitmap> {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = LONGEST_SIDE / Math.max(bitmap.width, bitmap.height);
    if (scale >= 1) return bitmap;
    const resizeWidth = Math.round(bitmap.width * scale);
    const resizeHeight = Math.round(bitmap.height * scale);
    const small = await createImageBitmap(bitmap, { resizeWidth, resizeHeight, resizeQuality: 'high' });
    bitmap.close();
    return small;
  } catch (thrown) {
    throw new Failure(
      'picture-unreadable',
      `The file is ${file.type || 'of unknown type'}: ${String(thrown)}`,
      {
        cause: thrown,
      },
    );
  }
}
