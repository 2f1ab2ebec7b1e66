import { html } from 'lit';
import { currentLanguage, m } from '../messages/current';
import { followedIn, seenIn, type State } from '../state';
import { Widget } from './element';
import { headlineOf, statusOf } from './sentences';

/** While streaming, screen readers hear a new label at most this often, and never mere changes of a percentage. */
const QUIET_MS = 2000;

/** The headline, twice: drawn anew with every frame for eyes, and as a calm live region for ears. */
export class SpokenStatus extends Widget {
  static override properties = { state: { attribute: false }, spoken: { state: true } };
  declare state: State;
  declare spoken: string;
  #spokenTopic = '';
  #resultSpokenAt_ms = -Infinity;
  #timer = 0;

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    // Its own words alone are no news; a state is, or another language.
    if (changed.has('state') || changed.size === 0) this.#consider();
  }

  #consider(): void {
    clearTimeout(this.#timer);
    const { phase } = this.state;
    const seen = seenIn(this.state);
    const followed = followedIn(this.state);
    const album = this.state.phase === 'album' ? this.state.album.waiting === 0 : '';
    const topic = `${currentLanguage()} ${this.state.spoken} ${phase} ${album} ${seen ? `${followed?.face.id ?? ''} ${followed?.face.label ?? 'nobody'}` : ''}`;
    if (topic === this.#spokenTopic) return;
    const wait_ms = this.#resultSpokenAt_ms + QUIET_MS - performance.now();
    if (phase === 'live' && seen && wait_ms > 0) {
      this.#timer = window.setTimeout(() => this.#consider(), wait_ms);
      return;
    }
    this.#spokenTopic = topic;
    if (seen) this.#resultSpokenAt_ms = performance.now();
    this.spoken = this.state.spoken ? statusOf(this.state) : '';
  }

  protected override render() {
    const faces = seenIn(this.state)?.analysis.faces ?? [];
    const chosen = this.state.followed?.chosen === true;
    // The mirror says so already, and what stands below it is about to be pushed down by the notice.
    const loading = this.state.phase === 'loading' && !this.state.described;
    const [headline, below] = loading ? ['', ''] : headlineOf(this.state);
    return html`
      <p class="headline" aria-hidden="true">${headline}</p>
      <p class="visually-hidden" role="status">${this.spoken}</p>
      ${
        faces.length > 1
          ? html`<p class="aside">${m().status.severalFaces(faces.length, chosen)}</p>`
          : html`<p class="aside" aria-hidden="true">${below}</p>`
      }
    `;
  }
}
customElements.define('spoken-status', SpokenStatus);
