/** How the page computes, how fast, and with which model. */
export const diagnostics = {
  title: 'How it computes here',
  backends: { wasm: 'WebAssembly', webgl: 'WebGL', webgpu: 'WebGPU', cpu: 'plain JavaScript' },
  by: (backend: string, inWorker: boolean): string =>
    `By ${backend}, ${inWorker ? 'beside the page in a worker' : 'in the page itself'}.`,
  computeBy: 'Compute by',
  fastest: 'whatever is fastest here',
  inUse: 'in use',
  forOneFace: (milliseconds: string): string => `${milliseconds} ms for one face`,
  passedOver: (why: string): string => `passed over: ${why}`,
  notTried: 'not tried',
  uncompared: (why: string): string => `Not compared with what the training side computed: ${why}`,
  percentiles: 'Median / 95th percentile',
  frames: 'Frames judged, and left out',
  tensors: 'Tensors alive',
  model: 'Model',
  camera: 'Camera',
  copy: 'Copy report',
  reported: {
    copied: 'Copied. It holds no picture and nothing about you.',
    saved: 'Saved as a file, since this browser lets nothing be copied.',
  },

  latency: 'Latency',
  onBackend: (backend: string): string => `on ${backend}`,
  last: 'last',
  average: 'average',
  p95: '95 % of frames are faster',
  stages: { detect: 'Detect', classify: 'Classify', carry: 'Carry', total: 'Total' },

  aboutTitle: 'About this model',
  name: 'Name',
  learnedFrom: 'Learned from',
  accuracy: 'PrivateTest accuracy',
  accuracyValue: (accuracy: string, low: string, high: string, count: string): string =>
    `${accuracy} (95 % interval ${low} to ${high}, ${count} pictures)`,
  deduplicated: 'Without pictures it learned from',
  deduplicatedValue: (accuracy: string, count: string): string => `${accuracy} (${count} pictures)`,
  macroF1: 'Macro-F1',
  ece: 'Calibration error (ECE)',
  size: 'Size',
  sizeValue: (kilobytes: string, parameters: string, quantization: string): string =>
    `${kilobytes} kB, ${parameters} parameters, weights as ${quantization}`,
  made: 'Made',
  madeValue: (date: string, commit: string): string => `${date}, commit ${commit}`,
  recall: (parts: string): string => `Right by label (PrivateTest recall): ${parts}.`,
};
