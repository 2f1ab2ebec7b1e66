import { expect, test } from 'vitest';
import { FAILURE_REASONS } from '../src/failure';
import { FAILURES, looks } from '../src/ui/sentences';

test('every failure has a title and a sentence of its own', () => {
  const said = FAILURE_REASONS.map((reason) => `${FAILURES[reason].title} ${FAILURES[reason].sentence}`);
  expect(new Set(said).size).toBe(FAILURE_REASONS.length);
});

test('the page speaks of looks, not of what a person is', () => {
  expect(looks({ box: [0, 0, 1, 1], label: 'happy', confidence: 0.824, probabilities: {} })).toBe(
    'looks happy, 82 %',
  );
});
