import { html, nothing } from 'lit';
import { m } from '../messages/current';
import { Widget } from './element';

/** Names of works are the same in every language. Their licences stand in licenses.html, which the build makes. */
const SHIPPED = 'TensorFlow.js, Lit, uPlot, fflate, Workbox, idb-keyval, 1eurofilter';
const DETECTOR = 'BlazeFace';
/** Named in the page by `invoke build`, where it builds the documentation, too. */
const documentation = document.querySelector<HTMLLinkElement>('link[rel="help"]')?.getAttribute('href');

/** What the page says aloud, what it keeps, and what is shipped with it. */
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
        <p>
          ${page.footerShips(`${SHIPPED}, ${page.footerDetector(DETECTOR)}`)}
          <a href="licenses.html">${page.footerLicences}</a>
        </p>
        <p>
          <a href="about.html">${m().card.title}</a>
          ${documentation ? html`· <a href=${documentation}>${page.footerDocs}</a>` : nothing}
        </p>
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
