import { describe, expect, test } from 'vitest';
import { ownScript } from '../src/trusted';

const here = new URL('../src/', import.meta.url);

describe('an address that a script may be started from', () => {
  test('is one of this site, relative ones taken from where our scripts lie', () => {
    const worker = new URL('assets/worker.js', here).href;
    expect(ownScript(worker)).toBe(worker);
    expect(ownScript('./assets/worker.js')).toBe(worker);
    expect(ownScript('../sw.js')).toBe(new URL('../sw.js', here).href);
  });

  // Seen to fail without the comparison in trusted.ts.
  test.each([
    'https://elsewhere.example/worker.js',
    '//elsewhere.example/worker.js',
    'data:text/javascript,alert(1)',
    'blob:null/5d2c',
    'javascript:alert(1)',
    '../../another-site/worker.js',
    '../%2e%2e/worker.js',
  ])('is never %s', (address) => {
    expect(() => ownScript(address)).toThrow(TypeError);
  });
});
