/** Rectangles in pixels, x to the right and y down, as [left, top, width, height]. Pure functions only. */
export type Box = readonly [x: number, y: number, width: number, height: number];

export type Point = readonly [x: number, y: number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a face is. */
export interface Place {
  readonly box: Box;
  /** Of the head, clockwise in radians: 0 where the eyes are level. */
  readonly tilt: number;
}

/** How the manifest says a face box becomes the square the classifier sees. Ratios are of the box or of the square. */
export interface CropRule {
  readonly margin_ratio: number;
  readonly offset_x_ratio: number;
  readonly offset_y_ratio: number;
}

export const area = ([, , width, height]: Box): number => width * height;

/** Intersection over union of two boxes, 0..1. */
export function iou(a: Box, b: Box): number {
  const overlapWidth = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const overlapHeight = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  if (overlapWidth <= 0 || overlapHeight <= 0) return 0;
  const overlap = overlapWidth * overlapHeight;
  return overlap / (area(a) + area(b) - overlap);
}

/** How much smaller than upright ones the detector's boxes of tilted heads are, by the square of the tilt (`site_tests.framing --tilt`). */
const SHRINKING = 0.4;

/** The square crop round a face, before it is turned about its centre by the head's tilt; it may reach beyond the frame. */
export function cropSquare({ box, tilt }: Place, rule: CropRule): Box {
  const uprightSide = Math.max(box[2], box[3]) * (1 + SHRINKING * tilt ** 2);
  const side = (1 + 2 * rule.margin_ratio) * uprightSide;
  const [right, down] = turned([rule.offset_x_ratio * side, rule.offset_y_ratio * side], tilt);
  const centreX = box[0] + box[2] / 2 + right;
  const centreY = box[1] + box[3] / 2 + down;
  return [centreX - side / 2, centreY - side / 2, side, side];
}

/** The upright square that holds a square turned about its centre. */
export function reachOf([x, y, side]: Box, angle: number): Box {
  const reach = side * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
  const beyond = (reach - side) / 2;
  return [x - beyond, y - beyond, reach, reach];
}

/** A point turned clockwise about the origin, in radians. */
export const turned = ([x, y]: Point, angle: number): Point => [
  x * Math.cos(angle) - y * Math.sin(angle),
  x * Math.sin(angle) + y * Math.cos(angle),
];

/**
 * How a whole frame is looked at, `longest` pixels long and unstretched: the size of the look in pixels, its shorter side rounded up to a
 * multiple of `step`, and the part of the frame it shows, which is centred and reaches beyond the frame by what the rounding added.
 */
export function letterbox({ width, height }: Size, longest: number, step: number): { view: Box; size: Size } {
  const scale = longest / Math.max(width, height);
  const rounded = (length: number) => step * Math.max(1, Math.ceil((length * scale) / step - 1e-6));
  const size = { width: rounded(width), height: rounded(height) };
  const [shownWidth, shownHeight] = [size.width / scale, size.height / scale];
  return { view: [(width - shownWidth) / 2, (height - shownHeight) / 2, shownWidth, shownHeight], size };
}

/** A box of a picture in the same picture `by` times as large. */
export const scaled = ([x, y, width, height]: Box, by: number): Box => [
  x * by,
  y * by,
  width * by,
  height * by,
];

/** A box given in fractions of a view, in the pixels that the view was taken from. */
export function fromView([x, y, width, height]: Box, [left, top, viewWidth, viewHeight]: Box): Box {
  return [left + x * viewWidth, top + y * viewHeight, width * viewWidth, height * viewHeight];
}

/** The same for a point. */
export function pointFromView([x, y]: Point, [left, top, viewWidth, viewHeight]: Box): Point {
  return [left + x * viewWidth, top + y * viewHeight];
}

/** Where a box stands on screen, in percent of the picture, seen in a mirror or straight. */
export function onScreen([x, y, width, height]: Box, frame: Size, mirrored: boolean) {
  const left = mirrored ? frame.width - x - width : x;
  return {
    left: (100 * left) / frame.width,
    top: (100 * y) / frame.height,
    width: (100 * width) / frame.width,
    height: (100 * height) / frame.height,
  };
}
