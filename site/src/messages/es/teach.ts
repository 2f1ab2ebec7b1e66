import type { Messages } from '../en';

const looks: Readonly<Record<string, string>> = {
  angry: 'Pon cara de enfado',
  disgust: 'Pon cara de asco',
  fear: 'Pon cara de miedo',
  happy: 'Pon cara de alegría',
  sad: 'Pon cara de tristeza',
  surprise: 'Pon cara de sorpresa',
  neutral: 'Pon una cara neutral',
};

export const teach: Messages['teach'] = {
  title: 'Enséñale tu cara',
  intro:
    'Interpreta cada expresión durante unos segundos y la página aprende cómo se ve en ti: con tu barba, tus gafas o tu mascarilla. Lleva más o menos un minuto.',
  caveat:
    'Una cara fingida no es igual que una sentida, y la comprobación se hace con imágenes del mismo minuto: otro día acertará un poco menos.',
  privacy:
    'Lo que aprende se queda en este dispositivo en forma de números: no se guarda ninguna imagen. Solo vale para la cámara, nunca para las fotos, y si hay varias caras, solo para la que describe el panel.',
  begin: 'Empezar',
  beginAgain: 'Enseñar de nuevo',

  look: (label) => looks[label] ?? `Pon cara de ${label}`,
  hints: {
    angry: 'Cejas abajo, labios apretados.',
    disgust: 'Nariz arrugada, labio superior levantado.',
    fear: 'Cejas arriba y juntas, ojos muy abiertos, boca estirada.',
    happy: 'Sonríe, también con los ojos.',
    sad: 'Extremos interiores de las cejas arriba, comisuras abajo.',
    surprise: 'Cejas arriba, boca abierta.',
    neutral: 'Relaja toda la cara.',
  },
  yourWay: 'Lo mejor es hacerlo a tu manera.',
  step: (number, of) => `Expresión ${number} de ${of}`,
  ready: 'Prepárate…',
  hold: 'Mantenla…',
  nobody: 'No hay ninguna cara a la vista. Te espera.',
  paused: 'En pausa.',
  seen: 'Visto de esta expresión',
  pause: 'Pausa',
  goOn: 'Continuar',
  skip: 'Saltar',
  cancel: 'Cancelar',

  fitting: 'Calculando…',
  tooLittle: 'Es muy poco para aprender',
  tooLittleWhy: 'Hacen falta al menos dos expresiones para distinguirlas.',
  failed: 'No se ha podido calcular',
  failedWhy: 'No ha cambiado nada. Inténtalo de nuevo; si vuelve a ocurrir, recarga la página.',
  better: 'Así te lee mejor',
  betterBy: (stock, personal) =>
    `De las imágenes con las que no aprendió, el modelo por sí solo acierta el ${stock}; con lo que le has enseñado, el ${personal}.`,
  notBetter: 'El modelo se queda como está',
  notBetterBy: (stock, personal) =>
    `De las imágenes con las que no aprendió, el modelo por sí solo acierta el ${stock}; con lo que le has enseñado, el ${personal}. No se gana nada, así que no cambia nada.`,
  caption: 'Aciertos en las imágenes reservadas',
  expression: 'Expresión',
  stock: 'Antes',
  personal: 'Después',
  of: (right, count) => `${right} de ${count}`,
  use: 'Usarlo',
  throwAway: 'Descartarlo',
  tryAgain: 'Otra vez',
  close: 'Cerrar',

  mark: 'Con lo que le has enseñado',
  made: (date, stock, personal) =>
    `Enseñado el ${date}. De las imágenes reservadas acierta el ${personal}; el modelo por sí solo, el ${stock}.`,
  otherModel:
    'Lo que enseñaste es de un modelo distinto del que tiene ahora esta página, así que no se usa. Enséñale de nuevo o bórralo.',
  save: 'Guardar como archivo',
  open: 'Abrir un archivo',
  delete: 'Borrarlo',
  troubles: {
    'not-kept':
      'Este navegador no deja guardar nada: se usa hasta que cierres la página. Guárdalo como archivo para tenerlo más adelante.',
    'not-deleted': 'Ya no se usa, pero este navegador no lo ha borrado. Borra los datos de este sitio.',
    unreadable:
      'Lo que guardó una visita anterior no se puede leer, así que no se usa. Enséñale de nuevo o bórralo.',
    'file-unreadable':
      'Este archivo no contiene nada que se haya enseñado aquí. Elige uno creado con «Guardar como archivo».',
    'file-of-other-model':
      'Este archivo es de un modelo distinto del que tiene ahora esta página. Enséñale de nuevo.',
  },
};
