// Prints everything that the module for other pages exports, with its comments, as JSON: for the page that pytrain/docs/types.py makes.
import { resolve } from 'node:path';
import process from 'node:process';
import ts from 'typescript';

const site = resolve(import.meta.dirname, '..');
const { config } = ts.readConfigFile(resolve(site, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, site);
const entry = resolve(site, 'src/embed.ts');
const program = ts.createProgram([entry], options);
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

const commentOf = (symbol) => {
  const said = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const thrown = symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === 'throws')
    .map(({ text }) => `Throws: ${ts.displayPartsToString(text)}`);
  return [said, ...thrown].filter(Boolean).join('\n\n');
};

const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Static;
const isPublic = (member) =>
  !(member.name && ts.isPrivateIdentifier(member.name)) &&
  (ts.isConstructorDeclaration(member) || !(ts.getCombinedModifierFlags(member) & HIDDEN));

/** Options that a method takes apart in its head are one parameter to who calls it. */
const parameter = (one) => {
  const file = one.getSourceFile();
  if (!ts.isObjectBindingPattern(one.name)) return one.getText(file);
  return `options${one.initializer ? '?' : ''}: ${one.type?.getText(file) ?? 'object'}`;
};

/** What a class says to those outside: its members without their bodies. */
function outsideOf(node) {
  const file = node.getSourceFile();
  const heritage = (node.heritageClauses ?? []).map((clause) => ` ${clause.getText(file)}`).join('');
  const members = node.members.flatMap((member) => {
    if (!isPublic(member)) return [];
    const type = member.type?.getText(file) ?? 'unknown';
    const name = member.name?.getText(file);
    if (ts.isMethodDeclaration(member))
      return [`${name}(${member.parameters.map(parameter).join(', ')}): ${type};`];
    if (ts.isGetAccessorDeclaration(member)) return [`get ${name}(): ${type};`];
    if (ts.isConstructorDeclaration(member))
      return member.parameters.filter(isReadonlyProperty).map((one) => `${one.getText(file)};`);
    return ts.isPropertyDeclaration(member) ? [`readonly ${name}: ${type};`] : [];
  });
  return `class ${node.name.text}${heritage} {\n${members.map((line) => `  ${line}`).join('\n')}\n}`;
}

const isReadonlyProperty = (one) => ts.isParameterPropertyDeclaration(one, one.parent) && isPublic(one);

const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;

function codeOf(symbol, declaration) {
  const type = checker.getTypeAtLocation(declaration);
  if (ts.isVariableDeclaration(declaration)) return `const ${symbol.name}: ${checker.typeToString(type)};`;
  if (ts.isTypeAliasDeclaration(declaration))
    return `type ${symbol.name} = ${checker.typeToString(type, undefined, flags)};`;
  if (ts.isClassDeclaration(declaration)) return outsideOf(declaration);
  return printer
    .printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile())
    .replace(/^export /, '')
    .replaceAll(/^ {4}/gm, '  ');
}

function described(exported) {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const [declaration] = symbol.declarations;
  const members = ts.isVariableDeclaration(declaration) ? [] : [...(symbol.members?.values() ?? [])];
  return {
    name: symbol.name,
    comment: commentOf(symbol),
    code: codeOf(symbol, declaration),
    members: members
      .filter((member) => member.declarations?.every(isPublic) && commentOf(member))
      .map((member) => ({ name: member.name, comment: commentOf(member) })),
  };
}

const module = checker.getSymbolAtLocation(program.getSourceFile(entry));
process.stdout.write(JSON.stringify(checker.getExportsOfModule(module).map(described)));
