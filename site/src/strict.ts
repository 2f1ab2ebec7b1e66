/** Readers for JSON from outside: each returns a typed value or throws an error that says where, what was got and what was expected. */
export type Reader<T> = (value: unknown, path: string) => T;
export type Read<R> = R extends Reader<infer T> ? T : never;

export class Unexpected extends Error {}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function refuse(path: string, got: unknown, expected: string): never {
  throw new Unexpected(`${path}: got ${show(got)}, expected ${expected}`);
}

export const text: Reader<string> = (value, path) =>
  typeof value === 'string' && value !== '' ? value : refuse(path, value, 'a text');

/** A text that may be empty. */
export const word: Reader<string> = (value, path) =>
  typeof value === 'string' ? value : refuse(path, value, 'a text, which may be empty');

export const flag: Reader<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : refuse(path, value, 'true or false');

export const number =
  (minimum = -Infinity, maximum = Infinity): Reader<number> =>
  (value, path) =>
    typeof value === 'number' && Number.isFinite(value) && value >= minimum && value <= maximum
      ? value
      : refuse(path, value, `a number from ${minimum} to ${maximum}`);

export const count: Reader<number> = (value, path) =>
  Number.isInteger(value) && (value as number) >= 0
    ? (value as number)
    : refuse(path, value, 'a whole number');

export const matching =
  (pattern: RegExp, what: string): Reader<string> =>
  (value, path) =>
    typeof value === 'string' && pattern.test(value) ? value : refuse(path, value, what);

export const oneOf =
  <const T extends string | number>(...allowed: T[]): Reader<T> =>
  (value, path) =>
    allowed.find((candidate) => candidate === value) ?? refuse(path, value, allowed.map(show).join(' or '));

export const listOf =
  <T>(item: Reader<T>, length?: number): Reader<readonly T[]> =>
  (value, path) => {
    const what = length === undefined ? 'a list that is not empty' : `a list of ${length}`;
    if (!Array.isArray(value) || (length === undefined ? value.length === 0 : value.length !== length)) {
      return refuse(path, value, what);
    }
    return value.map((entry, i) => item(entry, `${path}[${i}]`));
  };

/** A list that may be empty. */
export const anyNumberOf =
  <T>(item: Reader<T>): Reader<readonly T[]> =>
  (value, path) =>
    Array.isArray(value) && value.length === 0 ? [] : listOf(item)(value, path);

export const optional =
  <T>(item: Reader<T>): Reader<T | null> =>
  (value, path) =>
    value === null ? null : item(value, path);

function plainObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(path, value, 'an object');
  return value as Record<string, unknown>;
}

export const recordOf =
  <T>(item: Reader<T>): Reader<Readonly<Record<string, T>>> =>
  (value, path) =>
    Object.fromEntries(
      Object.entries(plainObject(value, path)).map(([key, entry]) => [key, item(entry, `${path}.${key}`)]),
    );

/** An object with exactly these keys. */
export const object =
  <S extends Record<string, Reader<unknown>>>(shape: S): Reader<{ readonly [K in keyof S]: Read<S[K]> }> =>
  (value, path) => {
    const got = plainObject(value, path);
    const known = Object.keys(shape);
    for (const key of Object.keys(got)) {
      if (!known.includes(key))
        throw new Unexpected(`${path}.${key}: unknown key, expected only ${known.join(', ')}`);
    }
    for (const key of known) {
      if (!(key in got)) throw new Unexpected(`${path}.${key}: missing, expected ${known.join(', ')}`);
    }
    return Object.fromEntries(
      Object.entries(shape).map(([key, reader]) => [key, reader(got[key], `${path}.${key}`)]),
    ) as { readonly [K in keyof S]: Read<S[K]> };
  };
