import { html } from 'lit';
import type { Face } from '../analysis';
import { m } from '../messages/current';
import { named } from '../messages/labels';
import { Widget } from './element';
import { styled } from './styled';

/** One bar for each label, in the manifest's order; hues belong to the order, so that no label is written down here. */
export class ExpressionBars extends Widget {
  static override properties = { labels: { attribute: false }, face: { attribute: false } };
  declare labels: readonly string[];
  declare face: Face | null;

  protected override render() {
    return html`
      <ul class="bars" role="list" aria-label=${m().page.expressions}>
        ${this.labels.map((label, i) => this.#bar(label, i))}
      </ul>
    `;
  }

  #bar(label: string, index: number) {
    const { face } = this;
    const value = Math.round(100 * (face?.probabilities[label] ?? 0));
    return html`
      <li ?data-winner=${face?.label === label} ${styled({ '--hue': `var(--expression-${index % 7})` })}>
        <span class="bar-label" aria-hidden="true">${named(label)}</span>
        <div
          class="bar"
          role="meter"
          aria-label=${named(label)}
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow=${value}
          aria-valuetext=${face ? m().page.barValue(value) : m().page.noValue}
        >
          <div class="bar-fill" ${styled({ width: `${value}%` })}></div>
        </div>
        <span class="bar-value" aria-hidden="true">${face ? m().common.percent(value / 100) : '–'}</span>
      </li>
    `;
  }
}
customElements.define('expression-bars', ExpressionBars);
