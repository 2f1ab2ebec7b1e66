import type { Messages } from '../en';

export const diagnostics: Messages['diagnostics'] = {
  title: 'Wie hier gerechnet wird',
  backends: { wasm: 'WebAssembly', webgl: 'WebGL', webgpu: 'WebGPU', cpu: 'einfaches JavaScript' },
  by: (backend, inWorker) =>
    `Mit ${backend}, ${inWorker ? 'neben der Seite in einem Worker' : 'in der Seite selbst'}.`,
  computeBy: 'Rechnen mit',
  fastest: 'was hier am schnellsten ist',
  inUse: 'in Gebrauch',
  forOneFace: (milliseconds) => `${milliseconds} ms für ein Gesicht`,
  passedOver: (why) => `übergangen: ${why}`,
  notTried: 'nicht versucht',
  uncompared: (why) => `Nicht verglichen mit dem, was beim Training gerechnet wurde: ${why}`,
  percentiles: 'Median / 95. Perzentil',
  frames: 'Bilder beurteilt und ausgelassen',
  tensors: 'Lebende Tensoren',
  model: 'Modell',
  camera: 'Kamera',
  copy: 'Bericht kopieren',
  reported: {
    copied: 'Kopiert. Er enthält kein Bild und nichts über dich.',
    saved: 'Als Datei gespeichert, denn dieser Browser lässt nichts kopieren.',
  },

  latency: 'Dauer',
  onBackend: (backend) => `mit ${backend}`,
  last: 'zuletzt',
  average: 'Mittel',
  p95: '95 % der Bilder sind schneller',
  stages: { detect: 'Finden', classify: 'Deuten', carry: 'Tragen', total: 'Gesamt' },

  aboutTitle: 'Über dieses Modell',
  name: 'Name',
  learnedFrom: 'Gelernt aus',
  accuracy: 'Genauigkeit (PrivateTest)',
  accuracyValue: (accuracy, low, high, count) =>
    `${accuracy} (95-%-Intervall ${low} bis ${high}, ${count} Bilder)`,
  deduplicated: 'Ohne Bilder, aus denen es lernte',
  deduplicatedValue: (accuracy, count) => `${accuracy} (${count} Bilder)`,
  macroF1: 'Macro-F1',
  ece: 'Kalibrierungsfehler (ECE)',
  size: 'Größe',
  sizeValue: (kilobytes, parameters, quantization) =>
    `${kilobytes} kB, ${parameters} Parameter, Gewichte als ${quantization}`,
  made: 'Entstanden',
  madeValue: (date, commit) => `${date}, Commit ${commit}`,
  recall: (parts) => `Richtig je Ausdruck (Recall auf PrivateTest): ${parts}.`,
};
