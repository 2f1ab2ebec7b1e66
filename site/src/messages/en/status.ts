/** What the page says about the picture in view. */
const several = (count: number, one: string): string => (count === 1 ? `one ${one}` : `${count} ${one}s`);

export const status = {
  /** An impression, never a fact about the person. */
  looks: (label: string, share: string): string => `looks ${label}, ${share}`,
  unsureBetween: (labels: readonly string[]): string => `unsure: ${labels.join(' or ')}`,
  severalFaces: (count: number, chosen: boolean): string =>
    chosen
      ? `About the face you chose, of ${count} in view.`
      : `About one of ${count} faces. Press a box to choose.`,
  noFaceTitle: 'No face in view',
  /** In two parts: the first is the headline, the second what helps, in smaller type below it. */
  noFace: ['No face in view.', ' Come closer, or turn towards the light.'] as readonly [string, string],
  noFacePhoto: [
    'No face in view in this photo.',
    ' Try one where a face is larger and turned towards the camera.',
  ] as readonly [string, string],
  loading: 'Loading the model…',
  ready: 'Ready when you are.',
  asking: 'Your browser is asking for the camera…',
  looking: 'Looking…',
  lookingAtPhoto: (number: number, count: number): string => `Looking at photo ${number} of ${count}…`,
  album: (photos: number, faces: number): string => `${several(photos, 'photo')}, ${several(faces, 'face')}.`,
  albumFull: (left: number): string => `Choose fewer at once: ${several(left, 'photo')} had no room.`,
};
