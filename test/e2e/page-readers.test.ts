import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTheatre } from './page-browser.ts';
import type { Fixture } from './page-fixture.ts';
import { invoiceCard, outbound, talk, unsureEffect } from './page-scenario.ts';

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let theatre: Awaited<ReturnType<typeof openTheatre>>;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());

const busy = ({ world }: Fixture): void => {
  world.messages.push(...talk);
  world.suggestions.set(invoiceCard.id, invoiceCard);
};
const LATER = { at: '2026-11-23T09:00:00.000Z' } as const;
/** Everything that was put where a screen reader reads it out. */
const spoken = (page: Page) => page.locator('.for-readers[role="status"] p').allInnerTexts();
/** The tag and text, or the id, of what has the focus. */
const focused = (page: Page) =>
  page.evaluate(
    'document.activeElement.id || `${document.activeElement.tagName} ${document.activeElement.innerText}`',
  );

describe('a screen reader', () => {
  it('is told a new reply once, and nothing of what was there, what is ours, or what is silent', () =>
    theatre.stage(busy, async ({ fixture, visit, complaints }) => {
      const page = await visit();
      await page.getByText('Ana Torres is added.').waitFor();
      expect(await page.getByRole('log').getAttribute('aria-live')).toBe('off');
      await page.getByLabel('Message', { exact: true }).fill('hello');
      await page.keyboard.press('Enter');
      await page.locator('.message-operator:not(.message-sending)', { hasText: 'hello' }).waitFor();
      fixture.receive(outbound('quiet', 'Good night.', { ...LATER, silent: true }));
      fixture.receive(outbound('new', 'It is done.', LATER));
      fixture.emit({ event: 'message', data: outbound('new', 'It is done.', LATER) });
      await expect.poll(() => spoken(page)).toEqual(['Mainstay: It is done.']);
      expect(complaints).toEqual([]);
    }));

  it('is not told what came while the line was broken, nor earlier messages', () =>
    theatre.stage(
      ({ world }) => {
        for (let number = 1; number <= 60; number += 1)
          world.messages.push(outbound(`m${number}`, `Message ${number}.`));
      },
      async ({ fixture, visit }) => {
        const page = await visit();
        await page.getByRole('button', { name: 'Earlier messages' }).click();
        await page.getByText('Message 1.', { exact: true }).waitFor();
        // What was missed comes by the new stream while the lists are read again.
        fixture.world.answer = ({ path }) => {
          if (path.startsWith('/conversations'))
            fixture.receive(outbound('missed', 'You missed this.', LATER));
          return undefined;
        };
        fixture.dropStreams();
        await page.getByText('You missed this.').waitFor();
        expect(await spoken(page)).toEqual([]);
      },
    ));

  it('is told what became of a decision, and stays on the card', () =>
    theatre.stage(busy, async ({ visit }) => {
      const page = await visit();
      await page.locator('#card-sug_invoice').focus();
      await page.keyboard.press('r');
      await page.keyboard.press('Enter');
      await page.getByRole('article').getByText('✕ Rejected by you').waitFor();
      await expect.poll(() => spoken(page)).toEqual(['✕ Rejected by you, 9:15. Nothing was sent.']);
      expect(await focused(page)).toBe('card-sug_invoice');
    }));
});

describe('the focus', () => {
  it('goes to the title of a thing, and back to the thing in the list', () =>
    theatre.stage(busy, async ({ visit, complaints }) => {
      const page = await visit();
      await page.getByRole('link', { name: 'Everything' }).press('Enter');
      await page.getByRole('heading', { name: 'Everything' }).waitFor();
      expect(await focused(page)).toBe('A Everything');
      const link = page.locator('.entry-item').nth(1);
      const title = await link.locator('.entry-title').innerText();
      await link.press('Enter');
      await page.getByRole('heading', { name: title }).waitFor();
      expect(await focused(page)).toBe('item-title');
      await page.getByRole('link', { name: '← Everything' }).press('Enter');
      await page.getByRole('heading', { name: 'Everything' }).waitFor();
      await expect.poll(() => focused(page)).toContain(title);
      expect(complaints).toEqual([]);
    }));

  it('goes to the title of Waiting once nothing is left to settle', () =>
    theatre.stage(
      ({ world }) => (world.effects = [unsureEffect]),
      async ({ visit }) => {
        const page = await visit();
        await page
          .getByRole('link', { name: /^Waiting/ })
          .first()
          .click();
        await page.getByRole('button', { name: 'It arrived' }).press('Enter');
        await page.getByText('Nothing waits for you.').waitFor();
        await expect.poll(() => focused(page)).toBe('waiting-title');
      },
    ));
});
