import { expect, test } from 'vitest';
import { readManifest } from '../src/manifest';
import { manifestJson } from './fixtures';

type Json = ReturnType<typeof manifestJson>;
const spoiled = (spoil: (json: Json) => void): Json => {
  const json = manifestJson();
  spoil(json);
  return json;
};
const remove = (object: object, key: string) => Reflect.deleteProperty(object, key);

test('a manifest as it is written is read as it is', () => {
  expect(readManifest(manifestJson())).toEqual(manifestJson());
});

test.each([
  [
    'an unknown key',
    (m: Json) => Object.assign(m.input, { colour: 'sepia' }),
    'manifest.input.colour: unknown key',
  ],
  ['a missing key', (m: Json) => remove(m.output, 'temperature'), 'manifest.output.temperature: missing'],
  ['a later format', (m: Json) => (m.format = 2), 'manifest.format: got 2, expected 1'],
  [
    'another resize',
    (m: Json) => (m.input.resize = 'nearest'),
    'got "nearest", expected "bilinear-antialias"',
  ],
  [
    'a text for a number',
    (m: Json) => Object.assign(m, { mflops: '80' }),
    'manifest.mflops: got "80", expected a number',
  ],
  [
    'an impossible accuracy',
    (m: Json) => (m.metrics.PrivateTest.accuracy = 67),
    'manifest.metrics.PrivateTest.accuracy',
  ],
  [
    'a broken checksum',
    (m: Json) => Object.assign(m.files[0] ?? {}, { sha256: 'xyz' }),
    'manifest.files[0].sha256',
  ],
  ['a file outside its folder', (m: Json) => Object.assign(m.files[0] ?? {}, { path: '../x' }), 'got "../x"'],
  ['no model.json', (m: Json) => m.files.shift(), 'expected model.json among them'],
  ['a label twice', (m: Json) => (m.labels[0] = 'happy'), 'expected no label twice'],
  ['an input that is no square', (m: Json) => (m.input.height = 64), 'got 48 × 64, expected a square'],
  [
    'recall of other labels',
    (m: Json) => remove(m.metrics.PublicTest.recall, 'sad'),
    'manifest.metrics.PublicTest.recall',
  ],
  ['a missing split', (m: Json) => remove(m.metrics, 'PrivateTest'), 'manifest.metrics.PrivateTest: missing'],
])('a manifest with %s is refused, saying where and what was expected', (_, spoil, message) => {
  expect(() => readManifest(spoiled(spoil))).toThrow(message);
});

test.each([[null], [[]], ['manifest'], [42]])('%j is no manifest', (json) => {
  expect(() => readManifest(json)).toThrow('expected an object');
});
