/** Composes a moment into one tidy picture: the frame with its boxes, the bars, when it was, and which model judged. */
import type { Face } from '../analysis';
import type { Manifest } from '../manifest';
import { currentLanguage, m } from '../messages/current';
import { named } from '../messages/labels';
import { onScreen, type Size } from '../geometry';
import { looks, percent, tagOf } from './sentences';
import { token } from './token';

const WIDTH = 1080;
const EDGE = 48;
const ROW = 46;
/** A blurred face is told in so few patches across that nobody is known by them. */
const PATCHES = 7;
/** Hair and chin give a person away too. */
const BLUR_MARGIN_RATIO = 0.3;

export interface Snapshot {
  readonly picture: HTMLCanvasElement;
  readonly faces: readonly Face[];
  /** The one that headline and bars tell about; null where nobody is. */
  readonly told: Face | null;
  readonly mirrored: boolean;
  readonly manifest: Manifest;
  readonly time: Date;
}

const font = (size: number, weight = 400): string => `${weight} ${size}px system-ui, sans-serif`;

/** The snapshot, 1080 pixels wide. */
export function compose(snapshot: Snapshot, blurred: boolean): HTMLCanvasElement {
  const { picture, faces, told, manifest } = snapshot;
  const frame: Size = { width: WIDTH, height: Math.round((WIDTH * picture.height) / picture.width) };
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = frame.height + 3 * EDGE + 64 + ROW * manifest.labels.length + 40;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.fillStyle = token('--wall');
  context.fillRect(0, 0, canvas.width, canvas.height);
  drawFrame(context, frame, snapshot);
  if (blurred) for (const face of faces) blur(context, frame, snapshot, face);
  for (const face of faces) drawBox(context, frame, snapshot, face);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = token('--ink');
  context.font = font(52, 650);
  context.fillText(
    told ? looks(told) : m().status.noFaceTitle,
    EDGE,
    frame.height + EDGE + 48,
    WIDTH - 2 * EDGE,
  );
  manifest.labels.forEach((label, i) => {
    drawBar(context, frame.height + EDGE + 64 + 24 + ROW * i, label, i, told);
  });
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = token('--ink-soft');
  context.font = font(26);
  const when = snapshot.time.toLocaleString(currentLanguage(), { dateStyle: 'long', timeStyle: 'short' });
  const caption = m().session.caption(when, manifest.name);
  context.fillText(caption, EDGE, canvas.height - EDGE, WIDTH - 2 * EDGE);
  return canvas;
}

function drawFrame(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  { picture, mirrored }: Snapshot,
): void {
  context.save();
  if (mirrored) context.setTransform(-1, 0, 0, 1, width, 0);
  context.drawImage(picture, 0, 0, width, height);
  context.restore();
}

/** Where a face stands in the drawn frame, in its pixels. */
function placed(
  { box }: Face,
  frame: Size,
  { picture, mirrored }: Snapshot,
): [number, number, number, number] {
  const { left, top, width, height } = onScreen(box, picture, mirrored);
  const [across, down] = [frame.width / 100, frame.height / 100];
  return [left * across, top * down, width * across, height * down];
}

function blur(context: CanvasRenderingContext2D, frame: Size, snapshot: Snapshot, face: Face): void {
  const [x, y, width, height] = placed(face, frame, snapshot);
  const margin = BLUR_MARGIN_RATIO * Math.max(width, height);
  const [left, top] = [Math.max(0, x - margin), Math.max(0, y - margin)];
  const [right, bottom] = [
    Math.min(frame.width, x + width + margin),
    Math.min(frame.height, y + height + margin),
  ];
  if (right <= left || bottom <= top) return;
  // Halved again and again: one big step down would pick single pixels instead of averaging them.
  let small = document.createElement('canvas');
  [small.width, small.height] = [Math.ceil(right - left), Math.ceil(bottom - top)];
  small
    .getContext('2d')
    ?.drawImage(context.canvas, left, top, right - left, bottom - top, 0, 0, small.width, small.height);
  while (small.width > PATCHES) {
    const half = document.createElement('canvas');
    half.width = Math.max(PATCHES, Math.ceil(small.width / 2));
    half.height = Math.max(1, Math.round((half.width * (bottom - top)) / (right - left)));
    half.getContext('2d')?.drawImage(small, 0, 0, half.width, half.height);
    small = half;
  }
  context.drawImage(small, left, top, right - left, bottom - top);
}

function drawBox(context: CanvasRenderingContext2D, frame: Size, snapshot: Snapshot, face: Face): void {
  const [x, y, width, height] = placed(face, frame, snapshot);
  context.strokeStyle = 'rgb(0 0 0 / 45%)';
  context.lineWidth = 7;
  context.strokeRect(x, y, width, height);
  context.strokeStyle = '#fff';
  context.lineWidth = 3;
  context.strokeRect(x, y, width, height);
  const text = tagOf(face);
  context.font = font(26, 600);
  const wide = context.measureText(text).width + 32;
  const middle = Math.min(Math.max(x + width / 2, wide / 2 + 4), frame.width - wide / 2 - 4);
  const low = Math.min(y + height + 10, frame.height - 48);
  context.fillStyle = 'rgb(20 18 24 / 78%)';
  context.fillRect(middle - wide / 2, low, wide, 42);
  context.fillStyle = '#fff';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, middle, low + 22);
}

function drawBar(
  context: CanvasRenderingContext2D,
  y: number,
  label: string,
  index: number,
  face: Face | null,
): void {
  const value = face?.probabilities[label] ?? 0;
  const [left, right] = [EDGE + 190, WIDTH - EDGE - 120];
  context.textBaseline = 'middle';
  context.fillStyle = token(face?.label === label ? '--ink' : '--ink-soft');
  context.font = font(30, face?.label === label ? 650 : 400);
  context.textAlign = 'left';
  context.fillText(named(label), EDGE, y + 14, 180);
  context.textAlign = 'right';
  context.fillText(face ? percent(value) : '–', WIDTH - EDGE, y + 14);
  context.fillStyle = token('--line');
  context.fillRect(left, y, right - left, 26);
  context.fillStyle = token(`--expression-${index % 7}`);
  context.fillRect(left, y, (right - left) * value, 26);
}
