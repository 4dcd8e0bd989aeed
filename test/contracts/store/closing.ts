import { expect, it } from 'vitest';
import { inserting, type OpenStore, THINGS, thing } from './place.ts';

export function describeClosing(at: OpenStore): void {
  it('waits for the commits under way', async () => {
    const ids = Array.from({ length: 600 }, (_, n) => `t${n}`);
    const commits = ids.map((id) => at.store.commit({ operations: [inserting(thing(id))] }));
    await at.reopen();
    expect(new Set((await Promise.all(commits)).map(({ ok }) => ok))).toEqual(new Set([true]));
    for (const id of ids) expect(await at.store.get(THINGS.name, id), id).toBeDefined();
  });

  it('refuses further calls as STOPPING, and may be repeated', async () => {
    await Promise.all([at.store.close(), at.store.close()]);
    await at.store.close();
    const stopping = { code: 'STOPPING' };
    await expect(at.store.get(THINGS.name, 'one')).rejects.toMatchObject(stopping);
    await expect(at.store.find(THINGS.name, {})).rejects.toMatchObject(stopping);
    await expect(at.store.commit({ operations: [] })).rejects.toMatchObject(stopping);
  });
}
