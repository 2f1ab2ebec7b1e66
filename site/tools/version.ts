/** The version of page, package and wheel: the one in pyproject.toml. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const PROJECT = resolve(import.meta.dirname, '../../pyproject.toml');

export function version(): string {
  const found = /^version = "([^"]+)"$/m.exec(readFileSync(PROJECT, 'utf-8'))?.[1];
  if (!found) throw new Error(`${PROJECT}: got no version, expected a line version = "…" in [project].`);
  return found;
}
