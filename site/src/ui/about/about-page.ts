import { html, nothing, type TemplateResult } from 'lit';
import type { Found, Shown, Timing } from '../../about/state';
import { percent, w } from '../../about/words';
import type { About } from '../../messages/en/about';
import { m } from '../../messages/current';
import { whole } from '../../messages/numbers';
import { Widget } from '../element';
import '../language-choice';
import { accuracy } from './accuracy';
import { peers, robustness } from './comparisons';
import './confusion-table';
import './device-speed';
import { data, downloadOf, law, limits, making, missing, origin, pixelsOf, purpose } from './prose';
import { reliability } from './reliability';
import { sources } from './sources';

interface Chapter {
  readonly id: string;
  readonly heading: string;
  /** Null where there is nothing to tell, as without a card. */
  readonly content: TemplateResult | null;
}

type Id = Extract<
  keyof About,
  | 'what'
  | 'right'
  | 'mixes'
  | 'sure'
  | 'harm'
  | 'speed'
  | 'others'
  | 'data'
  | 'missing'
  | 'limits'
  | 'law'
  | 'origin'
  | 'made'
>;

const chapter = (id: Id, content: TemplateResult | null): Chapter => ({
  id,
  heading: w()[id].heading,
  content,
});

/** The whole page about the model; reads as a text from top to bottom. */
export class AboutPage extends Widget {
  static override properties = { found: { attribute: false }, timing: { attribute: false } };
  declare found: Found;
  declare timing: Timing;

  constructor() {
    super();
    this.found = { phase: 'loading' };
    this.timing = { phase: 'idle' };
  }

  protected override willUpdate(): void {
    const { dataset, found } = this;
    dataset['state'] = found.phase;
    dataset['card'] = found.phase !== 'shown' ? '' : found.card ? 'measured' : found.gap;
  }

  protected override render() {
    const { found } = this;
    if (found.phase === 'loading') return nothing; // in no language yet
    const { title, lead, back } = w();
    return html`
      <header>
        <div class="top">
          <a href="./" class="back">${back}</a>
          <language-choice></language-choice>
        </div>
        <h1>${title}</h1>
        <p>${lead}</p>
      </header>
      ${found.phase === 'failed' ? failed(found.failure.message) : this.#text(found)}
      <footer><a href="./" class="back no-print">${back}</a></footer>
    `;
  }

  #text(shown: Shown) {
    const chapters = this.#chapters(shown).filter(({ content }) => content !== null);
    const { contents } = w();
    return html`
      <div class="page">
        <nav aria-label=${contents}>
          <ul role="list">
            ${chapters.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}
          </ul>
        </nav>
        <main>
          ${
            shown.manifest.training.dataset === 'drawn-faces'
              ? html`<p class="banner">${m().page.demo}</p>`
              : nothing
          }
          ${shown.card ? nothing : gap(shown)} ${glance(shown)}
          ${chapters.map(
            ({ id, heading, content }) =>
              html`<section id=${id} aria-labelledby="${id}-heading">
                <h2 id="${id}-heading">${heading}</h2>
                ${content}
              </section>`,
          )}
        </main>
      </div>
    `;
  }

  #chapters(shown: Shown): Chapter[] {
    const { manifest, card } = shown;
    return [
      chapter('what', purpose(shown)),
      chapter('right', accuracy(shown)),
      chapter(
        'mixes',
        card &&
          html`<confusion-table
            .labels=${manifest.labels}
            .confusion=${card.evaluation.splits.PrivateTest.confusion}
          ></confusion-table>`,
      ),
      chapter('sure', card && reliability(card)),
      chapter('harm', card && Object.keys(card.robustness).length > 0 ? robustness(card) : null),
      chapter('speed', html`<device-speed .timing=${this.timing} .card=${card}></device-speed>`),
      chapter('others', card && peers(card, manifest.name)),
      chapter('data', data(shown)),
      chapter('missing', missing(shown)),
      chapter('limits', limits(shown)),
      chapter('law', law()),
      chapter('origin', origin(shown)),
      chapter('made', making(shown)),
      { id: 'sources', heading: w().sources, content: sources() },
    ];
  }
}
customElements.define('about-page', AboutPage);

/** The figures that a hurried visitor takes home. */
function glance({ manifest, card }: Shown): TemplateResult {
  const { glance } = w();
  const { accuracy } = (card?.evaluation.splits ?? manifest.metrics).PrivateTest;
  const figures: [string, string][] = [
    [percent(accuracy, 1), glance.right],
    [whole(manifest.labels.length), glance.labels],
    [pixelsOf(manifest), glance.pixels],
    [downloadOf(manifest), glance.size],
  ];
  return html`<ul class="glance" role="list" aria-label=${glance.label}>
    ${figures.map(([figure, means]) => html`<li><strong>${figure}</strong> ${means}</li>`)}
  </ul>`;
}

const gap = ({ gap, detail }: Shown & { card: null }): TemplateResult => html`
  <div class="banner" role="note" data-gap=${gap}>
    <p>${w().gap[gap]}</p>
    <details>
      <summary>${m().page.details}</summary>
      <p class="detail">${detail}</p>
    </details>
  </div>
`;

const failed = (detail: string): TemplateResult => html`
  <main>
    <div class="card" role="alert">
      <h2>${w().failed.title}</h2>
      <p>${w().failed.sentence}</p>
      <details>
        <summary>${m().page.details}</summary>
        <p class="detail">${detail}</p>
      </details>
    </div>
  </main>
`;
