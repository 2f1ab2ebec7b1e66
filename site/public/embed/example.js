import { createMoodMirror } from './mood-mirror.js';

const output = document.querySelector('output');
const mirror = await createMoodMirror({ baseUrl: '../' });
output.textContent = `Ready, computing by ${mirror.backend}.`;

document.querySelector('input').addEventListener('change', async ({ target }) => {
  const { faces, timings } = await mirror.analyze(target.files[0]);
  const looks = faces.map(({ label, confidence }) => `looks ${label}, ${Math.round(100 * confidence)} %`);
  output.textContent = `${looks.join('; ') || 'No face found'} (${timings.total_ms.toFixed(0)} ms)`;
});
