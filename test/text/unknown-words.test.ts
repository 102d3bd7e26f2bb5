/** Words that a small model never saw, and what is near. */
import { describe, expect, it } from 'vitest';
import { unknownWords } from '../../src/index.js';

const known = {
  objects: [
    { emoji: '🍕', label: 'pizza' },
    { emoji: '❤️', label: 'red heart' },
  ],
  words: ['pizza', 'noto', 'style', 'red', 'heart', 'cat'],
};

describe('unknown words', () => {
  it('are none in a prompt of known ones, whatever the case and the signs between', () => {
    expect(unknownWords('Pizza, NOTO style! (red:1.2) 42', known)).toEqual([]);
    expect(unknownWords('', known)).toEqual([]);
  });

  it('come with those that are spelt like them', () => {
    expect(unknownWords('a piza', known)).toEqual([{ word: 'piza', near: ['pizza'] }]);
  });

  it('are told once', () => {
    expect(unknownWords('dragonfly dragonfly', known)).toHaveLength(1);
  });

  it('an emoji has its name near it, also without the sign that asks for colours', () => {
    expect(unknownWords('🍕❤', known)).toEqual([
      { word: '🍕', near: ['pizza'] },
      { word: '❤', near: ['red heart'] },
    ]);
    expect(unknownWords('🦖', known)).toEqual([{ word: '🦖', near: [] }]);
  });
});
