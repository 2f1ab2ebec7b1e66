import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { licensed } from '../tools/licences.ts';
import { licencesPage } from '../tools/licences-page.ts';
import { packageFolder } from '../tools/shipped.ts';

const SITE = resolve(import.meta.dirname, '..');
const place = mkdtempSync(join(tmpdir(), 'shipped-'));
afterAll(() => rmSync(place, { recursive: true }));

interface Component {
  readonly type: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly evidence?: { readonly occurrences: readonly { readonly location: string }[] };
  readonly licenses: readonly { readonly license: { readonly text: { readonly content: string } } }[];
}

/** Packages by file, by the source maps of what was built: the bundler's word, but not the one that the plugin listens to. */
function packagesInMaps(folder: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf-8' })) {
    if (!file.endsWith('.map')) continue;
    const { sources } = JSON.parse(readFileSync(join(folder, file), 'utf-8')) as { sources: string[] };
    const names = sources.map((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1]);
    found.set(file.slice(0, -'.map'.length), new Set(names.filter((name) => name !== undefined)));
  }
  return found;
}

describe('what is shipped', () => {
  const dist = join(place, 'dist');
  let components: readonly Component[] = [];
  let page = '';

  beforeAll(async () => {
    await build({
      root: SITE,
      logLevel: 'silent',
      build: { outDir: dist, emptyOutDir: true, sourcemap: true },
    });
    const bill = JSON.parse(readFileSync(join(dist, 'sbom.cdx.json'), 'utf-8')) as {
      components: Component[];
    };
    components = bill.components;
    page = readFileSync(join(dist, 'licenses.html'), 'utf-8');
  }, 240_000);

  // Seen to fail with the worker's build, or that of about.html, not collected from.
  it('names every package whose code ends in a file of dist/, and that file', () => {
    const said = new Map(
      components.map(({ name, evidence }) => [name, evidence?.occurrences.map((one) => one.location)]),
    );
    const inMaps = packagesInMaps(dist);
    expect(new Set([...inMaps.values()].flatMap((names) => [...names])).size).toBeGreaterThan(10);
    for (const [file, names] of inMaps)
      for (const name of names) expect(said.get(name), `${name}: ${file}`).toContain(file);
  });

  // Seen to fail without the text in the one and the other.
  it('gives every package with the text of its licence', () => {
    for (const { name, version, licenses } of components.filter(({ purl }) => purl !== undefined)) {
      const text = licenses[0]?.license.text.content ?? '';
      expect(text.length, name).toBeGreaterThan(500);
      expect(page, name).toContain(`>${name}</a> ${version ?? ''}</li>`);
      expect(
        page
          .replaceAll('&quot;', '"')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&'),
        name,
      ).toContain(text);
    }
  });

  it('names every file of others that is no code, by its digest', () => {
    const files = components.filter(({ type }) => type === 'file').map(({ name }) => name);
    const shippedFiles = readdirSync(dist, { recursive: true, encoding: 'utf-8' });
    for (const file of shippedFiles.filter((name) => /\.(wasm|bin)$/.test(name)))
      expect(files).toContain(file);
    expect(files).toHaveLength(1);
  });
});

describe('a package', () => {
  const made = (about: object, licence?: string): string => {
    const folder = mkdtempSync(join(place, 'package-'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'some', version: '1.0.0', ...about }));
    if (licence !== undefined) writeFileSync(join(folder, 'LICENCE.md'), licence);
    return folder;
  };

  // Each seen to fail without its check in licensed().
  it.each([
    [{}, 'text', /some 1\.0\.0 is shipped but names no licence/],
    [{ license: '' }, 'text', /some 1\.0\.0 is shipped but names no licence/],
    [{ license: 'UNLICENSED' }, 'text', /some 1\.0\.0 is shipped but names no licence/],
    [{ license: 'SEE LICENSE IN x' }, 'text', /some 1\.0\.0 is shipped but names no licence/],
    [
      { license: 'MIT' },
      undefined,
      /some 1\.0\.0 is shipped but comes without the text.*licences\/some\.txt/,
    ],
    [{ license: 'MIT' }, ' \n', /comes without the text/],
  ])('of %j without what it needs stops the build by its name', (about, licence, message) => {
    expect(() => licensed(made(about, licence))).toThrow(message);
  });

  it('brings its own text, else the one that is kept for it', () => {
    expect(licensed(made({ license: 'MIT' }, 'Mine\r\nand yours')).text).toBe('Mine\nand yours');
    expect(licensed(made({ license: 'Apache-2.0' })).text).toContain('Apache License');
    expect(licensed(join(SITE, 'node_modules', '1eurofilter')).text).toContain('Copyright 2019 Inria');
    expect(licensed(join(SITE, 'node_modules', 'vite')).text).not.toContain('bundled dependencies');
  });

  it('is found by its modules, however deep or virtual', () => {
    expect(packageFolder('/a/node_modules/lit/index.js')).toBe('/a/node_modules/lit');
    expect(packageFolder('/a/node_modules/lit/node_modules/@b/c/d.js?x')).toBe(
      '/a/node_modules/lit/node_modules/@b/c',
    );
    expect(packageFolder('\0/a/node_modules/long/umd.js?commonjs')).toBe('/a/node_modules/long');
    expect(packageFolder('\0vite/preload-helper.js')).toBe(join(SITE, 'node_modules', 'vite'));
    expect(packageFolder('/a/src/main.ts')).toBeUndefined();
  });

  // Seen to fail with names and texts put into the page as they are.
  it('cannot write into the page', () => {
    const html = licencesPage([
      { name: '<b>', version: '"', licence: '<i>', text: '<script>&', homepage: '"><script>' },
    ]);
    expect(html).not.toMatch(/<b>|<i&|<i>|<script|"">/);
    expect(html).toContain('&lt;script&gt;&amp;');
  });
});
