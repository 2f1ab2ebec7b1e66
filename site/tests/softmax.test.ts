import { expect, test } from 'vitest';
import { softmax } from '../src/engine/softmax';

test('probabilities sum to one and keep the order of the logits', () => {
  const got = softmax([1, 3, 2], 1);
  expect(got.reduce((sum, p) => sum + p)).toBeCloseTo(1);
  expect(got[1]).toBeCloseTo(0.665, 3);
});

test('a higher temperature makes the page less sure, never of something else', () => {
  const [cool, warm] = [softmax([0, 2], 1), softmax([0, 2], 2)];
  expect(warm[1]).toBeLessThan(cool[1] ?? NaN);
  expect(warm[1]).toBeGreaterThan(0.5);
});

test('huge logits do not overflow', () => {
  expect(softmax([1000, 0], 1)).toEqual([1, 0]);
});
