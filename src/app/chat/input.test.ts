import { describe, expect, it } from 'vitest';
import { intentOf } from './input.ts';

describe('a line in the terminal chat', () => {
  it.each([
    ['a', { do: 'approve', argument: '' }],
    ['R ', { do: 'reject', argument: '' }],
    ['/reject too early, sorry', { do: 'reject', argument: 'too early, sorry' }],
    ['add customer Ana', { do: 'say', text: 'add customer Ana' }],
    [' a', { do: 'say', text: 'a' }],
    ['//approve', { do: 'say', text: '/approve' }],
    ['/aprove', { do: 'unknown', name: '/aprove' }],
    ['/ is a slash', { do: 'say', text: '/ is a slash' }],
    ['/approve\nand more', { do: 'approve', argument: 'and more' }],
    ['   ', { do: 'nothing' }],
  ])('%j is understood', (line, intent) => {
    expect(intentOf(line, true)).toEqual(intent);
  });

  it('is words where nothing ever waited for a key', () => {
    expect(intentOf('a', false)).toEqual({ do: 'say', text: 'a' });
  });
});
