import type { Messages } from '../en';

export const diagnostics: Messages['diagnostics'] = {
  title: 'Cómo se calcula aquí',
  backends: { wasm: 'WebAssembly', webgl: 'WebGL', webgpu: 'WebGPU', cpu: 'JavaScript simple' },
  by: (backend, inWorker) =>
    `Con ${backend}, ${inWorker ? 'junto a la página en un worker' : 'en la propia página'}.`,
  computeBy: 'Calcular con',
  fastest: 'lo más rápido aquí',
  inUse: 'en uso',
  forOneFace: (milliseconds) => `${milliseconds} ms por cara`,
  passedOver: (why) => `descartado: ${why}`,
  notTried: 'sin probar',
  uncompared: (why) => `Sin comparar con lo que se calculó en el entrenamiento: ${why}`,
  percentiles: 'Mediana / percentil 95',
  frames: 'Imágenes evaluadas y omitidas',
  tensors: 'Tensores vivos',
  model: 'Modelo',
  camera: 'Cámara',
  copy: 'Copiar informe',
  reported: {
    copied: 'Copiado. No contiene ninguna imagen ni nada sobre ti.',
    saved: 'Guardado como archivo, porque este navegador no deja copiar nada.',
  },

  latency: 'Tiempos',
  onBackend: (backend) => `con ${backend}`,
  last: 'último',
  average: 'media',
  p95: 'El 95 % de las imágenes tarda menos',
  stages: { detect: 'Detectar', classify: 'Clasificar', carry: 'Llevar', total: 'Total' },

  aboutTitle: 'Sobre este modelo',
  name: 'Nombre',
  learnedFrom: 'Aprendió de',
  accuracy: 'Exactitud en PrivateTest',
  accuracyValue: (accuracy, low, high, count) =>
    `${accuracy} (intervalo del 95 %: ${low} a ${high}, ${count} imágenes)`,
  deduplicated: 'Sin imágenes de las que aprendió',
  deduplicatedValue: (accuracy, count) => `${accuracy} (${count} imágenes)`,
  macroF1: 'Macro-F1',
  ece: 'Error de calibración (ECE)',
  size: 'Tamaño',
  sizeValue: (kilobytes, parameters, quantization) =>
    `${kilobytes} kB, ${parameters} parámetros, pesos como ${quantization}`,
  made: 'Creado',
  madeValue: (date, commit) => `${date}, commit ${commit}`,
  recall: (parts) => `Aciertos por expresión (recall en PrivateTest): ${parts}.`,
};
