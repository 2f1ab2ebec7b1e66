/** A module's types, as TypeScript writes them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const SITE = resolve(import.meta.dirname, '..');
const SOURCE = join(SITE, 'src');
/** What a declaration imports from beside it, written without the extension that Node's resolution wants. */
const BESIDE = /((?:from|import)\s*\(?\s*['"])(\.{1,2}\/[^'"]+)(['"])/g;

/** Writes the declarations of `entries`, and of what those refer to, into `outDir`, laid out as src/ is. */
export function emitTypes(entries: readonly string[], outDir: string): void {
  const { config } = ts.readConfigFile(join(SITE, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, SITE);
  const emit = { noEmit: false, noCheck: true, declaration: true, emitDeclarationOnly: true };
  const written = new Map<string, string>();
  ts.createProgram([...entries], { ...options, ...emit, rootDir: SOURCE, outDir }).emit(
    undefined,
    (file, text) => written.set(resolve(file), text),
  );
  rmSync(outDir, { recursive: true, force: true });
  const keep = (file: string): void => {
    const text = written.get(file);
    if (text === undefined) return; // kept already
    written.delete(file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replaceAll(BESIDE, '$1$2.js$3'));
    for (const [, , beside = ''] of text.matchAll(BESIDE)) keep(`${resolve(dirname(file), beside)}.d.ts`);
  };
  for (const entry of entries) keep(join(outDir, relative(SOURCE, entry).replace(/\.ts$/, '.d.ts')));
}
