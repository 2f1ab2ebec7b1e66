import { inflateSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { correctionOf, NONE, type Correction, type Kept } from '../src/corrections/correction';
import { greyPng } from '../src/corrections/png';
import { toZip } from '../src/corrections/zip';
import { weightsDigest } from '../src/manifest';
import { reduce } from '../src/reduce';
import { initialState } from '../src/state';
import { analysisOf, manifest, statusOf } from './fixtures';

const TIME_MS = Date.UTC(2026, 10, 24, 8, 15, 30);
const CREATED = new Date(TIME_MS + 60_000);

function corrected(label: string, grey: number): Correction {
  const [face] = analysisOf('happy').faces;
  if (!face) throw new Error('a face was expected');
  return correctionOf({ face, pixels: new Float32Array(48 * 48).fill(grey) }, label, manifest, TIME_MS);
}

/** Width, height and pixels of an 8-bit grey PNG whose rows are not filtered. */
function decoded(png: Uint8Array) {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const length = view.getUint32(33);
  expect(String.fromCharCode(...png.subarray(37, 41))).toBe('IDAT');
  const rows = inflateSync(png.subarray(41, 41 + length));
  return { width, height, pixels: [...rows].filter((_, i) => i % (width + 1) !== 0) };
}

describe('a correction', () => {
  test('holds whole grey levels, what was said, and which model said it', () => {
    expect(corrected('sad', 99.6)).toMatchObject({
      label: 'sad',
      said: 'happy',
      probabilities: { happy: 0.8 },
      width: 48,
      height: 48,
      model: { name: manifest.name, sha256: weightsDigest(manifest) },
      time_ms: TIME_MS,
    });
    expect(new Set(corrected('sad', 99.6).pixels)).toEqual(new Set([100]));
  });

  test('does not change with the frame that it was taken from', () => {
    const pixels = new Float32Array(48 * 48).fill(7);
    const [face] = analysisOf('happy').faces;
    const taken = face && correctionOf({ face, pixels }, 'sad', manifest, TIME_MS);
    pixels.fill(200);
    expect(taken?.pixels[0]).toBe(7);
  });
});

test('a grey PNG gives back its pixels', () => {
  const pixels = Uint8ClampedArray.from({ length: 6 }, (_, i) => 50 * i);
  expect(decoded(greyPng(pixels, { width: 3, height: 2 }))).toEqual({
    width: 3,
    height: 2,
    pixels: [0, 50, 100, 150, 200, 250],
  });
});

describe('the zip', () => {
  const entries = (zip: Uint8Array) => unzipSync(zip);
  const about = (zip: Uint8Array) => JSON.parse(strFromU8(entries(zip)['corrections.json'] as Uint8Array));

  test('holds a picture for each correction, named by label and number, and what is known of it', () => {
    const zip = toZip([corrected('sad', 10), corrected('neutral', 20)], manifest.labels, CREATED);
    expect(Object.keys(entries(zip))).toEqual([
      'corrections.json',
      'images/sad/0001.png',
      'images/neutral/0002.png',
    ]);
    expect(about(zip)).toMatchObject({
      format: 1,
      created: '2026-11-24T08:16:30.000Z',
      labels: manifest.labels,
      entries: [
        { file: 'images/sad/0001.png', label: 'sad', said: 'happy', time: '2026-11-24T08:15:30.000Z' },
        { file: 'images/neutral/0002.png', label: 'neutral', probabilities: { happy: 0.8 } },
      ],
    });
    expect(decoded(entries(zip)['images/neutral/0002.png'] as Uint8Array).pixels[0]).toBe(20);
  });

  test('is the same for the same corrections', () => {
    const zip = () => toZip([corrected('sad', 10)], manifest.labels, CREATED);
    expect(zip()).toEqual(zip());
  });

  test('has no name that leads out of it, whatever a label is', () => {
    const zip = toZip(
      ['../../etc', 'a/b', 'C:\\d', '.'].map((label) => corrected(label, 1)),
      manifest.labels,
      CREATED,
    );
    for (const name of Object.keys(entries(zip)).slice(1)) expect(name).toMatch(/^images\/\w+\/\d{4}\.png$/);
    expect(about(zip).entries[0].label).toBe('../../etc');
  });
});

test('what came of a correction is told until the next photo or camera, the count for good', () => {
  const [face] = analysisOf('happy').faces;
  if (!face) throw new Error('a face was expected');
  const last = { judged: { face, pixels: new Float32Array(1) }, label: 'sad' };
  const corrections: Kept = { count: 3, outcome: 'kept', last };
  const ready = reduce(initialState, { type: 'loaded', manifest, status: statusOf() });
  const told = reduce(ready, { type: 'corrections-changed', corrections });
  expect(reduce(told, { type: 'stopped' }).corrections).toBe(corrections);
  const settled = { count: 3, outcome: null, last: null };
  expect(reduce(told, { type: 'camera-asked', run: 1, purpose: 'stream' }).corrections).toEqual(settled);
  const analysis = analysisOf('sad');
  expect(reduce(told, { type: 'photo-analyzed', analysis }).corrections).toEqual(settled);
});

test('what is kept on the device outlives a start with another backend, and nothing outlives forgetting', () => {
  const corrections = { ...NONE, count: 3 };
  const counted = reduce(initialState, { type: 'corrections-changed', corrections });
  const again = reduce(counted, { type: 'load-started' });
  const loaded = reduce(again, { type: 'loaded', manifest, status: statusOf() });
  expect(loaded.corrections).toBe(corrections);
  expect(reduce(loaded, { type: 'forgotten' }).corrections).toBe(NONE);
});
