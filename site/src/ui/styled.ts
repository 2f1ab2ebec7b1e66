import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

/**
 * Sets style properties through the object model: `<div ${styled({ width: '40%' })}>`. Lit's styleMap writes a style attribute
 * the first time, which the page's Content-Security-Policy refuses.
 */
class Styled extends Directive {
  override render(properties: Readonly<Record<string, string>>): typeof noChange {
    void properties;
    return noChange;
  }

  override update(part: ElementPart, [properties]: [Readonly<Record<string, string>>]): typeof noChange {
    for (const [name, value] of Object.entries(properties)) {
      (part.element as HTMLElement).style.setProperty(name, value);
    }
    return noChange;
  }
}
export const styled = directive(Styled);
