import { chromium, type Page } from 'playwright-core';
import type { Place } from './hand.ts';

const ARGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/** In a real browser. */
export const atThePage: Place = {
  name: 'in the browser',
  missing: () => undefined,
  open: async (server) => {
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      headless: true,
      args: ARGS,
    });
    const page = await browser.newPage({ viewport: { width: 1100, height: 1200 } });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.link);
    await page.getByRole('textbox').last().waitFor();
    return {
      say: async (text) => {
        const field = page.getByRole('textbox').last();
        await field.fill(text);
        await field.press('Enter');
      },
      approve: (title) => press(page, title, /^Approve/),
      reject: async (title) => {
        await press(page, title, /^Reject/);
        await press(page, title, /^Reject/);
      },
      sight: async () => (await page.getByRole('log').innerText()).replaceAll(/\s+/g, ' '),
      complaints: () => complaints,
      close: () => browser.close(),
    };
  },
};

async function press(page: Page, title: string, button: RegExp): Promise<void> {
  const card = page.getByRole('article', { name: title }).last();
  await card.getByRole('button', { name: button }).last().click();
}
