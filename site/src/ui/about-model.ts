import { html } from 'lit';
import type { Manifest } from '../manifest';
import { m } from '../messages/current';
import { Widget } from './element';

const asPercent = (ratio: number): string => `${(100 * ratio).toFixed(1)} %`;
const thousands = (value: number): string => value.toLocaleString('en');

/** The model's card, in short: every figure stands in its manifest. */
export class AboutModel extends Widget {
  static override properties = { manifest: { attribute: false } };
  declare manifest: Manifest;

  protected override render() {
    const { name, metrics, files, quantization, parameters, training, created } = this.manifest;
    const plain = metrics.PrivateTest;
    const deduplicated = metrics['PrivateTest-deduplicated'];
    const [low = 0, high = 0] = plain.accuracy_interval_95;
    const kilobytes =
      files.filter(({ path }) => path !== 'golden.json').reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
    const facts: [string, string][] = [
      ['Name', name],
      ['Learned from', training.dataset],
      [
        'PrivateTest accuracy',
        `${asPercent(plain.accuracy)} (95 % interval ${asPercent(low)} to ${asPercent(high)}, ${thousands(plain.count)} pictures)`,
      ],
      [
        'Without pictures it learned from',
        `${asPercent(deduplicated.accuracy)} (${thousands(deduplicated.count)} pictures)`,
      ],
      ['Macro-F1', plain.macro_f1.toFixed(3)],
      ['Calibration error (ECE)', asPercent(plain.ece)],
      [
        'Size',
        `${thousands(Math.round(kilobytes))} kB, ${thousands(parameters)} parameters, weights as ${quantization}`,
      ],
      ['Made', `${created.slice(0, 10)}, commit ${training.commit.slice(0, 12)}`],
    ];
    return html`
      <details class="about">
        <summary>About this model</summary>
        <dl>
          ${facts.map(
            ([term, value]) =>
              html`<div>
                <dt>${term}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
        </dl>
        <p>
          Right by label (PrivateTest recall):
          ${this.manifest.labels.map((label) => `${label} ${asPercent(plain.recall[label] ?? 0)}`).join(', ')}.
        </p>
        <p><a href="about.html">${m().card.more}</a></p>
      </details>
    `;
  }
}
customElements.define('about-model', AboutModel);
