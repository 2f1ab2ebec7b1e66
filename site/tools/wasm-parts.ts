/** What TensorFlow.js's WebAssembly files are made of besides its own code, by its WORKSPACE: linked in, so npm knows nothing of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Licensed } from './licences.ts';

const part = (name: string, version: string, licence: string, homepage: string): Licensed => ({
  name,
  version,
  licence,
  homepage,
  text: readFileSync(join(import.meta.dirname, 'licences', `${name}.txt`), 'utf-8').trim(),
});

export const wasmParts = (): Licensed[] => [
  part('XNNPACK', '8772714a417e', 'BSD-3-Clause', 'https://github.com/google/XNNPACK'),
  part('pthreadpool', '029c88620802', 'BSD-2-Clause', 'https://github.com/Maratyszcza/pthreadpool'),
  part('cpuinfo', '6cecd15784fc', 'BSD-2-Clause', 'https://github.com/pytorch/cpuinfo'),
  part('FP16', '3c54eacb74f6', 'MIT', 'https://github.com/Maratyszcza/FP16'),
  part('FXdiv', 'b408327ac2a1', 'MIT', 'https://github.com/Maratyszcza/FXdiv'),
  part('psimd', 'of FP16', 'MIT', 'https://github.com/Maratyszcza/psimd'),
  part('emscripten', 'of tfjs 4.22.0', 'MIT', 'https://emscripten.org/'),
  part('musl', 'of emscripten', 'MIT', 'https://musl.libc.org/'),
];
