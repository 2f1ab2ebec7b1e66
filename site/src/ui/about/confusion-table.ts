import { html } from 'lit';
import { mistakes, sum, type Confusion } from '../../about/figures';
import { percent, w } from '../../about/words';
import { named } from '../../messages/labels';
import { decimal, whole } from '../../messages/numbers';
import { Widget } from '../element';
import { styled } from '../styled';

const MISTAKES = 2;
/** Ink stays readable on the accent's tint up to here. */
const DEEPEST = 55;

/** What is taken for what: a row for each label, a column for each answer. */
export class ConfusionTable extends Widget {
  static override properties = {
    labels: { attribute: false },
    confusion: { attribute: false },
    counted: { state: true },
  };
  declare labels: readonly string[];
  declare confusion: Confusion;
  declare counted: boolean;

  constructor() {
    super();
    this.counted = false;
  }

  protected override render() {
    const { mixes, quoted } = w();
    const caption = mixes.caption(this.counted ? mixes.inFaces : mixes.inPercent);
    return html`
      ${mistakes(this.labels, this.confusion, MISTAKES).map(
        ({ actual, said, share }) =>
          html`<p data-role="mistake">
            ${mixes.mistake(quoted(named(actual)), quoted(named(said)), percent(share, 0))}
          </p>`,
      )}
      <p class="aside">${mixes.howToRead}</p>
      <div class="scroll" role="region" tabindex="0" aria-label=${caption}>
        <table class="confusion">
          <caption>
            ${caption}
          </caption>
          <thead>
            <tr>
              <td><span class="visually-hidden">${mixes.corner}</span></td>
              ${this.labels.map((label) => html`<th scope="col"><span>${named(label)}</span></th>`)}
              <th scope="col" class="total"><span>${mixes.total}</span></th>
            </tr>
          </thead>
          <tbody>
            ${this.labels.map((label, i) => this.#row(label, i))}
          </tbody>
        </table>
      </div>
      <label class="choice no-print">
        <input
          type="checkbox"
          .checked=${this.counted}
          @change=${({ target }: Event) => (this.counted = (target as HTMLInputElement).checked)}
        />
        ${mixes.counts}
      </label>
    `;
  }

  #row(label: string, index: number) {
    const row = this.confusion[index] ?? [];
    const faces = sum(row);
    return html`<tr>
      <th scope="row">${named(label)}</th>
      ${row.map((count, k) => this.#cell(count, faces, k === index))}
      <td class="total">${whole(faces)}</td>
    </tr>`;
  }

  /** The figure that was asked for is seen; who points at the cell or hears it gets both. */
  #cell(count: number, faces: number, isRight: boolean) {
    const share = faces === 0 ? 0 : count / faces;
    const both = w().mixes.cell(percent(share, 1), whole(count));
    return html`<td
      title=${both}
      data-count=${count}
      ?data-right=${isRight}
      ${styled({ '--tint': `${(DEEPEST * share).toFixed(1)}%` })}
    >
      <span aria-hidden="true">${this.counted ? whole(count) : decimal(100 * share, 0)}</span>
      <span class="visually-hidden">${both}</span>
    </td>`;
  }
}
customElements.define('confusion-table', ConfusionTable);
