import type { Messages } from '../en';

const photos = (count: number): string => (count === 1 ? 'una foto' : `${count} fotos`);
const faces = (count: number): string => (count === 1 ? 'una cara' : `${count} caras`);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const status: Messages['status'] = {
  looks: (label, share) => `expresión: ${label}, ${share}`,
  unsureBetween: (labels) => `dudoso: ${labels.join(' o ')}`,
  severalFaces: (count, chosen) =>
    chosen ? `Sobre la cara elegida, de ${count}.` : `Sobre una de ${count} caras. Elige por su marco.`,
  noFaceTitle: 'Ninguna cara a la vista',
  noFace: ['Ninguna cara a la vista.', ' Acércate, o gira hacia la luz.'],
  noFacePhoto: [
    'Ninguna cara a la vista en esta foto.',
    ' Prueba una en la que la cara sea más grande y mire a la cámara.',
  ],
  loading: 'Cargando el modelo…',
  ready: 'Cuando quieras.',
  asking: 'Tu navegador está pidiendo la cámara…',
  looking: 'Mirando…',
  lookingAtPhoto: (number, count) => `Mirando la foto ${number} de ${count}…`,
  album: (photoCount, faceCount) => `${capital(photos(photoCount))}, ${faces(faceCount)}.`,
  albumFull: (left) => `Elige menos a la vez: no hubo sitio para ${photos(left)}.`,
};
