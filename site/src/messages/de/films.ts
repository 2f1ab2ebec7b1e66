import type { Messages } from '../en';

export const films: Messages['films'] = {
  pick: ['Foto', ' oder Video'],
  takePhoto: 'Foto aufnehmen',
  controls: 'Film',
  play: 'Abspielen',
  pause: 'Pause',
  soundOn: 'Ton einschalten',
  soundOff: 'Ton ausschalten',
  place: 'Stelle im Film',
  placeOf: (time, duration) => `${time} von ${duration}`,
  leftOut: (count) =>
    `${count === 1 ? 'Ein Film wurde' : `${count} Filme wurden`} ausgelassen, denn Filme werden einzeln abgespielt.`,
  noFace: ['Kein Gesicht im Bild', ' an dieser Stelle des Films.'],
};
