import type { FrameAnalysis, PassedOver, Status } from '../src/analysis';
import { readManifest, type Manifest } from '../src/manifest';

const labels = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'];
const metrics = () => ({
  count: 3589,
  accuracy: 0.67,
  accuracy_interval_95: [0.655, 0.686],
  macro_f1: 0.63,
  ece: 0.02,
  nll: 0.9,
  recall: Object.fromEntries(labels.map((label) => [label, 0.6])),
});

/** A manifest as the training side writes it, fresh for each caller to spoil. */
export const manifestJson = () => ({
  format: 1,
  name: 'compact',
  created: '2026-11-23T22:00:00+00:00',
  labels: [...labels],
  input: {
    name: 'face',
    width: 48,
    height: 48,
    channels: 1,
    minimum: 0,
    maximum: 255,
    grey: 'bt601',
    resize: 'bilinear-antialias',
    crop: { margin_ratio: 0.2, offset_x_ratio: 0, offset_y_ratio: 0 },
  },
  output: { logits: 'logits', features: 'features', feature_count: 160, temperature: 1.25 },
  quantization: 'uint8',
  parameters: 458000,
  mflops: 80.1,
  files: ['model.json', 'group1-shard1of1.bin', 'golden.json'].map((path) => ({
    path,
    bytes: 100,
    sha256: 'a'.repeat(64),
  })),
  training: {
    preset: 'compact',
    dataset: 'fer2013',
    dataset_sha256: 'b'.repeat(64),
    seed: 0,
    epochs: 40,
    commit: '0123456789ab',
    versions: { python: '3.11.7', tensorflow: '2.21.0', keras: '3.15.1', tensorflowjs: '4.22.0' },
  },
  metrics: {
    PublicTest: metrics(),
    'PublicTest-deduplicated': metrics(),
    PrivateTest: metrics(),
    'PrivateTest-deduplicated': metrics(),
  },
});

export const manifest: Manifest = readManifest(manifestJson());

/** A frame with one face of the given label. */
export const analysisOf = (label: string, total_ms = 12): FrameAnalysis => ({
  faces: [{ id: 1, box: [10, 10, 50, 50], label, confidence: 0.8, probabilities: { [label]: 0.8 } }],
  timings: { detect_ms: 7, crop_ms: 1, classify_ms: 3, total_ms },
  backend: 'wasm',
  frame: { width: 640, height: 480 },
  inputs: [new Float32Array(48 * 48)],
  evidence: null,
  tensors: 100,
  missed: 2,
});

/** Computing on wasm in a worker, after passing over what is given. */
export const statusOf = (...passedOver: PassedOver[]): Status => ({
  backend: 'wasm',
  wanted: null,
  place: 'worker',
  times_ms: { wasm: 12 },
  passedOver,
  uncompared: null,
});
