import type { Messages } from '../en';

const several = (count: number, one: string): string => (count === 1 ? `un ${one}` : `${count} ${one}s`);

export const session: Messages['session'] = {
  title: 'Esta sesión',
  nobodyYet: 'Todavía no hubo nadie a la vista.',
  mostly: (label) => `Sobre todo ${label}`,
  times: (label, count) => `${label} ${count === 1 ? 'una vez' : `${count} veces`}`,
  withFace: (parts, seen_s) => {
    const time =
      seen_s < 90 ? several(Math.round(seen_s), 'segundo') : several(Math.round(seen_s / 60), 'minuto');
    return `${parts.join(', ')}; ${time} con una cara.`;
  },
  nobodyThen: 'nadie a la vista',
  moment: 'Momento de la sesión',
  noMoment: 'ninguno elegido',
  pointAtIt: 'Señala la gráfica, o usa las flechas, para ver un momento.',
  balance: 'La línea es el balance: arriba los gestos agradables, abajo los desagradables.',
  actions: 'Sesión',
  mark: 'Marcar este momento',
  saveAs: (format) => `Guardar como ${format}`,
  forget: 'Olvidar todo',
  keptInTab: 'Solo en esta pestaña, y se borra cuando la cierras o eliges «Olvidar todo».',

  keepMoment: 'Guardar este momento',
  pictureToKeep: 'La imagen que se guarda',
  blur: 'Difuminar las caras',
  ways: { saved: 'Guardar', copied: 'Copiar', shared: 'Compartir' },
  kept: {
    saved: 'Guardado como archivo.',
    copied: 'Copiado. Pégalo donde quieras.',
    shared: 'Entregado.',
  },
  close: 'Cerrar',
  caption: (when, model) => `${when} · Mood Mirror, modelo ${model} · un gesto, no un sentimiento`,
};
