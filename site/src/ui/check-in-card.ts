import { html, nothing } from 'lit';
import type { Answer, CheckIn } from '../checkin/check-in';
import { m } from '../messages/current';
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
      <section class="note check-in" aria-label=${m().checkIn.title} data-shown=${shown}>
        ${this.#content()}
      </section>
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
            <strong>${inwards ? m().checkIn.breatheIn : m().checkIn.breatheOut}</strong>
          </p>
          ${this.#button(m().checkIn.done, 'done')}
        `;
      }
      case 'stretch':
        return html`
          <p>${m().checkIn.stretching}</p>
          ${this.#button(m().checkIn.done, 'done')}
        `;
      case 'break': {
        const left_s = Math.max(0, BREAK_S - this.passed_s);
        const time = `${Math.floor(left_s / 60)}:${String(left_s % 60).padStart(2, '0')}`;
        return html`
          <p>
            ${left_s > 0 ? html`${m().checkIn.backIn} <strong role="timer">${time}</strong>. ${m().checkIn.untilThen}` : m().checkIn.over}
          </p>
          ${this.#button(m().checkIn.done, 'done')}
        `;
      }
      default:
        return html`
          <p role="status">${m().checkIn.offer}</p>
          <div class="session-actions">
            ${this.#button(m().checkIn.breathe, 'breathe')} ${this.#button(m().checkIn.stretch, 'stretch')}
            ${this.#button(m().checkIn.pause, 'break')} ${this.#button(m().checkIn.notNow, 'not-now', true)}
            ${this.#button(m().checkIn.notToday, 'not-today', true)}
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
