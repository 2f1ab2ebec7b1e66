import { expect, test } from 'vitest';
import { report } from '../src/report';
import { initialState, type State } from '../src/state';
import { reduce } from '../src/reduce';
import { analysisOf, manifest, statusOf } from './fixtures';

const environment = {
  userAgent: 'Some Browser/1.0',
  isolated: false,
  cores: 2,
  viewport: [360, 740] as const,
  pixelRatio: 3,
};
const streamed: State = [
  { type: 'loaded', manifest, status: statusOf() } as const,
  { type: 'camera-asked', run: 1, purpose: 'stream' } as const,
  {
    type: 'camera-opened',
    run: 1,
    frame: { width: 640, height: 480 },
    camera: { width: 640, height: 480, frameRate: 30 },
    canSwitch: false,
  } as const,
  ...[10, 20, 30, 40].map(
    (total_ms, i) =>
      ({
        type: 'frame-analyzed',
        run: 1,
        analysis: analysisOf('happy', total_ms),
        time_ms: 300 * i,
      }) as const,
  ),
].reduce(reduce, initialState);

test('the report tells backend, stages, frames, tensors, model and camera', () => {
  const told = JSON.parse(report(streamed, environment)) as Record<string, unknown>;
  expect(told).toMatchObject({
    phase: 'live',
    model: `compact ${'a'.repeat(12)}`,
    status: { backend: 'wasm', place: 'worker' },
    frames: 4,
    missed: 8,
    tensors: 100,
    camera: { width: 640, height: 480, frameRate: 30 },
    userAgent: 'Some Browser/1.0',
  });
  expect(told['stages']).toMatchObject({ total: { p50_ms: 20, p95_ms: 40 } });
});

test('it says nothing of what anybody looked like', () => {
  for (const label of manifest.labels) expect(report(streamed, environment)).not.toContain(label);
});

test('it can be taken before anything ran, and says why a page failed', () => {
  const failed = reduce(initialState, { type: 'failed', reason: 'model-missing', detail: 'no model.json' });
  expect(JSON.parse(report(failed, environment))).toMatchObject({
    phase: 'failed',
    reason: 'model-missing',
    detail: 'no model.json',
    model: 'none',
    frames: 0,
  });
});
