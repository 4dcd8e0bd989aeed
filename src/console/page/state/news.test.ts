import { describe, expect, it } from 'vitest';
import type { Change, Message } from '../api/types.ts';
import { withMessageNews } from './news.ts';
import { initialState, type State } from './state.ts';

const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  at: '2026-11-23T08:00:00Z',
  conversation: 'main',
  turn: 'evt_1',
  direction: 'out',
  author: { kind: 'assistant', name: 'Mainstay' },
  text: id,
  ...more,
});
const told = (data: Message): Change => ({ event: 'message', data });
const saidAfter = (state: State, ...all: readonly Message[]) =>
  all
    .map(told)
    .reduce(withMessageNews, state)
    .news.map(({ text }) => text);

describe('what is read out', () => {
  it('is who says what, in its order, and no more than the last few', () => {
    const customer = { author: { kind: 'customer', name: 'Ben' }, direction: 'in' } as const;
    expect(saidAfter(initialState, message('Hello'), message('Hi', customer))).toEqual([
      'Mainstay: Hello',
      'Ben: Hi',
    ]);
    const many = ['a', 'b', 'c', 'd'].map((id) => message(id));
    expect(saidAfter(initialState, ...many)).toEqual(['Mainstay: b', 'Mainstay: c', 'Mainstay: d']);
  });

  it.each([
    ['is the operator’s own', { author: { kind: 'operator', name: 'Olga' }, direction: 'in' }],
    ['makes no sound in quiet hours', { silent: true }],
    ['says nothing', { text: '' }],
    ['is older than what is known', { at: '2026-11-23T06:59:59Z' }],
    ['is known', { id: 'known' }],
  ] as const)('is nothing that %s', (_, more) => {
    const known = message('known', { at: '2026-11-23T07:00:00Z' });
    expect(saidAfter({ ...initialState, messages: [known] }, message('new', more))).toEqual([]);
  });
});
