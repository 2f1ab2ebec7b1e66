import type { Messages } from '../en';

export const films: Messages['films'] = {
  pick: ['Foto', ' oder Video'],
  takePhoto: 'Foto aufnehmen',
  controls: 'Film',
  play: 'Abspielen',
  pause: 'Pause',
  place: 'Stelle im Film',
  placeOf: (time, duration) => `${time} von ${duration}`,
  leftOut: (count) =>
    `${count === 1 ? 'Ein Film wurde' : `${count} Filme wurden`} ausgelassen, denn Filme werden einzeln abgespielt.`,
  noFace: 'In diesem Film ist gerade kein Gesicht zu sehen.',
  unreadable: {
    title: 'Dieser Film lässt sich hier nicht abspielen',
    sentence:
      'MP4 mit H.264 und WebM spielt fast jeder Browser ab, eine beschädigte Datei keiner. Wähle einen anderen Film oder ein Foto, oder nimm die Kamera.',
  },
  withoutPicture: {
    title: 'In diesem Film ist kein Bild',
    sentence:
      'Er enthält nur Ton oder Bilder in einem Format, das dieser Browser nicht kennt. MP4 mit H.264 geht fast überall.',
  },
};
