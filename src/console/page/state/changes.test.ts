import { describe, expect, it } from 'vitest';
import type { Effect, Message, Suggestion, SuggestionStatus } from '../api/types.ts';
import {
  withAnswer,
  withChange,
  withNewestEffects,
  withNewestMessages,
  withOlderMessages,
  withOutgoing,
  withSuggestions,
} from './changes.ts';
import { cardsAt, heldCount, initialState, pendingCards, type State, waitingCount } from './state.ts';

const message = (id: string, text = id, more: Partial<Message> = {}): Message => ({
  id,
  at: '2026-11-23T08:00:00Z',
  conversation: 'main',
  turn: 'evt_1',
  direction: 'in',
  author: { kind: 'operator', name: 'Olga' },
  text,
  ...more,
});

const suggestion = (
  id: string,
  status: SuggestionStatus = 'pending',
  more: Partial<Suggestion> = {},
): Suggestion => ({
  id,
  status,
  title: id,
  preview: { to: [], facts: [], attachments: [], notes: [], changes: [] },
  reason: '',
  commands: [],
  risk: 'local',
  conversation: 'main',
  effectIds: [],
  hash: `hash-${id}`,
  undo: '',
  cost: '',
  createdAt: `2026-11-23T08:00:0${id.length}Z`,
  expiresAt: '2026-11-30T08:00:00Z',
  ...more,
});

const effect = (id: string, status: Effect['status'] = 'done'): Effect => ({
  id,
  status,
  command: 'email.send@1',
  title: id,
  at: '2026-11-23T08:00:00Z',
  changedAt: '2026-11-23T08:00:00Z',
  idempotencyKey: id,
  input: {},
  outputs: {},
  undo: 'Mail cannot be unsent',
  undoable: false,
  attempts: 1,
});

const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
const page = <T>(items: readonly T[], next: string | null = null) => ({ items, next });

describe('messages', () => {
  it('adds one that arrives once, however often it arrives', () => {
    const change = { event: 'message', data: message('a') } as const;
    const state = withChange(withChange(initialState, change), change);
    expect(ids(state.messages)).toEqual(['a']);
  });

  it('keeps older pages when the newest page is read again', () => {
    let state = withNewestMessages(initialState, page([message('c'), message('d')], 'before-c'));
    state = withOlderMessages(state, page([message('a'), message('b')], 'before-a'));
    state = withNewestMessages(state, page([message('d'), message('e')], 'before-d'));
    expect(ids(state.messages)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(state.chat.next).toBe('before-a');
  });

  it('starts over when messages between the old and the new page are unknown', () => {
    let state = withNewestMessages(initialState, page([message('a')], null));
    state = withNewestMessages(state, page([message('x')], 'before-x'));
    expect(ids(state.messages)).toEqual(['x']);
    expect(state.chat.next).toBe('before-x');
  });

  it('takes ours for delivered when it appears, also where the answer to sending it was lost', () => {
    const sent = withOutgoing(initialState, { id: 'mine', text: 'hello', state: 'failed' });
    const other = withChange(sent, { event: 'message', data: message('m1', 'hello', { direction: 'out' }) });
    expect(other.outgoing).toHaveLength(1);
    expect(withChange(sent, { event: 'message', data: message('m1', 'hello') }).outgoing).toEqual([]);
    expect(withNewestMessages(sent, page([message('m1', 'hello')])).outgoing).toEqual([]);
  });

  it('takes one of two equal messages for one that appears', () => {
    let state = withOutgoing(initialState, { id: 'one', text: 'hello', state: 'sending' });
    state = withOutgoing(state, { id: 'two', text: 'hello', state: 'sending' });
    expect(ids(withChange(state, { event: 'message', data: message('m', 'hello') }).outgoing)).toEqual([
      'two',
    ]);
  });
});

describe('cards', () => {
  it('are no part of what is only named, which views are told to read anew', () => {
    const changed = { event: 'changed', data: { kind: 'record', id: 'cus_1' } } as const;
    const { heard, ...others } = withChange(initialState, changed);
    expect({ ...others, heard: heard - 1 }).toEqual(initialState);
  });

  it('lets no late answer replace what the stream already said', () => {
    const before = suggestion('a');
    const asked = withSuggestions(initialState, [before]);
    const newer = withChange(asked, {
      event: 'suggestion',
      data: suggestion('a', 'approved', { outcome: 'Sent 9:14.' }),
    });
    const late = suggestion('a', 'approved', { outcome: 'Sending.' });
    expect(withAnswer(newer, late, before).suggestions.get('a')?.outcome).toBe('Sent 9:14.');
    expect(withAnswer(asked, late, before).suggestions.get('a')?.outcome).toBe('Sending.');
  });

  it('shows the newest successor beside a replaced card, unless it has a message of its own', () => {
    const state = withSuggestions(initialState, [
      suggestion('a', 'superseded', { supersededBy: 'bb' }),
      suggestion('bb', 'superseded', { supersededBy: 'ccc' }),
      suggestion('ccc'),
    ]);
    expect(cardsAt(state, 'a')).toEqual(['a', 'ccc']);
    const placed: State = { ...state, messages: [message('m', '', { suggestionId: 'ccc' })] };
    expect(cardsAt(placed, 'a')).toEqual(['a']);
    expect(cardsAt(state, 'unknown')).toEqual(['unknown']);
  });

  it('counts what waits: cards, oldest first, and effects of which nobody knows', () => {
    let state = withSuggestions(initialState, [
      suggestion('bb'),
      suggestion('a'),
      suggestion('d', 'rejected'),
    ]);
    state = withNewestEffects(state, page([effect('e', 'unknown'), effect('f')]));
    expect(ids(pendingCards(state))).toEqual(['a', 'bb']);
    expect(waitingCount(state)).toBe(3);
  });

  it('counts approved cards that are held back, not their effects', () => {
    const held = (id: string, suggestionId: string) => ({ ...effect(id, 'planned'), suggestionId });
    const all = [held('a', 'one'), held('b', 'one'), held('c', 'two'), effect('d')];
    expect(heldCount(withNewestEffects(initialState, page(all)))).toBe(2);
  });
});

describe('log', () => {
  it('puts a new effect on top and a change in its place', () => {
    let state = withNewestEffects(initialState, page([effect('b'), effect('a')], 'older'));
    state = withChange(state, { event: 'effect', data: effect('c', 'sending') });
    state = withChange(state, { event: 'effect', data: effect('a', 'undone') });
    expect(ids(state.effects)).toEqual(['c', 'b', 'a']);
    expect(state.effects[2]?.status).toBe('undone');
    state = withNewestEffects(state, page([effect('c')], 'x'));
    expect(ids(state.effects)).toEqual(['c', 'b', 'a']);
    expect(state.log.next).toBe('older');
  });
});
