/** What a visitor chose for the page itself: on this device only, and only once something was chosen. */
import { bestLanguage, isLanguage, LANGUAGES, speak, type Language } from './messages/current';
import { storedAs } from './stored';
import { flag, object, oneOf } from './strict';

export interface Preferences {
  /** "auto" is the browser's. */
  readonly language: Language | 'auto';
  /** Whether a screen reader hears what changes. */
  readonly spoken: boolean;
  /** Whether the page's own files may be kept, so that it opens without a network. */
  readonly offline: boolean;
}

const DEFAULTS: Preferences = { language: 'auto', spoken: true, offline: true };

const stored = storedAs<Preferences>(
  'mood-mirror:page',
  object({ language: oneOf(...LANGUAGES, 'auto'), spoken: flag, offline: flag }),
);

export const recallPreferences = (): Preferences => stored.recall() ?? DEFAULTS;

export const keepPreferences = (change: Partial<Preferences>): void =>
  stored.keep({ ...recallPreferences(), ...change });

export const forgetPreferences = stored.forget;

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
