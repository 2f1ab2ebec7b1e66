import { describe, expect, test } from 'vitest';
import { anchorCentres, blend, decode, INPUT_SIZE, VALUES_PER_ANCHOR } from '../src/engine/blazeface';

const centres = anchorCentres();
const ANCHORS = 896;

/** An answer in which every anchor says "no face", but for the given ones. */
function answer(faces: { anchor: number; logit: number; values: [number, number, number, number] }[]) {
  const values = new Float32Array(ANCHORS * VALUES_PER_ANCHOR).fill(-20);
  for (const { anchor, logit, values: box } of faces) values.set([logit, ...box], anchor * VALUES_PER_ANCHOR);
  return values;
}

describe('anchors', () => {
  test('are 2 × 16 × 16 and then 6 × 8 × 8, row by row', () => {
    expect(centres.length).toBe(2 * ANCHORS);
    expect([...centres.subarray(0, 6)]).toEqual([1 / 32, 1 / 32, 1 / 32, 1 / 32, 3 / 32, 1 / 32]);
    expect([...centres.subarray(2 * 512, 2 * 512 + 2)]).toEqual([1 / 16, 1 / 16]);
    expect([...centres.subarray(-2)]).toEqual([15 / 16, 15 / 16]);
  });
});

describe('decoding', () => {
  test('puts the box where anchor and offset say, in fractions of the input', () => {
    const [face, ...others] = decode(
      answer([{ anchor: 0, logit: 4, values: [12, 28, 64, 32] }]),
      centres,
      0.5,
    );
    expect(others).toEqual([]);
    // centre = 1/32 + 12/128, 1/32 + 28/128
    expect(face?.box).toEqual([0.125 - 0.25, 0.25 - 0.125, 64 / INPUT_SIZE, 32 / INPUT_SIZE]);
    expect(face?.score).toBeCloseTo(0.982, 3);
  });

  test('leaves out faces below the score asked for and boxes turned inside out', () => {
    const weak = { anchor: 3, logit: -0.1, values: [0, 0, 20, 20] } as const;
    const inverted = { anchor: 9, logit: 5, values: [0, 0, -20, 20] } as const;
    const values = answer([
      { ...weak, values: [...weak.values] },
      { ...inverted, values: [...inverted.values] },
    ]);
    expect(decode(values, centres, 0.5)).toEqual([]);
  });

  test('refuses an answer of another length, saying what it got', () => {
    expect(() => decode(new Float32Array(12), centres, 0.5)).toThrow('answered 12 numbers, expected 15232');
  });
});

describe('blending', () => {
  test('averages boxes of one face by score and keeps two faces apart', () => {
    const faces = blend(
      [
        { box: [0.1, 0.1, 0.2, 0.2], score: 0.6 },
        { box: [0.12, 0.1, 0.2, 0.2], score: 0.9 },
        { box: [0.7, 0.7, 0.2, 0.2], score: 0.8 },
      ],
      0.3,
    );
    expect(faces.map(({ score }) => score)).toEqual([0.9, 0.8]);
    expect(faces[0]?.box[0]).toBeCloseTo((0.6 * 0.1 + 0.9 * 0.12) / 1.5);
    expect(faces[1]?.box[0]).toBeCloseTo(0.7);
  });

  test('of nothing is nothing', () => {
    expect(blend([], 0.3)).toEqual([]);
  });
});
