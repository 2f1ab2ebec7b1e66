/** The model's manifest and card, as the page about it needs them. */
import { ForeignCard, readCard, type Card } from './card';
import type { CardGap, Found } from './state';
import { loadManifest, parseJson } from '../engine/model-files';
import { asFailure, Failure } from '../failure';
import { fetchBytes } from '../files';
import type { Manifest } from '../manifest';

/** Loads both; a card that is missing, another model's or unreadable leaves a gap, and only a manifest that is missing a failure. */
export async function load(folder: URL): Promise<Found> {
  try {
    const [manifest, card] = await Promise.all([loadManifest(folder), fetchCard(folder)]);
    return { phase: 'shown', manifest, ...cardOf(card, manifest) };
  } catch (thrown) {
    return { phase: 'failed', failure: asFailure(thrown, 'model-missing') };
  }
}

const fetchCard = (folder: URL): Promise<Uint8Array | Failure> =>
  fetchBytes(new URL('card.json', folder), 'model-missing').catch((thrown: unknown) =>
    asFailure(thrown, 'model-missing'),
  );

function cardOf(
  bytes: Uint8Array | Failure,
  manifest: Manifest,
): { card: Card } | { card: null; gap: CardGap; detail: string } {
  if (bytes instanceof Failure) return { card: null, gap: 'missing', detail: bytes.message };
  try {
    return { card: readCard(parseJson(bytes, 'model/card.json'), manifest) };
  } catch (thrown) {
    const gap = thrown instanceof ForeignCard ? 'foreign' : 'unreadable';
    return { card: null, gap, detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
