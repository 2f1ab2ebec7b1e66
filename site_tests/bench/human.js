// @vladmandic/human with BlazeFace front and its emotion net alone: no other model, and no result taken from the frame before.
const OFF = { enabled: false };
const EVERY_FRAME = { skipFrames: 0, skipTime: 0 };
let human;

export async function load({ module, models, wasm, detector }) {
  const { Human } = await import(module);
  human = new Human({
    backend: 'wasm',
    wasmPath: wasm,
    modelBasePath: models,
    cacheSensitivity: 0,
    warmup: 'none',
    debug: false,
    filter: OFF,
    gesture: OFF,
    body: OFF,
    hand: OFF,
    object: OFF,
    segmentation: OFF,
    face: {
      enabled: true,
      detector: { modelPath: detector, rotation: false, maxDetected: 8, ...EVERY_FRAME },
      emotion: { enabled: true, minConfidence: 0, ...EVERY_FRAME },
      ...Object.fromEntries(
        ['mesh', 'iris', 'attention', 'description', 'antispoof', 'liveness'].map((model) => [model, OFF]),
      ),
    },
  });
  await human.load();
  return { backend: human.tf.getBackend() };
}

async function judged(canvas, emotion) {
  const { face, error } = await human.detect(canvas, { face: { emotion: { enabled: emotion } } });
  if (error) throw new Error(error);
  return { boxes: face.map(({ box }) => box), stages: {} };
}

export const look = (canvas) => judged(canvas, true);
export const detect = (canvas) => judged(canvas, false);
export const memory = () => human.tf.memory();
