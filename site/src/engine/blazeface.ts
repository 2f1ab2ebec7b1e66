/**
 * Reading BlazeFace's answer: anchors, decoding and blending, pure.
 * Bazarevsky, Kartynnik, Vakunov, Raveendran, Grundmann: "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs",
 * 2019, arXiv:1907.05047.
 */
import { iou, type Box, type Point, type Size } from '../geometry';

/** Longer side of the pictures the detector was trained on, in pixels. Others do, if both sides are multiples of SIZE_STEP. */
export const INPUT_SIZE = 128;
export const SIZE_STEP = 16;

/** Anchors lie in the middle of square cells: two to a cell of 8 pixels, six to a cell of 16 (section 3.2 of the paper). */
export const GRIDS = [
  { output: 'anchors8', cell: 8, perCell: 2 },
  { output: 'anchors16', cell: 16, perCell: 6 },
] as const;
/** Two for the box's centre, two for its size, and x and y of six key points. */
const NUMBERS_PER_ANCHOR = 16;

/** Right and left are the person's own. */
export const KEY_POINTS = ['right eye', 'left eye', 'nose tip', 'mouth', 'right ear', 'left ear'] as const;

/** Lengths are in fractions of the picture that was looked at: x and widths of its width, y and heights of its height. */
export interface Detection {
  readonly box: Box;
  /** In the order of KEY_POINTS. */
  readonly points: readonly Point[];
  /** 0..1 */
  readonly score: number;
}

export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
const logitOf = (probability: number): number => Math.log(probability / (1 - probability));

/**
 * Detections of at least `minimumScore` in one picture of the given size in pixels.
 * `answers`: for each of GRIDS (cells down, cells across, perCell × 17) float32: per cell the logits of its anchors' scores, then for
 * each anchor the box's centre, as an offset from the anchor, the box's width and height, and six points, offsets too, all in pixels.
 */
export function decode(
  answers: readonly Float32Array[],
  { width, height }: Size,
  minimumScore: number,
): Detection[] {
  const minimumLogit = logitOf(minimumScore);
  const detections: Detection[] = [];
  GRIDS.forEach(({ cell, perCell, output }, grid) => {
    const values = answers[grid] ?? new Float32Array();
    const across = width / cell;
    const perCellNumbers = perCell * (1 + NUMBERS_PER_ANCHOR);
    const expected = across * (height / cell) * perCellNumbers;
    if (values.length !== expected) {
      throw new RangeError(
        `The face detector's ${output}: got ${values.length} numbers, expected ${expected}.`,
      );
    }
    for (let at = 0, place = 0; at < values.length; at += perCellNumbers, place++) {
      for (let anchor = 0; anchor < perCell; anchor++) {
        const logit = values[at + anchor] ?? 0;
        if (logit < minimumLogit) continue;
        const from = at + perCell + anchor * NUMBERS_PER_ANCHOR;
        const x = ((place % across) + 0.5) * cell;
        const y = (Math.floor(place / across) + 0.5) * cell;
        const pointAt = (index: number): Point => [
          (x + (values[index] ?? 0)) / width,
          (y + (values[index + 1] ?? 0)) / height,
        ];
        const boxWidth = (values[from + 2] ?? 0) / width;
        const boxHeight = (values[from + 3] ?? 0) / height;
        if (boxWidth <= 0 || boxHeight <= 0) continue;
        const [centreX, centreY] = pointAt(from);
        detections.push({
          box: [centreX - boxWidth / 2, centreY - boxHeight / 2, boxWidth, boxHeight],
          points: KEY_POINTS.map((_, i) => pointAt(from + 4 + 2 * i)),
          score: sigmoid(logit),
        });
      }
    }
  });
  return detections;
}

/**
 * One detection for each face: boxes that overlap the best remaining one are averaged with it, weighted by score, instead of
 * dropped (section 4 of the paper), which keeps the box steady from frame to frame; key points likewise. Best score first.
 */
export function blend(detections: readonly Detection[], minimumIou: number): Detection[] {
  let rest = [...detections].sort((a, b) => b.score - a.score);
  const faces: Detection[] = [];
  for (let best = rest[0]; best; best = rest[0]) {
    const leader = best.box;
    const group = rest.filter(({ box }) => box === leader || iou(box, leader) >= minimumIou);
    rest = rest.filter((detection) => !group.includes(detection));
    const weight = group.reduce((sum, { score }) => sum + score, 0);
    const mean = (pick: (detection: Detection) => number | undefined) =>
      group.reduce((sum, detection) => sum + detection.score * (pick(detection) ?? 0), 0) / weight;
    faces.push({
      box: [mean((d) => d.box[0]), mean((d) => d.box[1]), mean((d) => d.box[2]), mean((d) => d.box[3])],
      points: best.points.map(
        (_, i) => [mean((d) => d.points[i]?.[0]), mean((d) => d.points[i]?.[1])] as const,
      ),
      score: best.score,
    });
  }
  return faces;
}
