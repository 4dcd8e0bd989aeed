import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLog, openTheatre } from './page-browser.ts';
import type { Fixture } from './page-fixture.ts';
import { inbound, invoiceCard, outbound, unsureEffect } from './page-scenario.ts';

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let theatre: Awaited<ReturnType<typeof openTheatre>>;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());

const NAME = 'مريم حداد';

const arabic = ({ world }: Fixture): void => {
  const preview = {
    ...invoiceCard.preview,
    to: [`${NAME} <maryam@haddad.example>`],
    facts: [{ label: 'Amount', text: `${NAME} $1,200.00, due 7 Dec` }],
    subject: `Invoice for ${NAME}: 2026-014`,
    text: `${NAME}، شكرا 2026`,
  };
  world.messages.push(
    inbound('msg_1', `${NAME} $1,200`, 10),
    outbound('msg_2', `I added ${NAME}: 3 invoices, 14 days.`),
    outbound('msg_3', '', { suggestionId: invoiceCard.id }),
  );
  world.suggestions.set(invoiceCard.id, {
    ...invoiceCard,
    title: `Send invoice to ${NAME}: $1,200.00`,
    preview,
  });
  world.effects = [
    {
      ...unsureEffect,
      status: 'done',
      title: `Invoice for ${NAME}: 2026-014`,
      recipient: NAME,
      note: '5 pages',
    },
  ];
};

/** Where each part of a line stands, from the left, in pixels. */
async function placesOf(page: Page, selector: string, parts: readonly string[]): Promise<readonly number[]> {
  return page.evaluate(`(() => {
    const [selector, parts] = ${JSON.stringify([selector, parts])};
    return parts.map((part) => {
      const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const start = node.data.indexOf(part);
        if (start === -1) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, start + part.length);
        return range.getBoundingClientRect().left;
      }
      throw new Error(part + ' is not in ' + selector);
    });
  })()`);
}

async function directionOf(page: Page, selector: string): Promise<string> {
  return page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).direction`);
}

/** What is read from left to right: each part stands after the one before. */
async function expectInOrder(page: Page, selector: string, parts: readonly string[]): Promise<void> {
  const places = await placesOf(page, selector, parts);
  expect(places, `${parts.join(' | ')} at ${places.join(', ')}`).toEqual(places.toSorted((a, b) => a - b));
}

describe('a name that runs from right to left', () => {
  it('leaves amounts, dates and numbers beside it where they belong', () =>
    theatre.stage(arabic, async ({ visit, complaints }) => {
      const page = await visit();
      const card = `#card-${invoiceCard.id}`;
      await page.locator(card).waitFor();
      await expectInOrder(page, `${card} h2`, ['Send invoice', NAME, ':', '$', '1,200.00']);
      await expectInOrder(page, `${card} .terms .term:nth-child(1) dd`, [NAME, '<', 'maryam', '>']);
      await expectInOrder(page, `${card} .terms .term:nth-child(2) dd`, [
        NAME,
        '$',
        '1,200.00',
        ', due',
        '7 Dec',
      ]);
      await expectInOrder(page, `${card} .terms .term:nth-child(3) dd`, [
        'Invoice for',
        NAME,
        ': ',
        '2026',
        '014',
      ]);
      await expectInOrder(page, '.message-assistant .text', ['I added', NAME, ': ', '3 invoices', '14 days']);
      await openLog(page);
      await expectInOrder(page, '.effect-title', ['Invoice for', NAME, ': ', '2026', '014']);
      await expectInOrder(page, '.effect .small', [NAME, '· 5', 'pages']);
      expect(complaints).toEqual([]);
    }));

  it('gives what others wrote its own direction, in the chat, on the card and where it is written', () =>
    theatre.stage(arabic, async ({ visit, complaints }) => {
      const page = await visit();
      await page.locator(`#card-${invoiceCard.id}`).waitFor();
      await page.locator(`#card-${invoiceCard.id}`).getByRole('button', { name: 'Reject' }).click();
      await page.getByRole('textbox', { name: 'Message' }).fill(NAME);
      await page.getByRole('textbox', { name: 'Why not?' }).fill(NAME);
      for (const place of ['.message-operator .text p', 'blockquote p', '#message-field', '.card-end input'])
        expect([place, await directionOf(page, place)]).toEqual([place, 'rtl']);
      expect(await directionOf(page, '.message-assistant .text p')).toBe('ltr');
      expect(complaints).toEqual([]);
    }));
});
