/** The language that the page speaks now, and its messages. */
import { en, type Messages } from './en';

export const LANGUAGES = ['en', 'de', 'es', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** As each language calls itself. */
export const NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  zh: '中文',
};

/** English comes with the page, the others when they are asked for. */
const LOADERS: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: () => Promise.resolve(en),
  de: () => import('./de').then(({ de }) => de),
  es: () => import('./es').then(({ es }) => es),
  zh: () => import('./zh').then(({ zh }) => zh),
};

let language: Language = 'en';
let messages: Messages = en;
const listeners = new Set<() => void>();

/** The messages of the language chosen last. */
export const m = (): Messages => messages;

/** For Intl and toLocaleString. */
export const currentLanguage = (): Language => language;

/** `listener` is called whenever the language changes; call what comes back to stop that. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Loads the language's messages and lets the page speak it. */
export async function speak(chosen: Language): Promise<void> {
  messages = await LOADERS[chosen]();
  language = chosen;
  document.documentElement.lang = chosen === 'zh' ? 'zh-Hans' : chosen;
  for (const listener of listeners) listener();
}

export const isLanguage = (text: string | null): text is Language => LANGUAGES.includes(text as Language);

/** The first of the visitor's languages that the page speaks, whatever their region; English where it speaks none. */
export const bestLanguage = (wanted: readonly string[]): Language =>
  wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage) ?? 'en';
