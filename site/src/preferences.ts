/** What a visitor chose for the page itself: on this device only, and only once something was chosen. */
import { bestLanguage, isLanguage, LANGUAGES, speak, type Language } from './messages/current';
import { flag, object, oneOf } from './strict';

const KEY = 'mood-mirror:page';

export interface Preferences {
  /** "auto" is the browser's. */
  readonly language: Language | 'auto';
  /** Whether a screen reader hears what changes. */
  readonly spoken: boolean;
}

const DEFAULTS: Preferences = { language: 'auto', spoken: true };

const kept = object({ language: oneOf(...LANGUAGES, 'auto'), spoken: flag });

export function recallPreferences(): Preferences {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return found === null ? DEFAULTS : kept(found, KEY);
  } catch {
    return DEFAULTS; // storage that is blocked, or that holds something else
  }
}

export function keepPreferences(change: Partial<Preferences>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...recallPreferences(), ...change }));
  } catch {
    // Storage is full or blocked: the page forgets it when it is closed.
  }
}

export function forgetPreferences(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: there is nothing in it.
  }
}

/** Speaks the language that the address asks for (?lang=de), or the one chosen before, or the browser's. */
export async function startLanguage(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('lang');
  const { language } = recallPreferences();
  const chosen = language === 'auto' ? bestLanguage(navigator.languages) : language;
  try {
    await speak(isLanguage(asked) ? asked : chosen);
  } catch {
    // Its messages could not be loaded: English is there already.
  }
}
