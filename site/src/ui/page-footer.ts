import { html } from 'lit';
import { m } from '../messages/current';
import { Widget } from './element';

/** Names of works are the same in every language. Their licences stand in licenses.html, which the build makes. */
const SHIPPED = 'TensorFlow.js, Lit, uPlot, fflate, idb-keyval, 1eurofilter';
const DETECTOR = 'BlazeFace';

/** What the page says aloud, what it keeps, and what is shipped with it. */
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
        <p>
          ${page.footerShips(`${SHIPPED}, ${page.footerDetector(DETECTOR)}`)}
          <a href="licenses.html">${page.footerLicences}</a>
        </p>
        <p><a href="about.html">${m().card.title}</a></p>
      </footer>
    `;
  }
}
customElements.define('page-footer', PageFooter);
