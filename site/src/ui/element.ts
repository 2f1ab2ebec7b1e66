import { LitElement } from 'lit';
import { onLanguage } from '../messages/current';
import type { Intent } from '../state';

/** A widget: takes state through properties, emits intents, reads nothing back; speaks the page's language. */
export class Widget extends LitElement {
  #deaf: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#deaf = onLanguage(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    this.#deaf?.();
    super.disconnectedCallback();
  }

  /** Light DOM, so that one style sheet with its tokens dresses all widgets and roles stand where people look for them. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected emit(intent: Intent): void {
    this.dispatchEvent(new CustomEvent('intent', { detail: intent, bubbles: true }));
  }
}

declare global {
  interface HTMLElementEventMap {
    intent: CustomEvent<Intent>;
  }
}
