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
  'ui, engine and input never import each other, and steady imports none of them.',
];
const NO_CLOCK = ['document', 'window', 'performance', 'Date'].map((name) => ({
  name,
  message: 'src/steady is pure: time comes in as an argument.',
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  wall(['src/*.ts'], TFJS),
  wall(['src/ui/**'], TFJS, to('engine', 'input')),
  wall(['src/input/**'], TFJS, to('engine', 'ui')),
  wall(['src/engine/**'], to('ui', 'input')),
  wall(['src/steady/**'], TFJS, to('ui', 'engine', 'input')),
  { files: ['src/steady/**'], rules: { 'no-restricted-globals': ['error', ...NO_CLOCK] } },
);
