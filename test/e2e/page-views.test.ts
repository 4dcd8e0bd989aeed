import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLog, openTheatre } from './page-browser.ts';
import type { Fixture } from './page-fixture.ts';
import { effects, invoiceCard, outbound, talk, unsureEffect } from './page-scenario.ts';

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
const card = (page: Page, id: string = invoiceCard.id) => page.locator(`#card-${id}`);
const focused = (page: Page) => page.evaluate('document.activeElement.id');

describe('Why?', () => {
  it('opens with the key W, shows the trail, and Escape goes back to the card', () =>
    theatre.stage(busy, async ({ visit, complaints }) => {
      const page = await visit();
      await card(page).focus();
      await page.keyboard.press('w');
      await page
        .getByRole('dialog', { name: 'Why?' })
        .getByText('customer-add, version 2, by its words')
        .waitFor();
      expect(page.url()).toMatch(/#\/why\/sug_invoice$/);
      await page.getByRole('button', { name: 'Copy the id run_01' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(page.url()).toMatch(/#\/chat$/);
      expect(await focused(page)).toBe('card-sug_invoice');
      expect(complaints).toEqual([]);
    }));
});

describe('the views', () => {
  it('list what waits, and say so when nothing does', () =>
    theatre.stage(busy, async ({ visit }) => {
      const page = await visit();
      await page.getByRole('link', { name: 'Waiting (1 waits for you)' }).click();
      await card(page).getByRole('button', { name: 'Approve' }).click();
      await page.getByText('Nothing waits for you. Cards appear here and in your chats.').waitFor();
      await vi.waitFor(async () => expect(await page.title()).toBe('Mainstay'));
    }));

  it('ask once before something uncertain is sent again', () =>
    theatre.stage(
      ({ world }) => (world.effects = [unsureEffect]),
      async ({ fixture, visit, complaints }) => {
        const page = await visit();
        await openLog(page);
        await page.getByRole('button', { name: 'Send again' }).click();
        await page.getByText('Ana may get it twice. Send again?').waitFor();
        expect(fixture.world.calls.some(({ path }) => path.endsWith('/resolve'))).toBe(false);
        await page.getByRole('button', { name: 'Yes, send again' }).click();
        await page.getByText('↻ sending').waitFor();
        expect(fixture.world.calls.find(({ path }) => path.endsWith('/resolve'))?.body).toEqual({
          outcome: 'retry',
        });
        expect(complaints).toEqual([]);
      },
    ));

  it('stop what is approved and has not left yet, from its card', () =>
    theatre.stage(
      ({ world }) => {
        world.messages.push(...talk);
        world.suggestions.set(invoiceCard.id, {
          ...invoiceCard,
          status: 'approved',
          outcome: '✓ Approved by you, 9:14. It leaves at 9:14:10.',
        });
        world.effects = [{ ...unsureEffect, status: 'planned', suggestionId: invoiceCard.id }];
      },
      async ({ fixture, visit, complaints }) => {
        const page = await visit();
        await page.getByRole('button', { name: 'Stop' }).click();
        await expect.poll(() => fixture.world.calls.some(({ path }) => path.endsWith('/undo'))).toBe(true);
        await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
        expect(complaints).toEqual([]);
      },
    ));

  it('list what was done, in words, and undo what can be undone', () =>
    theatre.stage(busy, async ({ visit }) => {
      const page = await visit();
      await openLog(page);
      await page.getByText('✓ saved, not sent').waitFor();
      await page.getByText('✕ failed, not sent').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('↻ undone').waitFor();
      expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    }));

  it('pause and resume everything', () =>
    theatre.stage(busy, async ({ visit }) => {
      const page = await visit();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('‖ Paused. Nothing leaves until you say resume.').waitFor();
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.getByRole('button', { name: 'Pause' }).waitFor();
      expect(await page.getByText('‖ Paused.').count()).toBe(0);
    }));
});

describe('a long conversation', () => {
  it('stays at the end as it grows, and where the reader is when older messages come', () =>
    theatre.stage(
      ({ world }) => {
        for (let number = 1; number <= 120; number += 1)
          world.messages.push(outbound(`m${number}`, `Message ${number}.`));
      },
      async ({ fixture, visit, complaints }) => {
        const page = await visit();
        const inView = async (text: string) => {
          await expect.poll(() => isInView(page, text)).toBe(true);
        };
        await page.getByText('Message 120.').waitFor();
        await inView('Message 120.');
        fixture.receive(outbound('m121', 'Message 121.'));
        await inView('Message 121.');

        await page.getByRole('button', { name: 'Earlier messages' }).scrollIntoViewIfNeeded();
        await inView('Message 71.');
        await page.getByRole('button', { name: 'Earlier messages' }).click();
        await page.getByText('Message 21.').waitFor({ state: 'attached' });
        await page.evaluate(
          'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
        );
        expect(await isInView(page, 'Message 71.')).toBe(true);
        expect(await isInView(page, 'Message 21.')).toBe(false);

        fixture.receive(outbound('m122', 'Message 122.'));
        await page.getByRole('button', { name: 'New messages below' }).click();
        await inView('Message 122.');
        await page.getByText('Message 21.').scrollIntoViewIfNeeded();
        await page.getByLabel('Message', { exact: true }).fill('And this is mine.');
        await page.keyboard.press('Enter');
        await inView('And this is mine.');
        expect(await page.getByRole('log').locator('.message').count()).toBe(103);
        expect(complaints).toEqual([]);
      },
    ));
});

async function isInView(page: Page, text: string): Promise<boolean> {
  const [box, list] = await Promise.all([
    page.getByRole('log').getByText(text).boundingBox(),
    page.locator('.scroller').boundingBox(),
  ]);
  return box !== null && list !== null && box.y >= list.y && box.y + box.height <= list.y + list.height;
}

const RIGHTMOST = `Math.max(...[...document.querySelectorAll('*')].map((one) => one.getBoundingClientRect().right))`;

describe('on a small screen', () => {
  it.each(['Chat', 'Waiting', 'Everything'])('%s fits 360 pixels, also with long names', (view) =>
    theatre.stage(
      (fixture) => {
        busy(fixture);
        const to = [`Wolfgang-Maximilian <${'long'.repeat(20)}@example>`];
        const preview = { ...invoiceCard.preview, to };
        fixture.world.suggestions.set(invoiceCard.id, { ...invoiceCard, preview });
        fixture.world.effects = [unsureEffect, ...effects];
      },
      async ({ visit, complaints }) => {
        const page = await visit({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
        await page.getByRole('link', { name: view }).click();
        await page.getByRole('heading', { name: view, exact: true }).waitFor({ state: 'attached' });
        expect(await page.evaluate(RIGHTMOST)).toBeLessThanOrEqual(360);
        expect(complaints).toEqual([]);
      },
    ),
  );
});
