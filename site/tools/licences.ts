/** What a package says of its licence: the name of it in its package.json, and the text, without which it may not be shipped. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Licensed {
  readonly name: string;
  readonly version: string;
  /** An SPDX identifier or expression. */
  readonly licence: string;
  readonly text: string;
  readonly homepage: string;
}

/** Texts of those that come without one: their own by their name, or, where it names nobody, the one for all by that of the licence. */
const KEPT = join(import.meta.dirname, 'licences');
const TEXT_FILE = /^(licen[cs]e|copying)/i;
/** Vite's goes on with what its own program is made of, none of which is shipped. */
const NOT_SHIPPED = /^# Licenses of bundled dependencies/m;

/** Throws where the package in `folder` names no licence, or its text is nowhere to be found. */
export function licensed(folder: string): Licensed {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf-8')) as Record<string, unknown>;
  const { name, version, license, homepage } = about;
  if (typeof name !== 'string' || typeof version !== 'string')
    throw new Error(`${folder}: a package without a name.`);
  if (typeof license !== 'string' || license === '' || /^(see license|unlicensed)/i.test(license))
    throw new Error(
      `${name} ${version} is shipped but names no licence: "license" in its package.json is ${JSON.stringify(license)}. Do without it, or ask its authors.`,
    );
  const text = textOf(folder, name, license);
  if (!text)
    throw new Error(
      `${name} ${version} is shipped but comes without the text of its licence (${license}). Put it into site/tools/licences/${fileName(name)}.`,
    );
  const page = typeof homepage === 'string' ? homepage : `https://www.npmjs.com/package/${name}`;
  return { name, version, licence: license, text, homepage: page };
}

const fileName = (name: string): string => `${name.replace('/', '+')}.txt`;

function textOf(folder: string, name: string, licence: string): string {
  const own = readdirSync(folder).find((file) => TEXT_FILE.test(file));
  const kept = [fileName(name), fileName(licence)].map((file) => join(KEPT, file)).filter(existsSync);
  const [path] = own === undefined ? kept : [join(folder, own)];
  const [text = ''] = path === undefined ? [] : readFileSync(path, 'utf-8').split(NOT_SHIPPED);
  return text.replaceAll('\r\n', '\n').trim();
}

/** Together what is under the very same text. */
export function byText(shipped: readonly Licensed[]): (readonly Licensed[])[] {
  const together = new Map<string, Licensed[]>();
  for (const one of shipped) {
    const key = `${one.licence}\n${one.text}`;
    together.set(key, [...(together.get(key) ?? []), one]);
  }
  return [...together.values()];
}
