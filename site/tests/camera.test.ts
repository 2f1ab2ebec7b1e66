import { expect, test } from 'vitest';
import { Failure } from '../src/failure';
import { cameraFailure } from '../src/input/camera';

test.each([
  ['NotFoundError', 'no-camera'],
  ['OverconstrainedError', 'no-camera'],
  ['NotAllowedError', 'permission-denied'],
  ['SecurityError', 'permission-denied'],
  ['NotReadableError', 'camera-in-use'],
  ['AbortError', 'camera-in-use'],
  ['TypeError', 'unsupported'],
])('a %s of the browser is explained as %s', (name, reason) => {
  const failure = cameraFailure(new DOMException('Requested device', name));
  expect(failure.reason).toBe(reason);
  expect(failure.message).toContain(name);
});

test('a failure that is already explained stays as it is', () => {
  const failure = new Failure('camera-lost', 'The camera ended its stream.');
  expect(cameraFailure(failure)).toBe(failure);
});
