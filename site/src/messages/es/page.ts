import type { Messages } from '../en';

export const page: Messages['page'] = {
  tagline: 'Qué aspecto tiene una cara, calculado en tu propio dispositivo',
  demo: 'Modelo de demostración: solo aprendió de caras dibujadas, así que lo que dice de una real significa poco.',
  language: 'Idioma',

  noticeTitle: 'Antes de encender la cámara',
  noticeGuesses: (labels) =>
    `Esta página intenta adivinar cuál de ${labels.length} expresiones muestra una cara: ${labels.slice(0, -1).join(', ')} o ${labels.at(-1)}. Un gesto no es un sentimiento.`,
  noticeWrong: (accuracy, count, drawn) =>
    `Puede equivocarse, y lo hace a menudo: acertó en el ${accuracy} de ${count} ${drawn ? 'imágenes de prueba dibujadas' : 'imágenes de prueba'}.`,
  noticePrivate:
    'Nada sale de este dispositivo. Ninguna imagen se envía, y ninguna se guarda si no lo pides.',
  noticePurpose: 'Es para la curiosidad. No juzgues a nadie por ella, y menos en el trabajo o en la escuela.',
  noticeInApp:
    'Estás dentro de otra aplicación, y muchas no dan acceso a la cámara. Abre esta página en tu navegador: busca «Abrir en el navegador» en el menú.',

  controls: 'Controles',
  predictOnce: 'Una vez',
  start: 'Empezar directo',
  stop: 'Parar el directo',

  loading: 'Cargando y comprobando el modelo…',
  askingTitle: '¿Se puede usar la cámara?',
  asking: 'Tu navegador lo está preguntando. Elige «Permitir» para mirarte en el espejo.',
  switchCamera: 'Cambiar de cámara',
  fullScreen: 'Pantalla completa',
  follow: (face) => `Seguir la cara ${face}`,
  photos: 'Fotos',

  expressions: 'Expresiones',
  barValue: (percent) => `${percent} por ciento`,
  noValue: 'nada medido',
  modelInput: (width, height) => `Lo que ve el modelo: ${width} × ${height} píxeles grises`,
  modelInputAlt: 'El recorte gris de la cara que ve el modelo',
  modelInputNone: 'Todavía no hay nada que ver para el modelo',

  tryAgain: 'Intentar de nuevo',
  useCamera: 'Usar la cámara',
  details: 'Detalles',
  carryOn: 'Seguir',

  spokenOn: 'Leer los cambios en voz alta',

  footerPrivate:
    'Todo se calcula en tu dispositivo. La página no habla con ningún otro sitio y no guarda nada sobre ti si no se lo pides.',
  footerDocs: 'Documentación',
  footerLicences: 'Sus licencias',
  footerShips: (parts) => `Incluye ${parts}.`,
  footerDetector: (detector) => `el detector de caras ${detector} de Google (Bazarevsky et al. 2019)`,
};
