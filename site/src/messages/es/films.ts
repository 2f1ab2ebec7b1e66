import type { Messages } from '../en';

export const films: Messages['films'] = {
  pick: ['Foto', ' o vídeo'],
  takePhoto: 'Hacer una foto',
  controls: 'Vídeo',
  play: 'Reproducir',
  pause: 'Pausar',
  soundOn: 'Activar el sonido',
  soundOff: 'Silenciar',
  place: 'Posición en el vídeo',
  placeOf: (time, duration) => `${time} de ${duration}`,
  leftOut: (count) =>
    `${count === 1 ? 'Un vídeo quedó' : `${count} vídeos quedaron`} fuera: los vídeos se reproducen de uno en uno.`,
  noFace: ['Ninguna cara a la vista', ' en este momento del vídeo.'],
};
