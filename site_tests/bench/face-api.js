// @vladmandic/face-api: the tiny face detector and the expression net, in its own tfjs.
let api;
let detector;

export async function load({ module, models, wasm, side }) {
  api = await import(module);
  api.tf.setWasmPaths(wasm);
  await api.tf.setBackend('wasm');
  await api.tf.ready();
  const { tinyFaceDetector, faceExpressionNet } = api.nets;
  await Promise.all([tinyFaceDetector, faceExpressionNet].map((net) => net.loadFromUri(models)));
  detector = new api.TinyFaceDetectorOptions({ inputSize: side });
  return { backend: api.tf.getBackend() };
}

// detectAllFaces(canvas).withFaceExpressions() step by step, so that each can be timed.
export async function look(canvas) {
  const began = performance.now();
  const found = (await api.detectAllFaces(canvas, detector)).map(({ box }) => box);
  const detected = performance.now();
  const crops = await api.extractFaces(canvas, found);
  const cropped = performance.now();
  await Promise.all(crops.map((crop) => api.nets.faceExpressionNet.predictExpressions(crop)));
  const classified = performance.now();
  return {
    boxes: found.map(({ x, y, width, height }) => [x, y, width, height]),
    stages: {
      detect_ms: detected - began,
      crop_ms: cropped - detected,
      classify_ms: classified - cropped,
    },
  };
}

export const memory = () => api.tf.memory();
