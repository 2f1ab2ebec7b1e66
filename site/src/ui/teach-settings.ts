import { html, nothing } from 'lit';
import { currentLanguage, m } from '../messages/current';
import type { Manifest } from '../manifest';
import { isFor } from '../teach/taught';
import type { Kept, Teaching } from '../teach/teaching';
import { Widget } from './element';
import { sharesOf } from './teach-lesson';

/** Where a lesson begins, and what is kept of the last one: to be looked at, saved, brought back and deleted. */
export class TeachSettings extends Widget {
  static override properties = { teaching: { attribute: false }, manifest: { attribute: false } };
  declare teaching: Teaching;
  declare manifest: Manifest;

  /** A lesson that was left takes the button that had the focus away with it; here is where it began. */
  protected override updated(changed: Map<string, unknown>): void {
    const before = changed.get('teaching') as Teaching | undefined;
    if (!before?.lesson || this.teaching.lesson || before.kept !== this.teaching.kept) return;
    const { activeElement } = document;
    if (activeElement === document.body || activeElement?.closest('teach-lesson'))
      this.querySelector<HTMLElement>('details[open] button, details:not([open]) summary')?.focus();
  }

  protected override render() {
    const { teach } = m();
    const { lesson, kept, trouble } = this.teaching;
    return html`
      <details class="about" data-role="teach-settings">
        <summary>${teach.title}</summary>
        <p>${teach.intro}</p>
        ${kept ? this.#kept(kept) : nothing}
        <div class="session-actions">
          <button
            ?disabled=${lesson !== null}
            @click=${() => this.emit({ type: 'lead-lesson', lead: 'begin' })}
          >
            ${kept ? teach.beginAgain : teach.begin}
          </button>
          ${kept ? html`<button @click=${() => this.emit({ type: 'save-taught' })}>${teach.save}</button>` : nothing}
          <button class=${kept ? '' : 'quiet'} @click=${() => this.querySelector('input')?.click()}>
            ${teach.open}
          </button>
          <input type="file" accept=".json,application/json" hidden @change=${this.#picked} />
          ${
            kept || trouble?.why === 'unreadable'
              ? html`<button class="quiet" @click=${() => this.emit({ type: 'delete-taught' })}>
                  ${teach.delete}
                </button>`
              : nothing
          }
        </div>
        <p role="status" data-role="teach-trouble" data-why=${trouble?.why ?? ''}>
          ${trouble ? teach.troubles[trouble.why] : ''}
          ${trouble ? html`<span class="detail">${trouble.detail}</span>` : nothing}
        </p>
        <p class="aside">${teach.privacy}</p>
        <p class="aside">${teach.caveat}</p>
      </details>
    `;
  }

  #kept({ taught }: Kept) {
    const { teach } = m();
    if (!isFor(taught, this.manifest)) return html`<p data-role="other-model">${teach.otherModel}</p>`;
    const date = new Date(taught.made).toLocaleDateString(currentLanguage(), { dateStyle: 'long' });
    return html`
      <p>${teach.made(date, ...sharesOf(taught.check))}</p>
      <teach-result .check=${taught.check}></teach-result>
    `;
  }

  #picked(event: Event): void {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = ''; // so that the same file can be picked again
    if (file) this.emit({ type: 'open-taught', file });
  }
}
customElements.define('teach-settings', TeachSettings);
