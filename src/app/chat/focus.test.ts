import { describe, expect, it } from 'vitest';
import { uncertainEffect } from '../terminal/effect.fake.ts';
import { type Focus, NOTHING, type Waiting, withNext, withoutWaiting, withWaiting } from './focus.ts';

function one(id: string): Waiting {
  return { kind: 'uncertain', effect: uncertainEffect({ id, title: id }) };
}

function waitingFor(...ids: readonly string[]): Focus {
  return ids.map(one).reduce(withWaiting, NOTHING);
}

describe('which card has the keys', () => {
  it('is the first that waits; a later one takes them from nobody', () => {
    expect(waitingFor('a', 'b').id).toBe('a');
  });

  it('is none after a decision, so that a key meant for one is never pressed on the next', () => {
    expect(withoutWaiting(waitingFor('a', 'b'), 'a').id).toBeUndefined();
    expect(withWaiting(withoutWaiting(waitingFor('a', 'b'), 'a'), one('c')).id).toBeUndefined();
  });

  it('stays where it is when another one is decided', () => {
    expect(withoutWaiting(waitingFor('a', 'b'), 'b')).toEqual({ waiting: [one('a')], id: 'a' });
  });

  it('is the new version of an edited one', () => {
    expect(withoutWaiting(waitingFor('a', 'b', 'c'), 'a', 'c').id).toBe('c');
  });

  it('goes round', () => {
    const second = withNext(waitingFor('a', 'b'));
    expect([second.id, withNext(second).id, withNext(NOTHING).id]).toEqual(['b', 'a', undefined]);
  });
});
