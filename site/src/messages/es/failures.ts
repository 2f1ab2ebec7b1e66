import type { Messages } from '../en';

export const failures: Messages['failures'] = {
  reasons: {
    'no-camera': {
      title: 'No se encontró ninguna cámara',
      sentence: 'Conecta una o enciéndela e inténtalo de nuevo, o usa una foto.',
    },
    'permission-denied': {
      title: 'La cámara no está permitida',
      sentence:
        'Permítela para esta página en el icono de la cámara o del candado de la barra de direcciones e inténtalo de nuevo. Una foto no necesita permiso.',
    },
    'camera-in-use': {
      title: 'La cámara está ocupada',
      sentence:
        'Parece que la usa otro programa u otra pestaña. Ciérralo e inténtalo de nuevo, o usa una foto.',
    },
    'camera-lost': {
      title: 'La cámara desapareció',
      sentence: 'Se desconectó o se apagó. Conéctala otra vez e inténtalo de nuevo, o usa una foto.',
    },
    'insecure-context': {
      title: 'Esta dirección no es segura',
      sentence:
        'Los navegadores solo dan cámara y comprobación de archivos a páginas abiertas por https o en localhost. Abre la página así.',
    },
    unsupported: {
      title: 'Este navegador no da cámara',
      sentence:
        'Las páginas abiertas dentro de otra aplicación a menudo no la tienen. Abre esta página en tu navegador normal, o usa una foto.',
    },
    'picture-unreadable': {
      title: 'Este archivo no es una imagen que podamos leer',
      sentence:
        'JPEG, PNG y WebP funcionan en todas partes; HEIC y SVG a menudo no. Elige otra foto, o usa la cámara.',
    },
    'film-unreadable': {
      title: 'Este vídeo no se puede reproducir aquí',
      sentence:
        'Casi todos los navegadores reproducen MP4 con H.264 y WebM; un archivo dañado no se reproduce en ninguno. Elige otro vídeo o una foto, o usa la cámara.',
    },
    'film-without-picture': {
      title: 'Este vídeo no tiene imagen',
      sentence:
        'Solo contiene sonido, o imágenes en un formato que este navegador no conoce. MP4 con H.264 funciona casi en todas partes.',
    },
    'model-missing': {
      title: 'El modelo no está',
      sentence:
        'No se pudo cargar un archivo del modelo. Comprueba la conexión e inténtalo de nuevo; si sigue así, el sitio está incompleto.',
    },
    'model-altered': {
      title: 'El modelo no es el que se publicó',
      sentence:
        'Un archivo del modelo no coincide con su suma de comprobación, así que no se usó. Inténtalo de nuevo; si sigue así, el sitio fue cambiado o está dañado.',
    },
    'model-invalid': {
      title: 'El modelo no encaja con esta página',
      sentence:
        'Su descripción dice algo que esta página no entiende. Hay que volver a construir el sitio con un modelo adecuado.',
    },
    'detector-missing': {
      title: 'El detector de caras no está',
      sentence:
        'No se pudieron cargar sus archivos. Comprueba la conexión e inténtalo de nuevo; si sigue así, el sitio está incompleto.',
    },
    'detector-altered': {
      title: 'El detector de caras no es el publicado',
      sentence:
        'Uno de sus archivos no coincide con su suma de comprobación y no se usó. Inténtalo de nuevo; si sigue así, el sitio fue alterado o está dañado.',
    },
    'backend-failed': {
      title: 'Este navegador no puede calcular el modelo',
      sentence:
        'Ninguna de las formas de calcularlo funciona aquí. Bastará un navegador más nuevo, como Chrome, Edge, Firefox o Safari.',
    },
    'engine-lost': {
      title: 'El cálculo se detuvo',
      sentence: 'Lo que calcula el modelo terminó y no se pudo volver a iniciar. Recarga la página.',
    },
    'engine-failed': {
      title: 'El cálculo se detuvo',
      sentence:
        'El navegador no pudo seguir calculando. Inténtalo de nuevo; si vuelve a ocurrir, recarga la página.',
    },
  },
  missing: {
    wasm: 'No se pudo iniciar WebAssembly; la página calcula de otra forma y quizá más despacio.',
    webgl: 'WebGL no funciona en este navegador; la página calcula de otra forma. Nada más cambia.',
    webgpu: 'WebGPU no funciona en este navegador; la página calcula de otra forma. Nada más cambia.',
    cpu: 'La forma sencilla de calcular falló; la página calcula de otra forma.',
  },
};
