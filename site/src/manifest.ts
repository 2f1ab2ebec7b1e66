/** model/manifest.json: all the page knows about its model. Written by the training side; read strictly here. */
import {
  Unexpected,
  count,
  listOf,
  matching,
  number,
  object,
  oneOf,
  recordOf,
  text,
  type Read,
  type Reader,
} from './strict';

const ratio = number(0, 1);
const sha256 = matching(/^[0-9a-f]{64}$/, 'a sha256 of 64 hexadecimal digits');
/** Files lie in the manifest's own folder, so that a manifest cannot point elsewhere. */
const fileName = matching(/^[\w-][\w.-]*$/, 'a file name without folders');

const metrics = object({
  count,
  accuracy: ratio,
  accuracy_interval_95: listOf(ratio, 2),
  macro_f1: ratio,
  ece: ratio,
  nll: number(0),
  recall: recordOf(ratio),
});

const shape = object({
  format: oneOf(1),
  name: text,
  created: text,
  labels: listOf(text),
  input: object({
    name: text,
    width: count,
    height: count,
    channels: oneOf(1),
    minimum: oneOf(0),
    maximum: oneOf(255),
    grey: oneOf('bt601'),
    resize: oneOf('bilinear-antialias'),
    crop: object({
      margin_ratio: number(0, 2),
      offset_x_ratio: number(-1, 1),
      offset_y_ratio: number(-1, 1),
    }),
  }),
  output: object({ logits: text, features: text, feature_count: count, temperature: number(0.01, 100) }),
  quantization: oneOf('uint8', 'uint16', 'float16', 'none'),
  parameters: count,
  mflops: number(0),
  files: listOf(object({ path: fileName, bytes: count, sha256 })),
  training: object({
    preset: text,
    dataset: text,
    dataset_sha256: text,
    seed: count,
    epochs: count,
    commit: text,
    versions: object({ python: text, tensorflow: text, keras: text, tensorflowjs: text }),
  }),
  metrics: object({
    PublicTest: metrics,
    'PublicTest-deduplicated': metrics,
    PrivateTest: metrics,
    'PrivateTest-deduplicated': metrics,
  }),
});

export type Manifest = Read<typeof shape>;
export type ModelFile = Manifest['files'][number];

/** What the values must say together; each line is an error message or false. */
function contradictions({ labels, input, files, metrics: byS }: Manifest): (string | false)[] {
  const names = files.map(({ path }) => path);
  return [
    new Set(labels).size !== labels.length &&
      `manifest.labels: got ${labels.join(', ')}, expected no label twice`,
    input.width !== input.height &&
      `manifest.input: got ${input.width} × ${input.height}, expected a square, since the crop is one`,
    input.width === 0 && 'manifest.input.width: got 0, expected at least 1',
    ...['model.json', 'golden.json'].map(
      (name) =>
        !names.includes(name) && `manifest.files: got ${names.join(', ')}, expected ${name} among them`,
    ),
    ...Object.entries(byS).map(([split, { recall }]) => {
      const got = Object.keys(recall);
      const same = got.length === labels.length && labels.every((label) => got.includes(label));
      return (
        !same && `manifest.metrics.${split}.recall: got ${got.join(', ')}, expected ${labels.join(', ')}`
      );
    }),
  ];
}

/** Parsed JSON as a manifest. Throws `Unexpected` with the path, what was got and what was expected. */
export const readManifest: (json: unknown) => Manifest = (json) => {
  const manifest = (shape as Reader<Manifest>)(json, 'manifest');
  const wrong = contradictions(manifest).find((message) => message !== false);
  if (wrong) throw new Unexpected(wrong);
  return manifest;
};

/** Whether the model learned from drawn faces, with people's corrections or without: to show the road, not to judge a photograph. */
export const isDemonstration = ({ training }: Manifest): boolean =>
  training.dataset.split(' + ')[0] === 'drawn-faces';

/** What tells one model from another: the digest of its weights. */
export const weightsDigest = ({ files }: Manifest): string =>
  files.find(({ path }) => path.endsWith('.bin'))?.sha256 ?? '';
