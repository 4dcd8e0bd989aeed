import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTheatre } from './page-browser.ts';
import type { Fixture } from './page-fixture.ts';
import { inbound, invoiceCard, outbound, talk } from './page-scenario.ts';

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let theatre: Awaited<ReturnType<typeof openTheatre>>;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());

const nothing = (): void => {};
const busy = ({ world }: Fixture): void => {
  world.messages.push(...talk);
  world.suggestions.set(invoiceCard.id, invoiceCard);
};
const sendings = ({ world }: Fixture) => world.calls.filter(({ path }) => path === '/messages');

describe('signing in', () => {
  it('exchanges the token of the link for a session, and no trace of it stays', () =>
    theatre.stage(nothing, async ({ fixture, visit, complaints }) => {
      const page = await visit();
      await page.getByText('Hello, I am Mainstay. I prepare the work; you say yes or no.').waitFor();
      expect(page.url()).toBe(`${fixture.url}#/chat`);
      expect(fixture.world.calls[0]).toMatchObject({ path: '/session', body: { token: 'the+token' } });
      expect(
        await page.evaluate('JSON.stringify([history.state, localStorage, sessionStorage, document.cookie])'),
      ).toBe('[null,{},{},""]');
      await page.reload();
      await page.getByText('Hello, I am Mainstay').waitFor();
      expect(fixture.world.calls.filter(({ path }) => path === '/session')).toHaveLength(1);
      expect(complaints).toEqual([]);
    }));

  it('asks for the token without a session, refuses a wrong one, and takes the right one', () =>
    theatre.stage(nothing, async ({ fixture, visit, complaints }) => {
      const page = await visit({ address: fixture.url });
      await page.getByText('Open the link that mainstay start printed, or paste the token here.').waitFor();
      await page.getByLabel('Token').fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByText('This is not the token.').waitFor();
      await page.getByLabel('Token').fill('the+token');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Hello, I am Mainstay').waitFor();
      expect(complaints).toEqual([]);
    }));

  it('asks again when the session has ended', () =>
    theatre.stage(busy, async ({ fixture, visit }) => {
      const page = await visit();
      await page.getByText('Ana Torres is added.').waitFor();
      fixture.world.answer = () => ({ status: 401, body: {} });
      await page.getByLabel('Message', { exact: true }).fill('hello');
      await page.keyboard.press('Enter');
      await page.getByLabel('Token').waitFor();
      expect(await page.getByText('Ana Torres is added.').count()).toBe(0);
    }));
});

describe('the first screen', () => {
  it('takes the time zone from the browser once, says so, and lets it be changed', () =>
    theatre.stage(
      ({ world }) => (world.settings = { ...world.settings, zone: { home: null, here: null } }),
      async ({ fixture, visit, complaints }) => {
        const page = await visit();
        await page.getByText('Your time zone: Europe/Berlin, from this browser.').waitFor();
        const change = fixture.world.calls.find(({ method }) => method === 'PATCH');
        expect(change?.body).toEqual({ zone: { home: 'Europe/Berlin', here: 'Europe/Berlin' } });
        await page.getByRole('button', { name: 'Change' }).click();
        await page.getByLabel('Your time zone', { exact: true }).last().selectOption('America/Sao_Paulo');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByText('Your time zone: America/Sao_Paulo.').waitFor();
        expect(complaints).toEqual([]);
      },
    ));

  it('fills the field with an example, which Enter sends', () =>
    theatre.stage(nothing, async ({ fixture, visit }) => {
      const page = await visit();
      await page.getByText('No mail account is connected').waitFor();
      await page.getByRole('button', { name: 'What is waiting?' }).click();
      expect(sendings(fixture)).toHaveLength(0);
      await page.keyboard.press('Enter');
      await page.getByRole('log').getByText('What is waiting?').waitFor();
      expect(sendings(fixture)[0]?.body).toMatchObject({ text: 'What is waiting?', conversation: 'main' });
    }));

  it('leaves the line about mail out once an account is connected', () =>
    theatre.stage(
      ({ world }) =>
        (world.settings = { ...world.settings, connectors: [{ name: 'email', ready: true, text: '' }] }),
      async ({ visit }) => {
        const page = await visit();
        await page.getByText('Hello, I am Mainstay').waitFor();
        expect(await page.getByText('No mail account').count()).toBe(0);
      },
    ));
});

