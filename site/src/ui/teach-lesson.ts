import { html, nothing } from 'lit';
import { m } from '../messages/current';
import { isBetter, type Check, type Learned } from '../teach/head';
import { isReady, progressOf, type Acting, type Lead, type Lesson } from '../teach/lesson';
import { Widget } from './element';
import './teach-result';

/** The lesson, in the place of what the face looks like: who sees what the model thinks acts for the model. */
export class TeachLesson extends Widget {
  static override properties = { lesson: { attribute: false }, labels: { attribute: false } };
  declare lesson: Lesson | null;
  declare labels: readonly string[];

  protected override updated(changed: Map<string, unknown>): void {
    const before = changed.get('lesson') as Lesson | null | undefined;
    if (!changed.has('lesson') || !this.lesson || before?.step === this.lesson.step) return;
    if (!before) this.closest('main')?.scrollIntoView(); // the button that began it may be far below the mirror
    this.querySelector('h2')?.focus({ preventScroll: true });
  }

  protected override render() {
    const { lesson } = this;
    if (!lesson) return nothing;
    return html`<section
      class="session lesson"
      aria-labelledby="lesson-title"
      data-lesson=${lesson.step}
      data-label=${lesson.step === 'acting' ? this.labels[lesson.index] : nothing}
    >
      ${this.#content(lesson)}
    </section>`;
  }

  #content(lesson: Lesson) {
    const { teach } = m();
    switch (lesson.step) {
      case 'acting':
        return this.#acting(lesson);
      case 'fitting':
        return html`<h2 id="lesson-title" tabindex="-1">${teach.fitting}</h2>`;
      case 'learned':
        return this.#learned(lesson.learned);
      case 'too-little':
        return this.#ended(teach.tooLittle, teach.tooLittleWhy);
      case 'failed':
        return this.#ended(teach.failed, `${teach.failedWhy} ${lesson.detail}`);
    }
  }

  #acting(acting: Acting) {
    const { teach } = m();
    const label = this.labels[acting.index] ?? '';
    const hint = teach.hints[label];
    const advice = hint ? `${hint} ${teach.yourWay}` : teach.yourWay;
    const look = teach.look(label);
    const doing = this.#doing(acting);
    return html`
      <p class="aside">${teach.step(acting.index + 1, this.labels.length)}</p>
      <h2 class="headline" id="lesson-title" tabindex="-1">${look}</h2>
      <p>${advice}</p>
      <progress max="1" .value=${progressOf(acting)} aria-label=${teach.seen}></progress>
      <p data-role="doing" aria-hidden="true">${doing}</p>
      <p class="visually-hidden" role="status">${doing === teach.ready ? `${look}. ${advice}` : doing}</p>
      <div class="session-actions">
        ${acting.paused ? this.#lead('go-on', teach.goOn, 'primary') : this.#lead('pause', teach.pause)}
        ${this.#lead('skip', teach.skip)} ${this.#lead('cancel', teach.cancel, 'quiet')}
      </div>
    `;
  }

  #doing(acting: Acting): string {
    const { teach } = m();
    if (acting.paused) return teach.paused;
    if (acting.isLost) return teach.nobody;
    return isReady(acting) ? teach.hold : teach.ready;
  }

  #learned({ check }: Learned) {
    const { teach } = m();
    const better = isBetter(check);
    return html`
      <h2 id="lesson-title" tabindex="-1">${better ? teach.better : teach.notBetter}</h2>
      <p data-role="verdict">${(better ? teach.betterBy : teach.notBetterBy)(...sharesOf(check))}</p>
      <teach-result .check=${check}></teach-result>
      <div class="session-actions">
        ${
          better
            ? html`<button class="primary" @click=${() => this.emit({ type: 'use-learned' })}>
                  ${teach.use}
                </button>
                ${this.#lead('cancel', teach.throwAway, 'quiet')}`
            : html`${this.#lead('begin', teach.tryAgain)} ${this.#lead('cancel', teach.close, 'quiet')}`
        }
      </div>
      <p class="aside">${teach.caveat}</p>
    `;
  }

  #ended(title: string, sentence: string) {
    const { teach } = m();
    return html`
      <h2 id="lesson-title" tabindex="-1">${title}</h2>
      <p>${sentence}</p>
      <div class="session-actions">
        ${this.#lead('begin', teach.tryAgain, 'primary')} ${this.#lead('cancel', teach.close, 'quiet')}
      </div>
    `;
  }

  #lead(lead: Lead, name: string, kind = '') {
    return html`<button class=${kind} @click=${() => this.emit({ type: 'lead-lesson', lead })}>
      ${name}
    </button>`;
  }
}
customElements.define('teach-lesson', TeachLesson);

/** How often the model was right, and the head: as the messages want them. */
export const sharesOf = ({ stock, personal }: Check): [stock: string, personal: string] => [
  m().common.percent(stock.accuracy),
  m().common.percent(personal.accuracy),
];
