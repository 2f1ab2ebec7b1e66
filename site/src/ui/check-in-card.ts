import { html, nothing } from 'lit';
import type { Answer, CheckIn } from '../checkin/check-in';
import { Widget } from './element';

/** One breath: in for four seconds, out for six, the slow pace that is easy to follow. */
const IN_S = 4;
const BREATH_S = 10;
const BREAK_S = 5 * 60;

/** The offer of a pause, and the pause itself. Beside the mirror, never over it, and silent until it is answered. */
export class CheckInCard extends Widget {
  static override properties = { checkIn: { attribute: false }, passed_s: { state: true } };
  declare checkIn: CheckIn;
  declare passed_s: number;
  #began_ms = 0;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.passed_s = 0;
  }

  override disconnectedCallback(): void {
    clearInterval(this.#ticking);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('checkIn') as CheckIn | undefined;
    if (!changed.has('checkIn') || before?.shown === this.checkIn.shown) return;
    clearInterval(this.#ticking);
    this.#began_ms = performance.now();
    this.passed_s = 0;
    const { shown } = this.checkIn;
    if (shown === 'breathe' || shown === 'break')
      this.#ticking = setInterval(() => {
        this.passed_s = Math.floor((performance.now() - this.#began_ms) / 1000);
      }, 250);
  }

  protected override render() {
    const { shown } = this.checkIn;
    if (shown === 'nothing') return nothing;
    return html`
      <section class="note check-in" aria-label="Check-in" data-shown=${shown}>${this.#content()}</section>
    `;
  }

  #content() {
    switch (this.checkIn.shown) {
      case 'breathe': {
        const into = this.passed_s % BREATH_S;
        const inwards = into < IN_S;
        return html`
          <p class="breath">
            <span class="circle" ?data-in=${inwards} aria-hidden="true"></span>
            <strong>${inwards ? 'Breathe in' : 'Breathe out'}</strong>
          </p>
          ${this.#button('Done', 'done')}
        `;
      }
      case 'stretch':
        return html`
          <p>
            Let your shoulders drop. Turn your head slowly to one side, then to the other. Stretch your arms
            up, and look at something far away for a moment.
          </p>
          ${this.#button('Done', 'done')}
        `;
      case 'break': {
        const left_s = Math.max(0, BREAK_S - this.passed_s);
        const time = `${Math.floor(left_s / 60)}:${String(left_s % 60).padStart(2, '0')}`;
        return html`
          <p>
            ${left_s > 0 ? html`Back in <strong role="timer">${time}</strong>. Nobody needs you until then.` : 'Five minutes are over. Welcome back.'}
          </p>
          ${this.#button('Done', 'done')}
        `;
      }
      default:
        return html`
          <p role="status">
            Your face has looked tense or low for a while. That may be a mistake. Would a pause do you good?
          </p>
          <div class="session-actions">
            ${this.#button('Breathe with me', 'breathe')} ${this.#button('A stretch', 'stretch')}
            ${this.#button('A five-minute break', 'break')} ${this.#button('Not now', 'not-now', true)}
            ${this.#button('Not today', 'not-today', true)}
          </div>
        `;
    }
  }

  #button(name: string, answer: Answer, quiet = false) {
    const press = () => this.emit({ type: 'answer-check-in', answer });
    return html`<button class=${quiet ? 'quiet' : ''} @click=${press}>${name}</button>`;
  }
}
customElements.define('check-in-card', CheckInCard);
