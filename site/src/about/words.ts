/** The texts of the page about the model in the visitor's language; apart from the mirror's, which is to stay light. */
import type { About } from '../messages/en/about';
import { currentLanguage, speak, type Language } from '../messages/current';
import { decimal } from '../messages/numbers';
import { keepPreferences, startLanguage } from '../preferences';

const LOADERS: Readonly<Record<Language, () => Promise<{ about: About }>>> = {
  en: () => import('../messages/en/about'),
  de: () => import('../messages/de/about'),
  es: () => import('../messages/es/about'),
  zh: () => import('../messages/zh/about'),
};

let words: About | null = null;

/** The texts of the language chosen last; there once `startWords` is done. */
export function w(): About {
  if (!words) throw new Error('The texts are not there yet. Wait for startWords first.');
  return words;
}

/** Speaks the language that the mirror would speak, or English where its texts do not come. */
export async function startWords(): Promise<void> {
  await startLanguage();
  try {
    ({ about: words } = await LOADERS[currentLanguage()]());
  } catch {
    ({ about: words } = await LOADERS.en());
    await speak('en');
  }
}

/** Goes over to another language, and keeps it for the mirror too; without its texts the page goes on as it spoke. */
export async function changeLanguage(language: Language): Promise<void> {
  const before = words;
  try {
    ({ about: words } = await LOADERS[language]());
    await speak(language); // last, since it makes the page draw itself anew
    keepPreferences({ language });
  } catch {
    words = before; // offline
  }
}

/** A share from 0 to 1 as percent. */
export const percent = (ratio: number, digits: number): string => w().percent(decimal(100 * ratio, digits));

/** An interval of shares as percent, "66.3 to 69.3 %". */
export const percents = ([low = 0, high = 0]: readonly number[], digits: number): string =>
  w().percent(w().range(decimal(100 * low, digits), decimal(100 * high, digits)));

/** A difference of shares in points. */
export const points = (ratio: number, digits = 1): string => w().points(decimal(100 * ratio, digits));
