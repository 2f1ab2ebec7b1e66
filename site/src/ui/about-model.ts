import { html } from 'lit';
import { neededToStart } from '../files';
import type { Manifest } from '../manifest';
import { m } from '../messages/current';
import { named } from '../messages/labels';
import { whole } from '../messages/numbers';
import { Widget } from './element';

const asPercent = (ratio: number): string => `${(100 * ratio).toFixed(1)} %`;

/** The model's card, in short: every figure stands in its manifest. */
export class AboutModel extends Widget {
  static override properties = { manifest: { attribute: false } };
  declare manifest: Manifest;

  protected override render() {
    const { name, labels, metrics, files, quantization, parameters, training, created } = this.manifest;
    const plain = metrics.PrivateTest;
    const deduplicated = metrics['PrivateTest-deduplicated'];
    const [low = 0, high = 0] = plain.accuracy_interval_95;
    const kilobytes = neededToStart(files).reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
    const words = m().diagnostics;
    const facts: [string, string][] = [
      [words.name, name],
      [words.learnedFrom, training.dataset],
      [
        words.accuracy,
        words.accuracyValue(asPercent(plain.accuracy), asPercent(low), asPercent(high), whole(plain.count)),
      ],
      [
        words.deduplicated,
        words.deduplicatedValue(asPercent(deduplicated.accuracy), whole(deduplicated.count)),
      ],
      [words.macroF1, plain.macro_f1.toFixed(3)],
      [words.ece, asPercent(plain.ece)],
      [words.size, words.sizeValue(whole(kilobytes), whole(parameters), quantization)],
      [words.made, words.madeValue(created.slice(0, 10), training.commit.slice(0, 12))],
    ];
    const recall = labels.map((label) => `${named(label)} ${asPercent(plain.recall[label] ?? 0)}`);
    return html`
      <details class="about">
        <summary>${words.aboutTitle}</summary>
        <dl>
          ${facts.map(
            ([term, value]) =>
              html`<div>
                <dt>${term}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
        </dl>
        <p>${words.recall(recall.join(', '))}</p>
        <p><a href="about.html">${m().card.more}</a></p>
      </details>
    `;
  }
}
customElements.define('about-model', AboutModel);
