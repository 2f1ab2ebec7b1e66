// Ours: the module as others embed it.
let mirror;

export async function load({ module, baseUrl, backend }) {
  const { createMoodMirror } = await import(module);
  mirror = await createMoodMirror({
    baseUrl: new URL(baseUrl, location.href).href,
    ...(backend && { backend }),
  });
  return { backend: mirror.backend };
}

export async function look(canvas) {
  const { faces, timings } = await mirror.analyze(canvas);
  const { detect_ms, crop_ms, classify_ms } = timings;
  return { boxes: faces.map(({ box }) => box), stages: { detect_ms, crop_ms, classify_ms } };
}

export const memory = () => mirror.memory();
export const stream = (video, onResult, options) => mirror.stream(video, onResult, options);
