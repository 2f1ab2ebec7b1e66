import type { Face } from '../analysis';
import { onScreen, type Size } from '../geometry';

/** Dresses can be changed from outside: `mood-mirror { --mood-mirror-colour: teal }`, `mood-mirror::part(button) { … }`. */
const STYLE = `
:host { display: block; position: relative; overflow: hidden; max-width: 640px; aspect-ratio: 4 / 3; background: #16181d; color: #fff; font: 1rem/1.3 system-ui, sans-serif; }
:host([hidden]) { display: none; }
video { display: block; width: 100%; height: 100%; object-fit: fill; transform: scaleX(-1); }
[part='face'] { position: absolute; box-sizing: border-box; border: 2px solid var(--mood-mirror-colour, #ffd54a); border-radius: 6px; }
[part='label'] { position: absolute; top: 100%; left: -2px; padding: 2px 6px; white-space: nowrap; background: var(--mood-mirror-colour, #ffd54a); color: var(--mood-mirror-ink, #16181d); border-radius: 0 0 6px 6px; }
[data-low] > [part='label'] { top: auto; bottom: 0; }
[part='said'] { position: absolute; inset: 0 0 auto; margin: 0; padding: 8px; text-align: center; }
:host([state='live']) [part='said'] { clip-path: inset(50%); }
:host([state='live'][data-nobody]) [part='said'] { clip-path: none; text-shadow: 0 0 4px #000; }
button { position: absolute; bottom: 12px; left: 50%; transform: translateX(-50%); min-height: 44px; padding: 8px 16px; border: 0; border-radius: 22px; background: #fff; color: #16181d; font: inherit; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--mood-mirror-colour, #ffd54a); outline-offset: 2px; }
:host([state='live']) button { opacity: 0.85; }
`;
/** A box that ends below this, in percent of the picture's height, leaves no room for its label. */
const LOWEST_LABEL = 86;
/** Screen readers hear a new look at most this often, and never mere changes of a percentage. */
const QUIET_MS = 2000;

/** What the element shows, in its shadow. Made node by node: no markup is parsed, so no policy is asked. */
export class View {
  readonly video = part('video', 'video');
  readonly button = part('button', 'button');
  readonly #said = part('p', 'said');
  readonly #root: ShadowRoot;
  readonly #boxes = new Map<number, HTMLElement>();
  #topic = '';
  #spoken_ms = -Infinity;

  constructor(host: HTMLElement) {
    this.#root = host.attachShadow({ mode: 'open' });
    const style = new CSSStyleSheet(); // a policy against inline styles lets scripts make style sheets
    style.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [style];
    this.video.muted = true;
    this.video.playsInline = true; // else iOS plays it in full screen
    this.video.setAttribute('aria-hidden', 'true');
    this.#said.setAttribute('role', 'status');
    this.button.type = 'button';
    this.#root.append(this.video, this.#said, this.button);
  }

  /** A sentence for eyes and ears. */
  say(words: string): void {
    this.#topic = '';
    this.#spoken_ms = -Infinity;
    this.#said.textContent = words;
  }

  draw(
    host: HTMLElement,
    faces: readonly Face[],
    frame: Size,
    looks: (face: Face) => string,
    nobody: string,
  ) {
    host.style.setProperty('aspect-ratio', `${frame.width} / ${frame.height}`);
    host.toggleAttribute('data-nobody', faces.length === 0);
    for (const [id, box] of this.#boxes) if (!faces.some((face) => face.id === id)) this.#remove(id, box);
    for (const face of faces) {
      const { left, top, width, height } = onScreen(face.box, frame, true);
      const box = this.#boxOf(face.id);
      for (const [side, at] of Object.entries({ left, top, width, height }))
        box.style.setProperty(side, `${at}%`);
      box.toggleAttribute('data-low', top + height > LOWEST_LABEL);
      if (box.firstElementChild) box.firstElementChild.textContent = looks(face);
    }
    const [largest] = faces;
    this.#tell(largest ? `${largest.id} ${largest.label}` : 'nobody', largest ? looks(largest) : nobody);
  }

  /** Takes the boxes away. */
  clear(host: HTMLElement): void {
    host.removeAttribute('data-nobody');
    for (const [id, box] of this.#boxes) this.#remove(id, box);
  }

  #tell(topic: string, words: string): void {
    const now_ms = performance.now();
    if (topic === this.#topic || now_ms - this.#spoken_ms < QUIET_MS) return;
    this.say(words);
    [this.#topic, this.#spoken_ms] = [topic, now_ms];
  }

  #boxOf(id: number): HTMLElement {
    const known = this.#boxes.get(id);
    if (known) return known;
    const box = part('div', 'face');
    box.dataset['face'] = String(id);
    box.setAttribute('aria-hidden', 'true'); // the sentence says the same to ears
    box.append(part('span', 'label'));
    this.#root.insertBefore(box, this.#said);
    this.#boxes.set(id, box);
    return box;
  }

  #remove(id: number, box: HTMLElement): void {
    box.remove();
    this.#boxes.delete(id);
  }
}

function part<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.setAttribute('part', name);
  return made;
}
