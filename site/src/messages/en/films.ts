/** Films, and the ways to hand over a photo or a film. */
export const films = {
  /** The button, in two parts: the second is left out where there is no room. */
  pick: ['Photo', ' or video'] as readonly [string, string],
  takePhoto: 'Take a photo',
  controls: 'Film',
  play: 'Play',
  pause: 'Pause',
  place: 'Place in the film',
  placeOf: (time: string, duration: string): string => `${time} of ${duration}`,
  leftOut: (count: number): string =>
    `${count === 1 ? 'One film was' : `${count} films were`} left out, since films are played one at a time.`,
  noFace: 'No face in view in this film right now.',
  unreadable: {
    title: 'This film cannot be played here',
    sentence:
      'Nearly every browser plays MP4 with H.264 and WebM; a damaged file plays nowhere. Choose another film or a photo, or use the camera.',
  },
  withoutPicture: {
    title: 'There is no picture in this film',
    sentence:
      'It holds only sound, or pictures of a kind that this browser does not know. MP4 with H.264 works nearly everywhere.',
  },
};
