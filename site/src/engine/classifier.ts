import { Failure } from '../failure';
import { neededToStart } from '../files';
import type { Manifest } from '../manifest';
import type { Evidence } from '../teach/head';
import type { Started } from './backend';
import { graphFromBytes, type LoadedGraph } from './graph';
import { loadChecked, parseJson } from './model-files';

/** The expression classifier: raw grey crops in, logits and penultimate features out. */
export class Classifier {
  readonly #manifest: Manifest;
  readonly #net: LoadedGraph;

  private constructor(manifest: Manifest, net: LoadedGraph) {
    this.#manifest = manifest;
    this.#net = net;
  }

  /**
   * Loads the files that the manifest names, each checked first, waits for the backend, and refuses a net that is not what the
   * manifest describes.
   */
  static async load(folder: URL, manifest: Manifest, backend: Promise<Started>): Promise<Classifier> {
    const checked = await Promise.all(
      neededToStart(manifest.files).map(
        async (file) => [file.path, await loadChecked(folder, file)] as const,
      ),
    );
    const { dequantize } = await backend;
    const byPath = new Map(checked);
    const bytesOf = (path: string) => {
      const bytes = byPath.get(path);
      if (!bytes)
        throw new Failure('model-invalid', `model.json asks for ${path}; manifest.files does not list it.`);
      return bytes;
    };
    const json = parseJson(bytesOf('model.json'), 'model/model.json');
    const net = graphFromBytes(json, bytesOf, dequantize);
    const { input, output } = manifest;
    refuseUnless(input.name in net.signature.inputs, 'input', Object.keys(net.signature.inputs), input.name);
    for (const name of [output.logits, output.features]) {
      refuseUnless(name in net.signature.outputs, 'output', Object.keys(net.signature.outputs), name);
    }
    return new Classifier(manifest, net);
  }

  get numBytes(): number {
    return this.#net.numBytes;
  }

  compile(): void {
    const { width, height } = this.#manifest.input;
    this.#net.compile([1, height, width, 1]);
  }

  /** Grey crops, each (height, width) row-major float32 in [0, 255] -> logits (labels) and features of each. */
  async classify(crops: readonly Float32Array[]): Promise<Evidence[]> {
    if (crops.length === 0) return [];
    const { input, output, labels } = this.#manifest;
    const batch = new Float32Array(crops.length * input.width * input.height);
    crops.forEach((crop, i) => batch.set(crop, i * input.width * input.height));
    const shape = [crops.length, input.height, input.width, 1];
    const [logits, features] = await this.#net.run(batch, shape, [output.logits, output.features]);
    const none = new Float32Array();
    const featureRows = rows(features ?? none, crops.length, output.feature_count, output.features);
    return rows(logits ?? none, crops.length, labels.length, output.logits).map((row, i) => ({
      logits: row,
      features: featureRows[i] ?? none,
    }));
  }
}

function refuseUnless(fine: boolean, end: string, got: readonly string[], expected: string): void {
  if (!fine)
    throw new Failure('model-invalid', `The model's ${end}: got ${got.join(', ')}, expected ${expected}.`);
}

function rows(values: Float32Array, count: number, width: number, name: string): Float32Array[] {
  refuseUnless(
    values.length === count * width,
    `output ${name}`,
    [`${values.length / count} numbers`],
    `${width}`,
  );
  return Array.from({ length: count }, (_, row) => values.slice(row * width, (row + 1) * width));
}
