import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { problem } from './page-answers.ts';
import { openTheatre } from './page-browser.ts';
import type { Fixture } from './page-fixture.ts';
import { invoiceCard, outbound, replyCard, talk } from './page-scenario.ts';

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
const decisions = ({ world }: Fixture) =>
  world.calls.filter(({ path }) => path.endsWith('/decision')).map(({ body }) => body);
const card = (page: Page, id: string = invoiceCard.id) => page.locator(`#card-${id}`);
const focused = (page: Page) => page.evaluate('document.activeElement.id');

/** Brings every line of the cards into view, one after another, for two frames each. */
const SCROLL_THROUGH = `(async () => {
  for (const mark of document.querySelectorAll('.seen-mark')) {
    mark.scrollIntoView({ block: 'center' });
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
})()`;

describe('a card', () => {
  it('shows everything that would happen', () =>
    theatre.stage(busy, async ({ visit, complaints }) => {
      const page = await visit();
      await card(page).waitFor();
      const text = (await card(page).innerText()).replaceAll(/\s+/g, ' ');
      const lines = [
        'Send invoice to Ana Torres: $1,200.00',
        'To Ana Torres <ana@torres.example>',
        'Invoice number assigned on approval, due Mon 7 Dec',
        'Amount landing page $1,200.00, tax 0%, total $1,200.00',
        'Subject Invoice (number) for the landing page',
        'Mail (as Ana will see it)',
        'Hi Ana, here is the invoice for the landing page, due on 7 December. Thank you, Olga',
        'Attached invoice.pdf (opens in a new tab) , 1 page',
        'Note: your address and bank details are missing on it.',
        'Because you wrote “Invoice Ana $1,200 …” at 9:12',
        'Mail cannot be unsent; invoice can be voided · no cost · waits until Mon 30 Nov',
        'ApproveA EditE RejectR Why? W',
      ];
      let from = 0;
      for (const line of lines) {
        const at = text.indexOf(line, from);
        expect(at, `“${line}” in its place in: ${text}`).toBeGreaterThanOrEqual(from);
        from = at + line.length;
      }
      expect(await page.getByRole('article', { name: invoiceCard.title }).count()).toBe(1);
      await card(page).getByText('Preview').click();
      const frame = await card(page).locator('iframe').getAttribute('src');
      expect(frame).toMatch(/^\/api\/v1\/attachments\/att_1#/);
      expect(complaints).toEqual([]);
    }));

  it('shows all of a line that was shortened', () =>
    theatre.stage(busy, async ({ fixture, visit, complaints }) => {
      const long = {
        label: 'Amount',
        text: 'design of… $9.00',
        whole: 'design of the page $9.00\ntotal $9.00',
      };
      const preview = { ...invoiceCard.preview, facts: [long] };
      fixture.world.suggestions.set(invoiceCard.id, { ...invoiceCard, preview });
      const page = await visit();
      await card(page).getByText('design of… $9.00').waitFor();
      expect(await card(page).getByText('design of the page $9.00').isVisible()).toBe(false);
      await card(page).getByText('Show all of it').click();
      await card(page).getByText('design of the page $9.00').waitFor();
      expect(complaints).toEqual([]);
    }));

  it('is approved by the key A only once all of it was in view', () =>
    theatre.stage(busy, async ({ fixture, visit, complaints }) => {
      const page = await visit({ viewport: { width: 1000, height: 340 } });
      await card(page).waitFor();
      await card(page).focus();
      await page.keyboard.press('a');
      await page.getByText('Not all of it was in view yet. Read it, then press A again.').waitFor();
      expect(decisions(fixture)).toEqual([]);
      await page.evaluate(SCROLL_THROUGH);
      await page.keyboard.press('A');
      await card(page).getByText('✓ Approved by you, 9:14.').waitFor();
      expect(decisions(fixture)).toEqual([{ decision: 'approve', hash: 'hash-1' }]);
      expect(await focused(page)).toBe('card-sug_invoice');
      expect(complaints).toEqual([]);
    }));
});

describe('deciding a card', () => {
  it('is rejected with the key R and a reason, and not before Enter', () =>
    theatre.stage(busy, async ({ fixture, visit, complaints }) => {
      const page = await visit();
      await card(page).focus();
      await page.keyboard.press('r');
      await page.getByLabel('Why not? (optional)').waitFor();
      await page.keyboard.press('Escape');
      expect(await focused(page)).toBe('card-sug_invoice');
      await page.keyboard.press('r');
      await page.keyboard.type('a wrong amount');
      await page.keyboard.press('Enter');
      await card(page).getByText('✕ Rejected by you, 9:15. Nothing was sent.').waitFor();
      expect(decisions(fixture)).toEqual([{ decision: 'reject', hash: 'hash-1', reason: 'a wrong amount' }]);
      expect(complaints).toEqual([]);
    }));

  it('says beside the buttons that it changed meanwhile, and shows what is so now', () =>
    theatre.stage(busy, async ({ fixture, visit }) => {
      const page = await visit();
      await card(page).waitFor();
      const detail = 'This changed after you saw it. Nothing was sent. The new version is below.';
      fixture.world.suggestions.set(invoiceCard.id, {
        ...invoiceCard,
        status: 'stale',
        supersededBy: replyCard.id,
      });
      fixture.world.suggestions.set(replyCard.id, replyCard);
      fixture.world.answer = ({ path }) => (path.endsWith('/decision') ? problem(409, detail) : undefined);
      await card(page).getByRole('button', { name: 'Approve' }).click();
      await card(page).getByText(detail).waitFor();
      await card(page)
        .getByRole('heading', { name: '↻ Out of date: send invoice to Ana Torres: $1,200.00' })
        .waitFor();
      await card(page).getByRole('button', { name: 'Open new draft' }).click();
      await expect.poll(() => focused(page)).toBe(`card-${replyCard.id}`);
    }));
});

describe('a card that has a note', () => {
  it('lets missing details of the business be added, and sends only those', () =>
    theatre.stage(busy, async ({ fixture, visit, complaints }) => {
      const business = { name: 'Olga Design', nextInvoiceNumber: '2026-001' };
      fixture.world.settings = { ...fixture.world.settings, business };
      const page = await visit();
      await card(page).getByRole('button', { name: 'Add them' }).click();
      expect(await page.getByLabel('Name').inputValue()).toBe('Olga Design');
      await page.getByLabel('Bank details').fill('DE02 1203 0000 0000 2020 51');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const change = fixture.world.calls.find(({ method }) => method === 'PATCH');
      expect(change?.body).toEqual({ business: { bank: 'DE02 1203 0000 0000 2020 51' } });
      expect(complaints).toEqual([]);
    }));
});

describe('a decision without an answer', () => {
  it('can be made again safely when no answer came', () =>
    theatre.stage(busy, async ({ fixture, visit }) => {
      const page = await visit();
      await card(page).waitFor();
      fixture.world.answer = ({ path }) => (path.endsWith('/decision') ? 'drop' : undefined);
      await card(page).getByRole('button', { name: 'Approve' }).click();
      await card(page)
        .getByText('Mainstay did not answer. Pressing again is safe: it is done once.')
        .waitFor();
      fixture.world.answer = undefined;
      await card(page).getByRole('button', { name: 'Approve' }).click();
      await card(page).getByText('✓ Approved by you').waitFor();
      expect(decisions(fixture).map(({ hash }) => hash)).toContain('hash-1');
      expect(await card(page).getByRole('button').count()).toBe(0);
    }));
});

describe('editing a card', () => {
  it('shows what is wrong at its field, then makes a new card that marks old and new', () =>
    theatre.stage(busy, async ({ fixture, visit, complaints }) => {
      const page = await visit();
      await card(page).focus();
      await page.keyboard.press('e');
      await page.getByRole('dialog', { name: `Edit: ${invoiceCard.title}` }).waitFor();
      await page.getByLabel('Amount', { exact: true }).fill('1.300');
      await page.getByRole('button', { name: 'Make a new card' }).click();
      await page.getByText('This has too many decimals.').waitFor();
      expect(decisions(fixture)).toEqual([]);

      await page.getByLabel('Amount', { exact: true }).fill('1,300');
      await page.getByLabel('Due').fill('2020-01-01');
      const errors = [{ path: 'inputs/0/due', message: 'This day has passed.' }];
      fixture.world.answer = ({ path }) =>
        path.endsWith('/decision') ? problem(422, 'No.', errors) : undefined;
      await page.getByRole('button', { name: 'Make a new card' }).click();
      await page.getByText('This day has passed.').waitFor();
      expect(await focused(page)).toBe('field-inputs-0-due');

      fixture.world.answer = undefined;
      await page.getByLabel('Due').fill('2026-12-14');
      await page.getByLabel('Subject', { exact: true }).fill('Invoice {invoice.number}');
      await page.getByRole('button', { name: 'Make a new card' }).click();
      const made = card(page, 'sug_invoice_2');
      await made.locator('del', { hasText: '$1,200.00' }).waitFor();
      expect(await made.locator('ins').innerText()).toBe('$1,300.00');
      await expect.poll(() => focused(page)).toBe('card-sug_invoice_2');
      await card(page).getByText('↻ Replaced.').waitFor();
      expect(decisions(fixture).at(-1)).toMatchObject({ decision: 'edit', hash: 'hash-1' });
      const { inputs } = { inputs: [], ...decisions(fixture).at(-1) };
      const [invoice, mail] = inputs;
      expect(invoice).toMatchObject({
        amount: { minor: 130_000, currency: 'USD' },
        due: '2026-12-14',
        customer: 'Ana Torres',
      });
      expect(mail).toMatchObject({
        subject: { $join: ['Invoice ', { $output: 'invoice.number' }] },
        attach: { $output: 'invoice.pdf' },
      });
      expect(complaints).toEqual([]);
    }));

  it('adds and removes lines, and Escape leaves everything as it was', () =>
    theatre.stage(busy, async ({ fixture, visit }) => {
      const page = await visit();
      await card(page).getByRole('button', { name: 'Edit' }).click();
      await page.getByRole('button', { name: 'Add a line' }).click();
      await page.getByRole('group', { name: 'Line 2' }).getByLabel('What').fill('Logo');
      await page.getByRole('button', { name: 'Remove Line 1' }).click();
      expect(await page.getByRole('group', { name: 'Line 1' }).getByLabel('What').inputValue()).toBe('Logo');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(decisions(fixture)).toEqual([]);
    }));
});

describe('a message with a card', () => {
  it('does not repeat the title of the card', () =>
    theatre.stage(busy, async ({ fixture, visit }) => {
      fixture.world.messages.push(outbound('msg_9', replyCard.title, { suggestionId: replyCard.id }));
      fixture.world.suggestions.set(replyCard.id, replyCard);
      const page = await visit();
      await card(page, replyCard.id).waitFor();
      expect(await page.getByRole('log').getByText(replyCard.title, { exact: true }).count()).toBe(1);
      expect(await page.getByText('Here is the invoice for Ana, with its mail.').count()).toBe(1);
    }));
});
