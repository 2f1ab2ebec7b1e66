import type { Messages } from '../en';

export const corrections: Messages['corrections'] = {
  wrong: 'No es así, era …',
  wrongIn: (photo) => `No es así, era … (${photo})`,
  crop: 'La pequeña imagen gris de la cara, tal como estaba al pulsar',
  whichFace: '¿Qué cara?',
  face: (number, label) => `Cara ${number}, parece ${label}`,
  question: '¿Qué expresión parecía?',
  storing:
    'Solo cuando pulses una palabra se guardará esta pequeña imagen gris: junto con la palabra, en este dispositivo y en ningún otro sitio, hasta que la borres. Las caras de otras personas, solo si están de acuerdo.',
  cancel: 'Déjalo',
  keptAs: (label) => `Guardada como «${label}».`,
  undo: 'Deshacer',

  title: (count) =>
    count === 0
      ? 'Correcciones'
      : count === 1
        ? '1 corrección guardada en este dispositivo'
        : `${count} correcciones guardadas en este dispositivo`,
  about:
    'Cuando la página se equivoca con una cara, «No es así, era …» guarda la pequeña imagen gris que vio el modelo, con lo que era y lo que había dicho la página. No se envía nada. Guardadas en un zip, las correcciones entrenan un modelo propio:',
  save: 'Guardar como zip',
  delete: 'Borrar todas',
  outcomes: {
    'taken-back': 'Deshecho. La imagen está borrada.',
    saved: 'Guardado. Siguen en este dispositivo hasta que las borres.',
    deleted: 'Todas las correcciones están borradas.',
    blocked:
      'Ahora mismo este navegador no deja que la página guarde nada, quizá por ser una ventana privada. No se ha hecho nada.',
    full: 'No queda espacio en este dispositivo, así que no se ha guardado nada. Guarda las correcciones como zip y bórralas.',
    'not-packed':
      'No se pudo cargar la parte de la página que crea el archivo. ¿Estás sin conexión? Vuelve a cargar la página más tarde: lo guardado se conserva.',
  },
};
