/** Films, and the ways to hand over a photo or a film. */
export const films = {
  /** The button, in two parts: the second is left out where there is no room. */
  pick: ['Photo', ' or video'] as readonly [string, string],
  takePhoto: 'Take a photo',
  controls: 'Film',
  play: 'Play',
  pause: 'Pause',
  soundOn: 'Turn the sound on',
  soundOff: 'Turn the sound off',
  place: 'Place in the film',
  placeOf: (time: string, duration: string): string => `${time} of ${duration}`,
  leftOut: (count: number): string =>
    `${count === 1 ? 'One film was' : `${count} films were`} left out, since films are played one at a time.`,
  noFace: ['No face in view', ' in this film right now.'] as readonly [string, string],
};
