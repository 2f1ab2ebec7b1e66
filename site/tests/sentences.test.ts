import { expect, test } from 'vitest';
import { UNSURE } from '../src/analysis';
import { FAILURE_REASONS } from '../src/failure';
import { en } from '../src/messages/en';
import { looks } from '../src/ui/sentences';

test('every failure has a title and a sentence of its own', () => {
  const said = FAILURE_REASONS.map(
    (reason) => `${en.failures.reasons[reason].title} ${en.failures.reasons[reason].sentence}`,
  );
  expect(new Set(said).size).toBe(FAILURE_REASONS.length);
});

test('the page speaks of looks, not of what a person is', () => {
  const face = { id: 1, box: [0, 0, 1, 1] as const, confidence: 0.824, probabilities: {} };
  expect(looks({ ...face, label: 'happy' })).toBe('looks happy, 82 %');
});

test('an unsure look says between which two', () => {
  const probabilities = { sad: 0.35, happy: 0.05, neutral: 0.38, fear: 0.22 };
  const face = { id: 1, box: [0, 0, 1, 1] as const, label: UNSURE, confidence: 0.38, probabilities };
  expect(looks(face)).toBe('unsure: neutral or sad');
});
