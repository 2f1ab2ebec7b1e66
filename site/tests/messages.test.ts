import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { UNSURE } from '../src/analysis';
import { bestLanguage, LANGUAGES, NAMES } from '../src/messages/current';
import { de } from '../src/messages/de';
import { en } from '../src/messages/en';
import { es } from '../src/messages/es';
import { zh } from '../src/messages/zh';

const { labels } = JSON.parse(
  readFileSync(new URL('../../model/manifest.json', import.meta.url), 'utf8'),
) as { labels: string[] };

/** Every message under its path; functions as they are. */
function messages(tree: object, path = ''): [path: string, message: unknown][] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? messages(value, `${path}${name}.`)
      : [[`${path}${name}`, value]],
  );
}

const OTHERS = { de, es, zh };
const english = new Map(messages(en));

/** Words that are the same in both languages. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: ['common.labels.neutral', 'diagnostics.name', 'films.controls', 'films.pause'],
  es: ['common.labels.neutral', 'diagnostics.stages.total'],
  zh: [],
};
/** Names of techniques, and measures that researchers use under their English name. */
const NAMES_OF_THINGS = /^diagnostics\.(backends\.\w+|macroF1)$|^common\.percent$/;

test('there are messages and a name for each language', () => {
  expect(['en', ...Object.keys(OTHERS)]).toEqual([...LANGUAGES]);
  expect(Object.keys(NAMES)).toEqual([...LANGUAGES]);
});

test.each(Object.entries(OTHERS))(
  '%s lacks no message, adds none, and leaves none empty or in English',
  (language, tree) => {
    const told = new Map(messages(tree));
    expect([...told.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, message] of told) {
      expect(typeof message, path).toBe(typeof english.get(path));
      if (typeof message !== 'string') continue;
      expect(message.trim(), path).not.toBe('');
      if (!NAMES_OF_THINGS.test(path) && !SAME[language]?.includes(path))
        expect(message, path).not.toBe(english.get(path));
    }
  },
);

test.each(Object.entries({ en, ...OTHERS }))(
  '%s has a word of its own for each label of the model',
  (_, tree) => {
    const words = [...labels, UNSURE].map((label) => tree.common.labels[label]);
    expect(words).not.toContain(undefined);
    expect(new Set(words).size).toBe(labels.length + 1);
  },
);

test.each(Object.entries({ en, ...OTHERS }))(
  '%s puts every number and name it is given into its sentences',
  (_, tree) => {
    const { page, status, session, checkIn, diagnostics } = tree;
    expect(status.looks('LABEL', 'SHARE')).toMatch(/LABEL.*SHARE/);
    expect(status.unsureBetween(['ONE', 'TWO'])).toMatch(/ONE.*TWO/);
    expect(status.severalFaces(17, false)).toContain('17');
    expect(status.severalFaces(17, true)).not.toBe(status.severalFaces(17, false));
    expect(status.lookingAtPhoto(17, 23)).toMatch(/17.*23/);
    expect(status.album(17, 23)).toMatch(/17.*23/);
    expect(status.albumFull(17)).toContain('17');
    expect(session.withFace(['ONE', 'TWO'], 17)).toMatch(/ONE.*TWO.*17/);
    expect(session.withFace(['ONE'], 17 * 60)).toContain('17');
    expect(session.times('LABEL', 17)).toMatch(/LABEL.*17/);
    expect(session.caption('WHEN', 'MODEL')).toMatch(/WHEN.*MODEL/);
    expect(checkIn.counts(17, 23)).toMatch(/17.*23/);
    expect(checkIn.duration(17)).toContain('17');
    expect(checkIn.duration(17 * 60)).toContain('17');
    expect(page.noticeGuesses(['ONE', 'TWO', 'THREE'])).toMatch(/3.*ONE.*TWO.*THREE/);
    expect(page.noticeWrong('68 %', '3,589', true)).not.toBe(page.noticeWrong('68 %', '3,589', false));
    expect(page.modelInput(17, 23)).toMatch(/17.*23/);
    expect(diagnostics.accuracyValue('A', 'L', 'H', 'N')).toMatch(/A.*L.*H.*N/);
  },
);

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr-FR', 'es-419'], 'es'],
  [['zh-Hans-CN'], 'zh'],
  [['zh-TW'], 'zh'],
  [['EN-gb', 'de'], 'en'],
  [['fr', 'it'], 'en'],
  [[], 'en'],
])('a visitor who reads %j is spoken to in %s', (wanted, language) => {
  expect(bestLanguage(wanted)).toBe(language);
});
