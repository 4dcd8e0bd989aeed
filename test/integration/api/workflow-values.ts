import { expect } from 'vitest';
import type { Answered, Asked } from './described.ts';

type Ask = (call: string, asked?: Omit<Asked, 'call'>) => Promise<Answered>;

/** Sets values of a workflow as a client does: reads the form, looks at the difference, saves, asks why, undoes. */
export async function setAndUndone(ask: Ask): Promise<void> {
  const invoice = { path: { name: 'invoice' } };
  const shipped = await ask('GET /api/v1/workflows/{name}', invoice);
  expect(shipped.headers['etag']).toBe(`"${shipped.body.hash}"`);
  const body = { values: { due: 21, subject: 'Bill {number}' } };
  const preview = await ask('POST /api/v1/workflows/{name}/preview', { ...invoice, body });
  const changes = [
    { field: 'due', label: 'Due after', from: 14, to: 21 },
    {
      field: 'subject',
      label: 'Subject of the mail',
      from: 'Invoice {number} for {what}',
      to: 'Bill {number}',
    },
  ];
  expect(preview.body).toMatchObject({ from: shipped.body.hash, changes });
  const headers = { 'if-match': `"${shipped.body.hash}"` };
  const changed = await ask('PATCH /api/v1/workflows/{name}', { ...invoice, headers, body });
  expect(changed.headers['etag']).toBe(`"${preview.body.to}"`);
  expect(changed.body).toMatchObject({ workflow: { hash: preview.body.to, changed: 2 }, changes });
  const same = { headers: { 'if-match': `"${preview.body.to}"` }, body };
  const again = await ask('PATCH /api/v1/workflows/{name}', { ...invoice, ...same });
  expect(again.body).toMatchObject({ workflow: { hash: preview.body.to }, changes: [] });
  const why = await ask('GET /api/v1/why/{id}', { path: { id: changed.body.effectId } });
  expect(why.body.lines).toContainEqual(expect.objectContaining({ text: 'Due after: 14 → 21' }));
  await ask('POST /api/v1/effects/{id}/undo', { path: { id: changed.body.effectId } });
  const undone = await ask('GET /api/v1/workflows/{name}', invoice);
  expect(undone.body).toMatchObject({ hash: shipped.body.hash, changed: 0 });
  expect(undone.body.versions).toHaveLength(2);
  await movesSchedule(ask);
}

async function movesSchedule(ask: Ask): Promise<void> {
  const moved = { path: { name: 'digest' }, body: { values: { time: '6:30' } } };
  const digest = await ask('GET /api/v1/workflows/{name}', { path: { name: 'digest' } });
  const earlier = await ask('PATCH /api/v1/workflows/{name}', {
    ...moved,
    headers: { 'if-match': digest.body.hash },
  });
  expect(earlier.body.workflow.schedule.when).toBe('every day at 6:30');
}
