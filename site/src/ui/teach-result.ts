import { html } from 'lit';
import { m } from '../messages/current';
import { named } from '../messages/labels';
import type { Check } from '../teach/head';
import { Widget } from './element';
import { styled } from './styled';

/** What the model got right of each expression, and what the head did: before and after. */
export class TeachResult extends Widget {
  static override properties = { check: { attribute: false } };
  declare check: Check;

  protected override render() {
    const { teach } = m();
    return html`
      <table class="before-after">
        <caption>
          ${teach.caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">${teach.expression}</th>
            <th scope="col">${teach.stock}</th>
            <th scope="col">${teach.personal}</th>
          </tr>
        </thead>
        <tbody>
          ${this.check.labels.map(
            ({ label, count, stock, personal }) => html`
              <tr data-label=${label}>
                <th scope="row">${named(label)}</th>
                ${this.#cell('stock', stock, count)} ${this.#cell('personal', personal, count)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    `;
  }

  #cell(who: 'stock' | 'personal', right: number, count: number) {
    return html`<td data-who=${who}>
      ${m().teach.of(right, count)}
      <div class="bar" aria-hidden="true">
        <div class="bar-fill" ${styled({ width: `${(100 * right) / Math.max(1, count)}%` })}></div>
      </div>
    </td>`;
  }
}
customElements.define('teach-result', TeachResult);
