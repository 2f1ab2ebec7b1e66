/** The texts of the page about the model in the visitor's language; apart from the mirror's, which is to stay light. */
import type { About } from '../messages/en/about';
import { LANGUAGES, bestLanguage, isLanguage, speak, type Language } from '../messages/current';
import { decimal } from '../messages/numbers';

const LOADERS: Readonly<Record<Language, () => Promise<{ about: About }>>> = {
  en: () => import('../messages/en/about'),
  de: () => import('../messages/de/about'),
  es: () => import('../messages/es/about'),
  zh: () => import('../messages/zh/about'),
};

let words: About | null = null;

/** The texts of the language chosen last; not before `speakAbout`. */
export function w(): About {
  if (!words)
    throw new Error(`No language was chosen. Call speakAbout first with one of ${LANGUAGES.join(', ')}.`);
  return words;
}

export async function speakAbout(language: Language): Promise<void> {
  const [{ about }] = await Promise.all([LOADERS[language](), speak(language)]);
  words = about;
}

/** What the address asks for (?lang=de), else the first of the visitor's languages that there is. */
export function languageFor(search: string, wanted: readonly string[]): Language {
  const asked = new URLSearchParams(search).get('lang');
  return isLanguage(asked) ? asked : bestLanguage(wanted);
}

/** A share from 0 to 1 as percent. */
export const percent = (ratio: number, digits: number): string => w().percent(decimal(100 * ratio, digits));

/** An interval of shares as percent, "66.3 to 69.3 %". */
export const percents = ([low = 0, high = 0]: readonly number[], digits: number): string =>
  w().percent(w().range(decimal(100 * low, digits), decimal(100 * high, digits)));

/** A difference of shares in points. */
export const points = (ratio: number, digits = 1): string => w().points(decimal(100 * ratio, digits));
