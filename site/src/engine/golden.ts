import { Failure } from '../failure';
import type { Manifest } from '../manifest';
import { listOf, number, object, text } from '../strict';
import type { Classifier } from './classifier';
import { loadChecked, parseJson } from './model-files';
import type { GoldenResult } from './protocol';

const shape = object({
  tolerance: object({ logits: number(0), features: number(0) }),
  inputs: listOf(object({ name: text, pixels: text, logits: listOf(number()), features: listOf(number()) })),
});

/** Runs golden.json's inputs and compares: the proof that both languages agree on this machine. */
export async function compareGolden(
  folder: URL,
  manifest: Manifest,
  classifier: Classifier,
): Promise<GoldenResult> {
  const file = manifest.files.find(({ path }) => path === 'golden.json');
  if (!file) throw new Failure('model-invalid', 'manifest.files: golden.json is not listed.');
  const golden = shape(parseJson(await loadChecked(folder, file), 'model/golden.json'), 'golden');
  const crops = golden.inputs.map(({ pixels }) =>
    Float32Array.from(atob(pixels), (char) => char.charCodeAt(0)),
  );
  const evidence = await classifier.classify(crops);
  const worst = (got: readonly Float32Array[], expected: (i: number) => readonly number[] | undefined) =>
    Math.max(
      ...got.flatMap((row, i) => Array.from(row, (value, k) => Math.abs(value - (expected(i)?.[k] ?? NaN)))),
    );
  return {
    maxLogitError: worst(
      evidence.map(({ logits }) => logits),
      (i) => golden.inputs[i]?.logits,
    ),
    maxFeatureError: worst(
      evidence.map(({ features }) => features),
      (i) => golden.inputs[i]?.features,
    ),
    tolerance: golden.tolerance,
    count: golden.inputs.length,
  };
}
