import { loadGraphModelSync, type GraphModel } from '@tensorflow/tfjs-converter';
import type { io } from '@tensorflow/tfjs-core';
import { Failure } from '../failure';

interface ModelJson {
  readonly modelTopology: object;
  readonly signature?: Signature;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: io.WeightsManifestEntry[];
  }[];
}

interface Signature {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface LoadedGraph {
  readonly graph: GraphModel<io.IOHandlerSync>;
  /** The public names of the net's ends, such as "face" and "logits". */
  readonly signature: Signature;
}

/**
 * A tfjs graph model from bytes that are already here and already checked: the loader of tfjs would fetch them a second time,
 * and what it then ran would be unchecked. `shard` gives the bytes of each weights file.
 */
export function graphFromBytes(json: unknown, shard: (path: string) => Uint8Array): LoadedGraph {
  const { modelTopology, signature, weightsManifest } = json as Partial<ModelJson>;
  if (!modelTopology || !signature || !weightsManifest) {
    const got = Object.keys(json as object).join(', ');
    throw new Failure(
      'model-invalid',
      `model.json: got ${got}; expected modelTopology, signature, weightsManifest.`,
    );
  }
  const shards = weightsManifest.flatMap(({ paths }) => paths.map(shard));
  const weightData = new Uint8Array(shards.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of shards) {
    weightData.set(bytes, at);
    at += bytes.length;
  }
  const artifacts: io.ModelArtifacts = {
    modelTopology,
    signature,
    format: 'graph-model',
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
    weightData: weightData.buffer,
  };
  return { graph: loadGraphModelSync(artifacts), signature };
}
