/** Rectangles in pixels, x to the right and y down, as [left, top, width, height]. Pure functions only. */
export type Box = readonly [x: number, y: number, width: number, height: number];

export type Point = readonly [x: number, y: number];

export interface Size {
  readonly width: number;
  readonly height: number;
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

/** The square crop round a face box; it may reach beyond the frame. */
export function cropSquare(box: Box, rule: CropRule): Box {
  const side = (1 + 2 * rule.margin_ratio) * Math.max(box[2], box[3]);
  const centreX = box[0] + box[2] / 2 + rule.offset_x_ratio * side;
  const centreY = box[1] + box[3] / 2 + rule.offset_y_ratio * side;
  return [centreX - side / 2, centreY - side / 2, side, side];
}

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
