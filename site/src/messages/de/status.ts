import type { Messages } from '../en';

const photos = (count: number): string => (count === 1 ? 'ein Foto' : `${count} Fotos`);
const faces = (count: number): string => (count === 1 ? 'ein Gesicht' : `${count} Gesichter`);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const status: Messages['status'] = {
  looks: (label, share) => `sieht ${label} aus, ${share}`,
  unsureBetween: (labels) => `unsicher: ${labels.join(' oder ')}`,
  severalFaces: (count, chosen) =>
    chosen
      ? `Über das gewählte von ${count} Gesichtern.`
      : `Über eines von ${count} Gesichtern. Wähle am Rahmen.`,
  noFaceTitle: 'Kein Gesicht im Bild',
  noFace: ['Kein Gesicht im Bild.', ' Komm näher, oder dreh dich zum Licht.'],
  noFacePhoto: [
    'Kein Gesicht auf diesem Foto.',
    ' Versuch eines, auf dem ein Gesicht größer ist und zur Kamera schaut.',
  ],
  loading: 'Das Modell wird geladen …',
  ready: 'Bereit, wenn du es bist.',
  asking: 'Dein Browser fragt nach der Kamera …',
  looking: 'Schaut …',
  lookingAtPhoto: (number, count) => `Foto ${number} von ${count} …`,
  album: (photoCount, faceCount) => `${capital(photos(photoCount))}, ${faces(faceCount)}.`,
  albumFull: (left) => `Wähle weniger auf einmal: Für ${photos(left)} war kein Platz.`,
};