describe('sending', () => {
  it('sends with Enter, starts a line with Shift+Enter, and shows the message once', () =>
    theatre.stage(busy, async ({ fixture, visit, complaints }) => {
      const page = await visit();
      await page.getByText('Ana Torres is added.').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('first');
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.type('second');
      await page.keyboard.press('Enter');
      await page.locator('.message-operator:not(.message-sending)', { hasText: 'first' }).waitFor();
      expect(sendings(fixture)[0]?.body['text']).toBe('first\nsecond');
      expect(await page.getByText('second').count()).toBe(1);
      expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('');
      expect(complaints).toEqual([]);
    }));

  it('keeps a message that did not get through and sends it again under the same id', () =>
    theatre.stage(busy, async ({ fixture, visit, complaints }) => {
      const page = await visit();
      await page.getByText('Ana Torres is added.').waitFor();
      fixture.world.answer = ({ path }) => (path === '/messages' ? 'drop' : undefined);
      await page.getByLabel('Message', { exact: true }).fill('Remind Kim Yu');
      await page.keyboard.press('Enter');
      await page.getByText('Not sent.').waitFor();
      fixture.world.answer = undefined;
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.locator('.message-operator:not(.message-sending)', { hasText: 'Remind Kim Yu' }).waitFor();
      expect(await page.getByText('Not sent.').count()).toBe(0);
      const ids = sendings(fixture).map(({ body }) => body['id']);
      expect(ids.length).toBeGreaterThan(1);
      expect(new Set(ids).size).toBe(1);
      expect(complaints).toEqual([]);
    }));

  it('does not call a message unsent when only the answer was lost', () =>
    theatre.stage(busy, async ({ fixture, visit }) => {
      const page = await visit();
      await page.getByText('Ana Torres is added.').waitFor();
      fixture.world.answer = ({ path }) => (path === '/messages' ? 'drop' : undefined);
      await page.getByLabel('Message', { exact: true }).fill('Remind Kim Yu');
      await page.keyboard.press('Enter');
      await page.getByText('Not sent.').waitFor();
      fixture.receive(inbound('msg_9', 'Remind Kim Yu', 31));
      await page.getByText('Not sent.').waitFor({ state: 'detached' });
      expect(await page.getByText('Remind Kim Yu').count()).toBe(1);
    }));
});

describe('staying right', () => {
  it('shows in every tab what happened in one', () =>
    theatre.stage(busy, async ({ visit, complaints }) => {
      const [one, two] = [await visit(), await visit()];
      await two.getByRole('button', { name: 'Approve' }).waitFor();
      await one.getByRole('button', { name: 'Approve' }).click();
      await two
        .getByText('✓ Approved by you, 9:14. Saved as a file, not sent: no mail account is connected.')
        .waitFor();
      await one.getByLabel('Message', { exact: true }).fill('from one');
      await one.keyboard.press('Enter');
      await two.getByText('from one').waitFor();
      expect(await two.title()).toBe('Mainstay');
      expect(complaints).toEqual([]);
    }));

  it('says that it reconnects, and then knows what it missed', () =>
    theatre.stage(busy, async ({ fixture, visit, complaints }) => {
      const page = await visit();
      await page.getByRole('button', { name: 'Approve' }).waitFor();
      fixture.world.answer = ({ path }) => (path === '/stream' ? 'drop' : undefined);
      fixture.dropStreams();
      await page.getByText('Reconnecting…').waitFor();
      fixture.world.messages.push(outbound('msg_8', 'This came meanwhile.'));
      fixture.world.suggestions.set(invoiceCard.id, { ...invoiceCard, status: 'expired' });
      fixture.world.answer = undefined;
      await page.getByText('This came meanwhile.').waitFor();
      await page.getByText('✕ Expired. Nothing was sent. Say "again" for a new card.').waitFor();
      expect(await page.getByText('Reconnecting…').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
      expect(complaints).toEqual([]);
    }));

  it.each(['/session', '/settings'])('opens by itself once %s is answered', (broken) =>
    theatre.stage(busy, async ({ fixture, visit, complaints }) => {
      fixture.world.answer = ({ path }) => (path === broken ? 'drop' : undefined);
      const page = await visit();
      await page.getByText('Mainstay does not answer.').waitFor();
      fixture.world.answer = undefined;
      await page.getByRole('button', { name: 'Approve' }).waitFor();
      expect(complaints).toEqual([]);
    }),
  );

  it('reads again what it could not read', () =>
    theatre.stage(busy, async ({ fixture, visit }) => {
      const page = await visit();
      await page.getByRole('button', { name: 'Approve' }).waitFor();
      fixture.world.messages.push(outbound('msg_8', 'This came meanwhile.'));
      fixture.world.suggestions.set(invoiceCard.id, { ...invoiceCard, status: 'expired' });
      const failed = new Set<string>();
      fixture.world.answer = ({ path }) => {
        if (path === '/stream' || failed.has(path)) return undefined;
        failed.add(path);
        return { status: 503 };
      };
      fixture.dropStreams();
      await page.getByText('This came meanwhile.').waitFor();
      await page.getByText('✕ Expired. Nothing was sent.').waitFor();
      expect(failed.size).toBeGreaterThanOrEqual(4);
    }));
});

describe('a refused stream', () => {
  it('tells that the session has ended', () =>
    theatre.stage(busy, async ({ fixture, visit }) => {
      const page = await visit();
      await page.getByText('Ana Torres is added.').waitFor();
      fixture.world.answer = () => ({ status: 401, body: {} });
      fixture.dropStreams();
      await page.getByLabel('Token').waitFor();
      expect(await page.getByText('Ana Torres is added.').count()).toBe(0);
    }));

  it('is opened anew where the browser has given up', () =>
    theatre.stage(busy, async ({ fixture, visit }) => {
      fixture.world.answer = ({ path }) => (path === '/stream' ? { status: 503 } : undefined);
      const page = await visit();
      await page.getByText('Ana Torres is added.').waitFor();
      fixture.world.answer = undefined;
      await expect.poll(fixture.streams, { timeout: 8_000 }).toBe(1);
      fixture.receive(outbound('msg_8', 'Here again.'));
      await page.getByRole('log').getByText('Here again.').waitFor();
    }));
});
