import { expect, it } from 'vitest';
import type { Batch, NewDocument } from '../../../src/ports/index.ts';
import { inserting, type OpenStore, put, THINGS, thing } from './place.ts';

/** A chain as the event log keeps one: each link takes the next number, and gives it back when it is undone. */
function createChain() {
  let head = 0;
  const linked: string[] = [];
  const undone: string[] = [];
  return {
    linked,
    undone,
    /** The batch's tail inserts `link-ID` with the next number. */
    tail: (id: string, also: readonly NewDocument[] = []): NonNullable<Batch['tail']> => ({
      link: () => {
        head += 1;
        linked.push(id);
        return [thing(`link-${id}`, { n: head, a: 'link' }), ...also].map((document) => inserting(document));
      },
      undo: () => {
        head -= 1;
        undone.push(id);
      },
    }),
  };
}

export function describeTails(at: OpenStore): void {
  describeLinking(at);
  describeUndoing(at);
  describeConcurrency(at);
}

function describeLinking(at: OpenStore): void {
  it('writes what a tail returns, also where the batch has no operations of its own', async () => {
    const { tail } = createChain();
    expect(await at.store.commit({ operations: [inserting(thing('one'))], tail: tail('p') })).toEqual({
      ok: true,
    });
    expect(await at.store.commit({ operations: [], tail: tail('q') })).toEqual({ ok: true });
    expect(await chainInStore(at)).toEqual([
      { id: 'link-p', n: 1 },
      { id: 'link-q', n: 2 },
    ]);
  });

  it('takes a tail that has nothing to write', async () => {
    const tail = { link: () => [], undo: () => {} };
    expect(await at.store.commit({ operations: [inserting(thing('one'))], tail })).toEqual({ ok: true });
    expect(await at.store.get(THINGS.name, 'one')).toBeDefined();
  });

  it('does not link a batch whose operations failed', async () => {
    const { tail, linked, undone } = createChain();
    await put(at.store, thing('taken'));
    const result = await at.store.commit({ operations: [inserting(thing('taken'))], tail: tail('p') });
    expect(result).toMatchObject({ ok: false, reason: 'exists' });
    expect([linked, undone]).toEqual([[], []]);
  });
}

function describeUndoing(at: OpenStore): void {
  it('undoes a link once when what it returned meets a conflict', async () => {
    const { tail, undone } = createChain();
    await put(at.store, thing('taken', { key: 'k' }));
    const result = await at.store.commit({ operations: [], tail: tail('p', [thing('new', { key: 'k' })]) });
    expect(result).toEqual({ ok: false, reason: 'unique', collection: THINGS.name, id: 'new' });
    expect(undone).toEqual(['p']);
  });

  it('rejects with what a link threw, and keeps the batches beside it', async () => {
    const { tail, undone } = createChain();
    const broken = { ...tail('broken'), link: () => fail('no link') };
    const [before, failed, behind] = await Promise.allSettled([
      at.store.commit({ operations: [], tail: tail('p') }),
      at.store.commit({ operations: [], tail: broken }),
      at.store.commit({ operations: [], tail: tail('q') }),
    ]);
    expect([before, behind].map((outcome) => outcome?.status)).toEqual(['fulfilled', 'fulfilled']);
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'no link' } });
    expect(undone).toEqual([]);
    expect((await chainInStore(at)).map(({ n }) => n)).toEqual([1, 2]);
  });
}

function describeConcurrency(at: OpenStore): void {
  it('links 100 batches at once in the order in which they were committed, and are read', async () => {
    const { tail, linked } = createChain();
    const settled: string[] = [];
    const names = Array.from({ length: 100 }, (_, n) => `b${String(n).padStart(2, '0')}`);
    await Promise.all(
      names.map(async (name) => {
        await at.store.commit({ operations: [inserting(thing(name))], tail: tail(name) });
        settled.push(name);
      }),
    );
    expect(linked).toEqual(names);
    expect(settled).toEqual(names);
    expect(await chainInStore(at)).toEqual(
      names.map((name, position) => ({ id: `link-${name}`, n: position + 1 })),
    );
  });

  it('leaves no gap in the chain where some of many batches fail', async () => {
    const { tail, undone } = createChain();
    await put(at.store, thing('taken', { key: 'k' }));
    const results = await Promise.all(
      Array.from({ length: 60 }, (_, n) => {
        const also = n % 3 === 1 ? [thing(`bad${n}`, { key: 'k' })] : [];
        const operations = [inserting(thing(n % 3 === 2 ? 'taken' : `t${n}`))];
        return at.store.commit({ operations, tail: tail(`b${n}`, also) });
      }),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(20);
    expect(undone).toHaveLength(20);
    const numbers = new Set(
      (await chainInStore(at)).filter(({ id }) => Number(id.slice(6)) % 3 === 0).map(({ n }) => n),
    );
    expect([...numbers]).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });
}

function fail(message: string): never {
  throw new Error(message);
}

async function chainInStore(at: OpenStore) {
  const page = await at.store.find(THINGS.name, {
    where: { a: 'link' },
    sort: { field: 'n', direction: 'asc' },
    limit: 1_000,
  });
  return page.items.map(({ id, index }) => ({ id, n: index['n'] }));
}
