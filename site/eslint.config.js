import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The one-way roads of the page: a folder and the imports it may not make. */
const wall = (files, ...groups) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: groups.map(([group, message]) => ({ group, message })) }],
  },
});
const TFJS = [['@tensorflow/*'], 'Only src/engine talks to TensorFlow.js.'];
const to = (...folders) => [
  folders.flatMap((folder) => [`**/${folder}/*`, `./${folder}/*`]),
  'ui, engine and input never import each other; mirror knows the engine, steady knows none of them.',
];
const NO_CLOCK = ['document', 'window', 'performance', 'Date'].map((name) => ({
  name,
  message: 'src/steady is pure: time comes in as an argument.',
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  { files: ['public/**'], languageOptions: { globals: { document: 'readonly' } } },
  wall(['src/*.ts'], TFJS),
  wall(['src/ui/**'], TFJS, to('engine', 'input', 'mirror')),
  wall(['src/input/**'], TFJS, to('engine', 'ui', 'mirror')),
  wall(['src/engine/**'], to('ui', 'input', 'mirror', 'steady')),
  wall(['src/mirror/**'], TFJS, to('ui', 'input')),
  wall(['src/package/**'], TFJS, to('ui')),
  wall(['src/about/**'], TFJS, to('ui', 'input', 'mirror')),
  wall(['src/steady/**'], TFJS, to('ui', 'engine', 'input', 'mirror')),
  wall(['src/teach/**'], TFJS, to('ui', 'engine', 'input', 'mirror')),
  wall(['src/timeline/**'], TFJS, to('ui', 'engine', 'input', 'mirror')),
  wall(['src/corrections/**'], TFJS, to('ui', 'engine', 'input', 'mirror')),
  { files: ['src/steady/**'], rules: { 'no-restricted-globals': ['error', ...NO_CLOCK] } },
);
