import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MainstayProcess, startMainstay } from './process.ts';

let mainstay: MainstayProcess;

beforeAll(async () => {
  mainstay = await startMainstay();
});

afterAll(async () => {
  await mainstay.stop();
});

describe('schedules', () => {
  it('are listed, the digest that the shipped file sets among them', async () => {
    const { body } = await mainstay.call('GET', '/api/v1/schedules');
    const of = (workflow: string) =>
      body.items.find((item: { workflow: string }) => item.workflow === workflow);
    expect(of('digest')).toMatchObject({
      id: 'sch_digest',
      when: 'every day at 8:00',
      zone: 'here',
      paused: false,
    });
    expect(of('digest').next).toMatch(/T08:00:00\.000Z$/);
    expect(of('overdue')).toMatchObject({ when: 'every day at 8:00', of: 'workflow' });
  });

  it.each([
    ['every weekday at 8:30', '30 8 * * 1-5'],
    ['0 9 * * 1', '0 9 * * 1'],
  ])('are added by “%s” and removed', async (when, pattern) => {
    const body = { name: 'Look around', when, zone: 'Europe/Berlin', workflow: 'pending' };
    const created = await mainstay.call('POST', '/api/v1/schedules', { body });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ ...body, pattern, of: 'operator', paused: false });
    expect(Date.parse(created.body.next)).toBeGreaterThan(Date.now());
    const path = `/api/v1/schedules/${created.body.id}`;
    expect((await mainstay.call('DELETE', path)).status).toBe(204);
    expect((await mainstay.call('DELETE', path)).status).toBe(404);
  });

  it.each([
    [{ when: 'fnord' }, 'when'],
    [{ when: 'every 45 minutes' }, 'when'],
    [{ workflow: 'nothing' }, 'workflow'],
    [{ zone: 'Atlantis' }, 'zone'],
  ])('are refused with %j', async (wrong, path) => {
    const body = { name: 'x', when: 'every day at 9', workflow: 'pending', ...wrong };
    const answer = await mainstay.call('POST', '/api/v1/schedules', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('REQUEST_INVALID');
    expect(answer.body.detail).toContain(path);
  });

  it('of a workflow’s file are changed there', async () => {
    const answer = await mainstay.call('DELETE', '/api/v1/schedules/sch_digest');
    expect([answer.status, answer.body.code]).toEqual([409, 'SCHEDULE_OF_FILE']);
  });

  it('fire in the running server: a reminder is told within a second or so of its time', async () => {
    const soon = new Date(Date.now() + 1_500).toISOString();
    const body = { name: 'soon', when: soon, workflow: 'reminder-due', input: { what: 'look up' } };
    expect((await mainstay.call('POST', '/api/v1/schedules', { body })).status).toBe(201);
    await expect
      .poll(
        async () =>
          (await mainstay.call('GET', '/api/v1/conversations/main/messages')).body.items.map(
            ({ text }: { text: string }) => text,
          ),
        { timeout: 6_000, interval: 100 },
      )
      .toContain('Reminder: look up.');
  });
});

it('answers the morning digest as it would read now', async () => {
  const { body } = await mainstay.call('GET', '/api/v1/digest');
  expect(body.morning).toMatchObject({ toldAt: null, suggestionIds: [] });
  expect(body.morning.text).toMatch(/Nothing is waiting for you\./);
});
