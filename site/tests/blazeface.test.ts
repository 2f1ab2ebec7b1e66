import { describe, expect, test } from 'vitest';
import { blend, decode, GRIDS, KEY_POINTS, type Detection } from '../src/engine/blazeface';

const SIZE = { width: 128, height: 96 };
const POINTS = [
  [-4, -6],
  [4, -6],
  [0, 0],
  [0, 5],
  [-12, -4],
  [12, -4],
] as const;

interface Face {
  readonly grid: 0 | 1;
  readonly cell: number;
  readonly anchor: number;
  readonly logit: number;
  /** Offset of the centre, then width and height, in pixels. */
  readonly box: readonly [number, number, number, number];
}

/** An answer in which every anchor says "no face", but for the given ones, whose key points lie at POINTS from the anchor. */
function answer(...faces: readonly Face[]): Float32Array[] {
  const answers = GRIDS.map(({ cell, perCell }) =>
    new Float32Array((SIZE.width / cell) * (SIZE.height / cell) * perCell * 17).fill(-20),
  );
  for (const { grid, cell, anchor, logit, box } of faces) {
    const { perCell } = GRIDS[grid];
    const start = cell * perCell * 17;
    answers[grid]?.set([logit], start + anchor);
    answers[grid]?.set([...box, ...POINTS.flat()], start + perCell + anchor * 16);
  }
  return answers;
}

describe('decoding', () => {
  test('puts box and key points where anchor and offset say, in fractions of the picture', () => {
    // The second anchor of the cell at column 3, row 2 of 16 × 12 cells: its middle is at 28, 20.
    const seen = decode(
      answer({ grid: 0, cell: 2 * 16 + 3, anchor: 1, logit: 4, box: [4, 12, 64, 48] }),
      SIZE,
      0.5,
    );
    expect(seen).toHaveLength(1);
    const box = [0, (32 - 24) / 96, 64 / 128, 48 / 96];
    box.forEach((value, i) => expect(seen[0]?.box[i]).toBeCloseTo(value, 6));
    expect(seen[0]?.score).toBeCloseTo(0.982, 3);
    expect(seen[0]?.points).toEqual(POINTS.map(([dx, dy]) => [(28 + dx) / 128, (20 + dy) / 96]));
  });

  test('knows the six anchors of the coarse grid', () => {
    // The last anchor of the last of 8 × 6 cells: its middle is at 120, 88.
    const seen = decode(
      answer({ grid: 1, cell: 6 * 8 - 1, anchor: 5, logit: 1, box: [-56, -40, 32, 24] }),
      SIZE,
      0.5,
    );
    expect(seen.map(({ box }) => box)).toEqual([[48 / 128, 36 / 96, 32 / 128, 24 / 96]]);
  });

  test('leaves out faces below the score asked for and boxes turned inside out', () => {
    const weak: Face = { grid: 0, cell: 3, anchor: 0, logit: -0.1, box: [0, 0, 20, 20] };
    const inverted: Face = { grid: 1, cell: 9, anchor: 2, logit: 5, box: [0, 0, -20, 20] };
    expect(decode(answer(weak, inverted), SIZE, 0.5)).toEqual([]);
    expect(decode(answer(weak, inverted), SIZE, 0.4)).toHaveLength(1);
  });

  test('refuses an answer of another length, saying what it got', () => {
    const [fine, coarse] = answer();
    expect(() => decode([fine ?? new Float32Array(), new Float32Array(12)], SIZE, 0.5)).toThrow(
      `anchors16: got 12 numbers, expected ${coarse?.length}`,
    );
  });
});

const detection = (x: number, y: number, score: number): Detection => ({
  box: [x, y, 0.2, 0.2],
  points: KEY_POINTS.map((_, i) => [x + 0.01 * i, y]),
  score,
});

describe('blending', () => {
  test('averages boxes and key points of one face by score and keeps two faces apart', () => {
    const faces = blend([detection(0.1, 0.1, 0.6), detection(0.12, 0.1, 0.9), detection(0.7, 0.7, 0.8)], 0.3);
    const mean = (0.6 * 0.1 + 0.9 * 0.12) / 1.5;
    expect(faces.map(({ score }) => score)).toEqual([0.9, 0.8]);
    expect(faces[0]?.box[0]).toBeCloseTo(mean);
    expect(faces[0]?.points[0]?.[0]).toBeCloseTo(mean);
    expect(faces[0]?.points[5]?.[0]).toBeCloseTo(mean + 0.05);
    expect(faces[1]?.box[0]).toBeCloseTo(0.7);
    expect(faces[1]?.points[0]?.[1]).toBeCloseTo(0.7);
  });

  test('of nothing is nothing', () => {
    expect(blend([], 0.3)).toEqual([]);
  });
});
