import { html } from 'lit';
import { currentLanguage, LANGUAGES, m, NAMES, type Language } from '../messages/current';
import { Widget } from './element';

/** Every language under its own name. */
export class LanguageChoice extends Widget {
  protected override render() {
    const choose = ({ target }: Event) =>
      this.emit({ type: 'use-language', language: (target as HTMLSelectElement).value as Language });
    return html`
      <select aria-label=${m().page.language} data-role="language" @change=${choose}>
        ${LANGUAGES.map(
          (language) =>
            html`<option lang=${language} value=${language} .selected=${language === currentLanguage()}>
              ${NAMES[language]}
            </option>`,
        )}
      </select>
    `;
  }
}
customElements.define('language-choice', LanguageChoice);
