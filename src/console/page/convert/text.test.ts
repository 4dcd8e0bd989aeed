import { describe, expect, it } from 'vitest';
import { blocksOf } from './text.ts';

describe('blocksOf', () => {
  it('keeps the lines of a paragraph and parts paragraphs at empty lines', () => {
    expect(blocksOf('Hi Ana,\nhere it is.\n\nOlga\n')).toEqual([
      { kind: 'paragraph', lines: ['Hi Ana,', 'here it is.'] },
      { kind: 'paragraph', lines: ['Olga'] },
    ]);
  });

  it('finds simple lists between paragraphs', () => {
    expect(blocksOf('I can:\n- invoice\n• remind\n1. first\n2. second\nDone.')).toEqual([
      { kind: 'paragraph', lines: ['I can:'] },
      { kind: 'bullets', items: ['invoice', 'remind'] },
      { kind: 'numbers', start: 1, items: ['first', 'second'] },
      { kind: 'paragraph', lines: ['Done.'] },
    ]);
  });

  it('does not renumber what only looks like a list', () => {
    expect(blocksOf('7. of May\n3. of June')).toEqual([
      { kind: 'numbers', start: 7, items: ['of May'] },
      { kind: 'numbers', start: 3, items: ['of June'] },
    ]);
    expect(blocksOf('2026. A year.')).toEqual([{ kind: 'paragraph', lines: ['2026. A year.'] }]);
    expect(blocksOf('-5 degrees')).toEqual([{ kind: 'paragraph', lines: ['-5 degrees'] }]);
  });
});
