/** Several photos at once: each read, judged and scaled down to be looked at. */
import { asFailure } from './failure';
import { scaled } from './geometry';
import { readPhoto } from './input/photo';
import type { MoodMirror } from './embed';
import type { Shot } from './state';

/** So many at once fit a phone's memory at the size they are kept in. */
export const MOST_PHOTOS = 60;
const LONGEST_SIDE = 640;

/** A photo with its faces; one that cannot be read is one all the same. Throws a Failure where the engine fails. */
export async function shotOf(mirror: MoodMirror, file: File): Promise<Shot> {
  const { name } = file;
  try {
    const photo = await readPhoto(file);
    const { faces, inputs } = await mirror.analyze(photo);
    const by = Math.min(1, LONGEST_SIDE / Math.max(photo.width, photo.height));
    const picture = await createImageBitmap(photo, {
      resizeWidth: Math.max(1, Math.round(photo.width * by)),
      resizeHeight: Math.max(1, Math.round(photo.height * by)),
      resizeQuality: 'high',
    });
    photo.close();
    return {
      name,
      picture,
      faces: faces.map((face) => ({ ...face, box: scaled(face.box, by) })),
      inputs,
      failure: null,
    };
  } catch (thrown) {
    const { reason } = asFailure(thrown, 'engine-failed');
    if (reason !== 'picture-unreadable') throw thrown;
    return { name, picture: null, faces: [], inputs: [], failure: reason };
  }
}
