import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModelSync } from '@tensorflow/tfjs-converter';
import { backend, io, setBackend, tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { blend, decode, GRIDS, type Detection } from '../src/engine/blazeface';
import { start } from '../src/engine/backend-wasm';
import { BlazefaceNet } from '../src/engine/blazeface-net';
import { graphFromBytes } from '../src/engine/graph';
import { planOf, SHORTCUT, type GraphNode } from '../src/engine/graph-plan';
import { detectorFiles, originalFiles } from '../tools/detector-net';

const SIDE = 128;
const original = originalFiles();
const rewritten = detectorFiles(original, 'detector.bin');
const files = () => [JSON.parse(rewritten.json) as unknown, rewritten.weights] as const;

beforeAll(async () => {
  await start(() => undefined);
});

/** A face as a child draws it, which BlazeFace takes for one: skin, eyes, brows, nose, mouth, and hair above. RGBA. */
function drawnFace(x: number, y: number, size: number) {
  const data = new Uint8ClampedArray(SIDE * SIDE * 4).fill(255);
  const inside = (px: number, py: number, cx: number, cy: number, rx: number, ry: number) =>
    ((px - x - cx * size) / (rx * size)) ** 2 + ((py - y - cy * size) / (ry * size)) ** 2 < 1;
  for (let py = 0; py < SIDE; py++) {
    for (let px = 0; px < SIDE; px++) {
      const at = (cx: number, cy: number, rx: number, ry: number) => inside(px, py, cx, cy, rx, ry);
      const light = 1 - 0.25 * ((px - x) / size) ** 2;
      let colour = [90 + px / 4, 110, 120 - py / 4];
      if (at(0, -0.15, 0.42, 0.5)) colour = [50, 35, 25];
      if (at(0, 0.05, 0.36, 0.46)) colour = [225 * light, 175 * light, 150 * light];
      for (const side of [-1, 1]) {
        if (at(0.15 * side, -0.05, 0.085, 0.04)) colour = [240, 240, 240];
        if (at(0.15 * side, -0.05, 0.04, 0.04)) colour = [40, 25, 20];
        if (at(0.15 * side, -0.13, 0.1, 0.02)) colour = [60, 40, 30];
        if (at(0.03 * side, 0.13, 0.03, 0.02)) colour = [150, 100, 85];
      }
      if (at(0, 0.27, 0.13, 0.035)) colour = [170, 70, 70];
      data.set(colour, (py * SIDE + px) * 4);
    }
  }
  return { data, width: SIDE, height: SIDE };
}

const PICTURES = [
  drawnFace(64, 64, 100),
  drawnFace(60, 70, 64),
  drawnFace(40, 50, 48),
  drawnFace(84, 70, 36),
];

/**
 * What the package's own files answer through tfjs' own executor and its plain JavaScript, as the page's decoder wants it: one array for
 * each grid.
 */
async function originalAnswers(picture: (typeof PICTURES)[number]): Promise<Float32Array[]> {
  await setBackend('cpu');
  const { weightsManifest, ...rest } = JSON.parse(original.json) as io.ModelJSON & io.ModelArtifacts;
  const graph = loadGraphModelSync({
    ...rest,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
    weightData: Uint8Array.from(original.weights).buffer,
  });
  const rgb = picture.data.filter((_, i) => i % 4 !== 3);
  const values = Float32Array.from(rgb, (value) => value / 127.5 - 1);
  const rows = tidy(() =>
    (graph.execute(tensor4d(values, [1, SIDE, SIDE, 3])) as Tensor).dataSync(),
  ) as Float32Array;
  graph.dispose();
  await setBackend('wasm');
  let anchor = 0;
  return GRIDS.map(({ cell, perCell }) => {
    const cells = (SIDE / cell) ** 2;
    const answer = new Float32Array(cells * perCell * 17);
    for (let i = 0; i < cells * perCell; i++, anchor++) {
      const start = Math.floor(i / perCell) * perCell * 17;
      const [logit = 0, ...numbers] = rows.subarray(anchor * 17, (anchor + 1) * 17);
      answer[start + (i % perCell)] = logit;
      answer.set(numbers, start + perCell + (i % perCell) * 16);
    }
    return answer;
  });
}

const numbersOf = ({ box, points }: Detection) => [...box, ...points.flat()];

describe('the rewritten face detector', () => {
  test('sees the faces that the original sees, box and key points less than a pixel of 128 away', async () => {
    const net = new BlazefaceNet(...files());
    const seen = await net.look(PICTURES, 0.5);
    for (const [i, picture] of PICTURES.entries()) {
      const answers = await originalAnswers(picture);
      const [expected, ...others] = blend(decode(answers, { width: SIDE, height: SIDE }, 0.5), 0.3);
      expect(expected, `the original sees the drawn face ${i}`).toBeDefined();
      expect(others).toEqual([]);
      const faces = blend(seen[i] ?? [], 0.3);
      expect(faces).toHaveLength(1);
      const [got, want] = [faces[0], expected].map((face) => (face ? numbersOf(face) : []));
      want?.forEach((value, k) => expect(Math.abs(SIDE * ((got?.[k] ?? NaN) - value))).toBeLessThan(1));
    }
  });

  test('sees a face in the same place when the picture is cut to 4:3', async () => {
    const net = new BlazefaceNet(...files());
    const cutAway = 16;
    const picture = drawnFace(60, 66, 64);
    const cut = {
      data: picture.data.subarray(cutAway * SIDE * 4, (SIDE - cutAway) * SIDE * 4),
      width: SIDE,
      height: SIDE - 2 * cutAway,
    };
    const eyes = async (look: typeof cut) => {
      const [seen = []] = await net.look([look], 0.5);
      const points = blend(seen, 0.3)[0]?.points.slice(0, 2) ?? [];
      return points.flatMap(([x, y]) => [x * look.width, y * look.height]);
    };
    const [rightX = 0, rightY = 0, leftX = 0, leftY = 0] = await eyes(picture);
    const there = [rightX, rightY - cutAway, leftX, leftY - cutAway];
    const here = await eyes(cut);
    expect(here).toHaveLength(4);
    here.forEach((value, i) => expect(Math.abs(value - (there[i] ?? NaN))).toBeLessThan(2));
    // And that is where they are drawn.
    expect(Math.abs(rightX - (60 - 0.15 * 64))).toBeLessThan(4);
    expect(Math.abs(leftX - (60 + 0.15 * 64))).toBeLessThan(4);
  });

  test('sees in each of several pictures what it sees in it alone', async () => {
    const net = new BlazefaceNet(...files());
    const together = await net.look(PICTURES, 0.3);
    for (const [i, picture] of PICTURES.entries()) {
      const [alone = []] = await net.look([picture], 0.3);
      expect(alone.length).toBeGreaterThan(0);
      expect(together[i]?.map(numbersOf)).toEqual(alone.map(numbersOf));
    }
  });

  test('leaves nothing behind in the backend, however often it looks', async () => {
    const net = new BlazefaceNet(...files());
    const lookAtAll = async () => {
      for (const picture of PICTURES) await net.look([picture], 0.5);
      await net.look(PICTURES, 0.5);
    };
    await lookAtAll();
    const before = backend().numDataIds();
    for (let i = 0; i < 5; i++) await lookAtAll();
    expect(backend().numDataIds()).toBe(before);
  });

  test('refuses pictures whose sides its grids do not divide', async () => {
    const net = new BlazefaceNet(...files());
    const odd = { data: new Uint8ClampedArray(100 * 96 * 4), width: 100, height: 96 };
    await expect(net.look([odd], 0.5)).rejects.toThrow('got 100 × 96, expected multiples of 16');
  });
});

describe('rewriting', () => {
  test('names the operation it does not know when the package brings another graph', () => {
    const other = { ...original, json: original.json.replaceAll('"op":"MaxPool"', '"op":"AvgPool"') };
    expect(other.json).not.toBe(original.json);
    expect(() => detectorFiles(other, 'detector.bin')).toThrow('got operation AvgPool, expected one of');
  });

  test('says so when the weights are shorter than their list', () => {
    const other = { ...original, weights: original.weights.subarray(0, -2) };
    expect(() => detectorFiles(other, 'detector.bin')).toThrow(
      `got ${original.weights.length - 2} bytes of weights, expected ${original.weights.length}`,
    );
  });
});

describe('a plan', () => {
  // Seen to fail without the look through a padding.
  test('for a backend that joins shortcuts has them all in their convolutions', () => {
    const { modelTopology, signature } = JSON.parse(rewritten.json) as {
      modelTopology: { node: GraphNode[] };
      signature: { outputs: Record<string, { name: string }> };
    };
    const ends = Object.values(signature.outputs).map(({ name }) => name);
    const widened = () => [0, 0, 0, 0, 0, 0, 0, 4];
    const kernelsOf = (joins: boolean) => {
      const { steps } = planOf(modelTopology.node, ends, widened, joins);
      return steps.reduce<Record<string, number>>(
        (counts, { kernel }) => ({ ...counts, [kernel]: (counts[kernel] ?? 0) + 1 }),
        {},
      );
    };
    const { Add, Relu, PadV2, FusedConv2D = 0, ...others } = kernelsOf(false);
    expect([Add, Relu, PadV2]).toEqual([16, 16, 11]);
    expect(kernelsOf(true)).toEqual({ ...others, FusedConv2D: FusedConv2D - 16, [SHORTCUT]: 16 });
  });
});

describe('a graph', () => {
  test('with an operation that the page does not know is refused by name', () => {
    const json = JSON.parse(rewritten.json.replace('"op":"MaxPool"', '"op":"MaxPuddle"')) as unknown;
    expect(() => graphFromBytes(json, () => rewritten.weights)).toThrow('MaxPuddle, expected one of AddV2');
  });
});
