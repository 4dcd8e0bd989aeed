import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ParsedMail } from 'mailparser';
import { expect } from 'vitest';
import type { MainstayProcess } from '../process/process.ts';

const run = promisify(execFile);

/** What the operator says and does, each under an id, so that saying it again is the same. */
export async function playStory(mainstay: MainstayProcess): Promise<boolean> {
  await say(mainstay, 'm1', 'Add customer Ana Torres, ana@torres.example');
  const { eventId } = await say(mainstay, 'm2', 'Invoice Ana $1,200 for the landing page, due in 14 days');
  const card = await cardOf(mainstay, eventId);
  const { status } = await mainstay.call('POST', `/api/v1/suggestions/${card.id}/decision`, {
    body: { decision: 'approve', hash: card.hash },
  });
  expect(status).toBe(200);
  await settledEffects(mainstay, card.id);
  return true;
}

async function say(mainstay: MainstayProcess, id: string, text: string): Promise<{ eventId: string }> {
  const { status, body } = await mainstay.call('POST', '/api/v1/messages?wait=8000', { body: { text, id } });
  expect(status).toBe(200);
  return body;
}

async function cardOf(mainstay: MainstayProcess, eventId: string): Promise<{ id: string; hash: string }> {
  for (;;) {
    const { body } = await mainstay.call('GET', '/api/v1/suggestions');
    const found = body.items.at(0);
    if (found) return found;
    expect(eventId).toBeTruthy();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function settledEffects(mainstay: MainstayProcess, suggestion: string): Promise<void> {
  for (;;) {
    const { body } = await mainstay.call('GET', '/api/v1/effects');
    const own = body.items.filter((effect: { suggestionId?: string }) => effect.suggestionId === suggestion);
    if (
      own.length === 2 &&
      own.every(({ status }: { status: string }) => status !== 'planned' && status !== 'sending')
    )
      return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The oracle: what the books, the mail server and the log must agree on, whatever was killed. */
export async function storyHolds(mainstay: MainstayProcess, received: readonly ParsedMail[]): Promise<void> {
  const [customers, invoices, messages, effects] = await Promise.all(
    [
      '/api/v1/records/customer',
      '/api/v1/records/invoice',
      '/api/v1/conversations/main/messages',
      '/api/v1/effects',
    ].map((path) => mainstay.call('GET', path)),
  );
  expect(customers?.body.items).toMatchObject([{ name: 'Ana Torres', email: 'ana@torres.example' }]);
  expect(invoices?.body.items).toMatchObject([
    { number: '2026-001', total: { minor: 120_000, currency: 'USD' } },
  ]);
  const said = (messages?.body.items ?? []) as { direction: string; text: string }[];
  expect(said.filter(({ direction }) => direction === 'in')).toHaveLength(2);
  expect(said.filter(({ direction }) => direction === 'out')).toHaveLength(2);
  const mailEffect = ((effects?.body.items ?? []) as { command: string; status: string }[]).find(
    ({ command }) => command === 'email.send@1',
  );
  if (received.length === 0) expect(mailEffect?.status).toBe('unknown');
  else expect(['done', 'unknown']).toContain(mailEffect?.status);
  expect(received.length).toBeLessThanOrEqual(1);
  const { stdout } = await run(
    process.execPath,
    [join(import.meta.dirname, '../../dist/src/main.js'), 'verify', '--json'],
    {
      env: { ...process.env, MAINSTAY_HOME: mainstay.home },
    },
  );
  expect(JSON.parse(stdout)).toMatchObject({ faults: [] });
}
