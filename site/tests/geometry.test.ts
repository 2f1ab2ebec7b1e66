import { describe, expect, test } from 'vitest';
import { cropSquare, fromView, iou, letterbox, onScreen, pointFromView, reachOf } from '../src/geometry';

describe('boxes', () => {
  test('overlap as much as the area they share out of the area they cover', () => {
    expect(iou([0, 0, 2, 2], [0, 0, 2, 2])).toBe(1);
    expect(iou([0, 0, 2, 2], [1, 0, 2, 2])).toBeCloseTo(1 / 3);
    expect(iou([0, 0, 2, 2], [2, 0, 2, 2])).toBe(0);
  });

  test('stand on the other side in a mirror, and where they are in a photo', () => {
    const frame = { width: 200, height: 100 };
    expect(onScreen([20, 10, 40, 50], frame, false)).toEqual({ left: 10, top: 10, width: 20, height: 50 });
    expect(onScreen([20, 10, 40, 50], frame, true)).toEqual({ left: 70, top: 10, width: 20, height: 50 });
  });
});

describe('the crop round a face', () => {
  test('is a square round the longer side with the margin on both sides', () => {
    const rule = { margin_ratio: 0.25, offset_x_ratio: 0, offset_y_ratio: 0 };
    expect(cropSquare({ box: [10, 20, 40, 20], tilt: 0 }, rule)).toEqual([0, 0, 60, 60]);
  });

  test('moves down with a positive vertical offset, by parts of its own side', () => {
    const rule = { margin_ratio: 0, offset_x_ratio: 0, offset_y_ratio: 0.1 };
    expect(cropSquare({ box: [0, 0, 100, 100], tilt: 0 }, rule)).toEqual([0, 10, 100, 100]);
  });

  test('moves down as the head does, which goes to the left of a picture for one that is tilted clockwise', () => {
    const rule = { margin_ratio: 0, offset_x_ratio: 0, offset_y_ratio: 0.1 };
    const [x, y, side] = cropSquare({ box: [0, 0, 100, 100], tilt: 1 }, rule);
    expect(side).toBeGreaterThan(100); // the detector's box of it is too small
    expect((x + side / 2 - 50) / side).toBeCloseTo(-0.1 * Math.sin(1));
    expect((y + side / 2 - 50) / side).toBeCloseTo(0.1 * Math.cos(1));
  });

  test('reaches further when it is turned, about the same centre', () => {
    expect(reachOf([10, 20, 40, 40], 0)).toEqual([10, 20, 40, 40]);
    const [x, y, side] = reachOf([10, 20, 40, 40], -Math.PI / 4);
    expect(side).toBeCloseTo(40 * Math.SQRT2);
    expect([x + side / 2, y + side / 2]).toEqual([30, 40]);
  });
});

describe('the detector', () => {
  test('sees landscape and portrait frames whole and unstretched, with no more bars than its grids need', () => {
    const look = (width: number, height: number) => letterbox({ width, height }, 128, 16);
    expect(look(640, 480)).toEqual({ view: [0, 0, 640, 480], size: { width: 128, height: 96 } });
    expect(look(480, 640)).toEqual({ view: [0, 0, 480, 640], size: { width: 96, height: 128 } });
    expect(look(1280, 720)).toEqual({ view: [0, -40, 1280, 800], size: { width: 128, height: 80 } });
    expect(look(64, 64)).toEqual({ view: [0, 0, 64, 64], size: { width: 128, height: 128 } });
  });

  test('gives its boxes in pixels of the frame', () => {
    expect(fromView([0.25, 0.5, 0.5, 0.25], [0, -80, 640, 640])).toEqual([160, 240, 320, 160]);
    expect(pointFromView([0.25, 0.5], [0, -40, 1280, 800])).toEqual([320, 360]);
  });
});
