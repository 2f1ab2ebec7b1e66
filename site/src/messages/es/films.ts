import type { Messages } from '../en';

export const films: Messages['films'] = {
  pick: ['Foto', ' o vídeo'],
  takePhoto: 'Hacer una foto',
  controls: 'Vídeo',
  play: 'Reproducir',
  pause: 'Pausar',
  place: 'Posición en el vídeo',
  placeOf: (time, duration) => `${time} de ${duration}`,
  leftOut: (count) =>
    `${count === 1 ? 'Un vídeo quedó' : `${count} vídeos quedaron`} fuera: los vídeos se reproducen de uno en uno.`,
  noFace: 'Ahora mismo no se ve ninguna cara en este vídeo.',
  unreadable: {
    title: 'Este vídeo no se puede reproducir aquí',
    sentence:
      'Casi todos los navegadores reproducen MP4 con H.264 y WebM; un archivo dañado no se reproduce en ninguno. Elige otro vídeo o una foto, o usa la cámara.',
  },
  withoutPicture: {
    title: 'Este vídeo no tiene imagen',
    sentence:
      'Solo contiene sonido, o imágenes en un formato que este navegador no conoce. MP4 con H.264 funciona casi en todas partes.',
  },
};
