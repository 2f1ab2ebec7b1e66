import { describe, expect, test } from 'vitest';
import { isFilm } from '../src/input/film';

describe('a file is played', () => {
  test.each([
    ['a film by its type, whatever its name', 'a.bin', 'video/mp4', true],
    ['mere sound, to be told that it has no picture', 'a.webm', 'audio/webm', true],
    ['a film by its name, where the system knows no type', 'Holiday.MKV', '', true],
    ['a photo', 'a.jpg', 'image/jpeg', false],
    ['a photo without a type', 'a.heic', '', false],
    ['a picture with the name of a film', 'a.mp4.png', 'image/png', false],
  ])('%s', (_, name, type, expected) => {
    expect(isFilm({ name, type })).toBe(expected);
  });
});
