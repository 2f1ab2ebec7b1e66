import { expect, test } from 'vitest';
import { remember, summarize, WINDOW, type StageTimes } from '../src/latency';

const sample = (total: number): StageTimes => ({
  detect: total / 2,
  classify: total / 4,
  carry: total / 4,
  total,
});

test('last, average and 95th percentile are those of the frames seen', () => {
  const samples = Array.from({ length: 100 }, (_, i) => sample(i + 1)).reverse();
  expect(summarize(samples, 'total')).toEqual({ last_ms: 1, average_ms: 50.5, p50_ms: 50, p95_ms: 95 });
  expect(summarize(samples, 'detect')).toEqual({ last_ms: 0.5, average_ms: 25.25, p50_ms: 25, p95_ms: 47.5 });
});

test('one frame is its own last, average and percentile', () => {
  expect(summarize([sample(8)], 'total')).toEqual({ last_ms: 8, average_ms: 8, p50_ms: 8, p95_ms: 8 });
});

test('before the first frame there is nothing to say', () => {
  expect(summarize([], 'total')).toBeNull();
});

test('old frames are forgotten, so that the figures speak of now', () => {
  let samples: StageTimes[] = [];
  for (let i = 0; i < WINDOW + 5; i++) samples = remember(samples, sample(i));
  expect(samples.length).toBe(WINDOW);
  expect(samples[0]?.total).toBe(5);
});
