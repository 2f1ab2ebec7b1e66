/**
 * Reading BlazeFace's answer: anchors, decoding and blending, pure.
 * Bazarevsky, Kartynnik, Vakunov, Raveendran, Grundmann: "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs",
 * 2019, arXiv:1907.05047.
 */
import { iou, type Box } from '../geometry';

/** Side of the detector's square input in pixels. */
export const INPUT_SIZE = 128;
/** Anchors lie on a 16 × 16 grid, two to a cell, and on an 8 × 8 grid, six to a cell (section 3.2 of the paper): 896. */
const GRIDS = [
  { cells: 16, perCell: 2 },
  { cells: 8, perCell: 6 },
] as const;
/** One score, four numbers for the box, and six key points of two, which the page does not use. */
export const VALUES_PER_ANCHOR = 17;

export interface Detection {
  /** In fractions of the square that was looked at. */
  readonly box: Box;
  /** 0..1 */
  readonly score: number;
}

/** Centres of the 896 anchors as x, y pairs in fractions of the input. All share one size, so only centres matter. */
export function anchorCentres(): Float32Array {
  const centres: number[] = [];
  for (const { cells, perCell } of GRIDS) {
    for (let cell = 0; cell < cells * cells; cell++) {
      const x = ((cell % cells) + 0.5) / cells;
      const y = (Math.floor(cell / cells) + 0.5) / cells;
      for (let anchor = 0; anchor < perCell; anchor++) centres.push(x, y);
    }
  }
  return Float32Array.from(centres);
}

export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/**
 * Detections of at least `minimumScore` in one answer of the net.
 * `values`: (896, 17) float32, per anchor the score's logit, then the box centre's offset from the anchor and the box's
 * width and height, all four in input pixels.
 */
export function decode(values: Float32Array, centres: Float32Array, minimumScore: number): Detection[] {
  const expected = (centres.length / 2) * VALUES_PER_ANCHOR;
  if (values.length !== expected) {
    throw new RangeError(`The face detector answered ${values.length} numbers, expected ${expected}.`);
  }
  const detections: Detection[] = [];
  for (let anchor = 0; anchor < centres.length / 2; anchor++) {
    const at = anchor * VALUES_PER_ANCHOR;
    const [logit = 0, dx = 0, dy = 0, w = 0, h = 0] = values.subarray(at, at + 5);
    const score = sigmoid(logit);
    if (score < minimumScore || w <= 0 || h <= 0) continue;
    const centreX = (centres[2 * anchor] ?? 0) + dx / INPUT_SIZE;
    const centreY = (centres[2 * anchor + 1] ?? 0) + dy / INPUT_SIZE;
    const width = w / INPUT_SIZE;
    const height = h / INPUT_SIZE;
    detections.push({ box: [centreX - width / 2, centreY - height / 2, width, height], score });
  }
  return detections;
}

/**
 * One detection for each face: boxes that overlap the best remaining one are averaged with it, weighted by score, instead of
 * dropped (section 4 of the paper), which keeps the box steady from frame to frame. Best score first.
 */
export function blend(detections: readonly Detection[], minimumIou: number): Detection[] {
  let rest = [...detections].sort((a, b) => b.score - a.score);
  const faces: Detection[] = [];
  for (let best = rest[0]; best; best = rest[0]) {
    const leader = best.box;
    const group = rest.filter(({ box }) => box === leader || iou(box, leader) >= minimumIou);
    rest = rest.filter((detection) => !group.includes(detection));
    const weight = group.reduce((sum, { score }) => sum + score, 0);
    const mean = (pick: (box: Box) => number) =>
      group.reduce((sum, { box, score }) => sum + score * pick(box), 0) / weight;
    const box: Box = [mean((b) => b[0]), mean((b) => b[1]), mean((b) => b[2]), mean((b) => b[3])];
    faces.push({ box, score: best.score });
  }
  return faces;
}
