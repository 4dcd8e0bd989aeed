import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MainstayProcess, startMainstay } from '../process/process.ts';

let browser: Browser;
let mainstay: MainstayProcess;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  mainstay = await startMainstay({ env: { MAINSTAY_ZONE: 'Europe/Berlin' } });
  await say('Add customer Ana Torres, ana@torres.example');
});
afterAll(async () => {
  await browser.close();
  await mainstay.stop();
});

async function say(text: string) {
  const { body } = await mainstay.call('POST', '/api/v1/messages?wait=10000', { body: { text } });
  return body;
}

/** The mail on the card of a new invoice. */
async function invoiceMail(): Promise<string> {
  const { suggestions } = await say('Invoice Ana $80 for hosting');
  return suggestions[0].preview.text;
}

async function open(): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1180, height: 900 }, locale: 'en-GB' });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  await page.goto(mainstay.link);
  await page.getByRole('link', { name: 'Everything' }).click();
  await page.getByRole('link', { name: 'Workflows' }).click();
  await page.getByRole('link', { name: /^Write an invoice/ }).click();
  await page.getByRole('heading', { name: 'Write an invoice' }).waitFor();
  return { page, complaints };
}

const due = (page: Page) => page.getByLabel('Due after, in days');
const mail = (page: Page) => page.getByLabel('Mail', { exact: true });

describe('a workflow as a form', () => {
  it('is edited, shows what changes, is saved for the next card, and undone', async () => {
    const { page, complaints } = await open();
    await page.getByText('It has not run yet.').waitFor();
    await due(page).fill('21');
    await mail(page).fill('Dear ,\n\n{what} is ready.');
    await mail(page).press('ControlOrMeta+Home');
    for (let step = 0; step < 5; step += 1) await mail(page).press('ArrowRight');
    await page.getByRole('button', { name: '{full name}' }).click();
    expect(await mail(page).inputValue()).toBe('Dear {full name},\n\n{what} is ready.');
    await page.getByText('Not saved yet.').waitFor();
    await page.getByRole('button', { name: 'Save…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save these changes?' });
    await dialog.waitFor();
    expect(await dialog.locator('dt').allInnerTexts()).toEqual(['Due after', 'Mail']);
    expect(await dialog.locator('dd').first().innerText()).toMatch(/14 days.*21 days/s);
    expect(await dialog.locator('.diff-text ins').allInnerTexts()).toContain('full');
    expect(await invoiceMail()).toContain('here is the invoice for hosting');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('✓ Saved. What starts from now on uses it.').waitFor();
    expect(await invoiceMail()).toBe('Dear Ana Torres,\n\nhosting is ready.');
    await page.getByRole('heading', { name: 'Changes by you' }).waitFor();

    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(() => due(page).inputValue()).toBe('14');
    expect(await invoiceMail()).toContain('here is the invoice for hosting');
    expect(complaints).toEqual([]);
  });

  it('names what is wrong beside its field, and saves nothing', async () => {
    const { page, complaints } = await open();
    await mail(page).fill('Hi {frist name}');
    await due(page).fill('soon');
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByText('Write a number, such as 14.').waitFor();
    await due(page).fill('900');
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByText('Write a whole number of days from 0 to 365.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('field-values-due');
    await due(page).fill('14');
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByText('There is no {frist name}. Did you mean {first name}?').waitFor();
    expect(await mail(page).getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    expect(await mail(page).inputValue()).toContain('Hi {first name},');
    expect(complaints).toEqual([]);
  });

  it('takes in what another tab saved, but never over what is being typed', async () => {
    const [one, two] = [await open(), await open()];
    await one.page.getByLabel('Subject of the mail').fill('Half');
    await due(two.page).fill('30');
    await two.page.getByRole('button', { name: 'Save…' }).click();
    await two.page.getByRole('button', { name: 'Confirm' }).click();
    await one.page.getByText('It was changed elsewhere meanwhile.').waitFor();
    expect(await one.page.getByLabel('Subject of the mail').inputValue()).toBe('Half');
    await one.page.getByRole('button', { name: 'Read it again' }).click();
    await expect.poll(() => due(one.page).inputValue()).toBe('30');
    await one.page.getByRole('button', { name: 'Use the shipped one' }).click();
    await one.page.getByRole('button', { name: 'Save…' }).click();
    await one.page.getByRole('button', { name: 'Confirm' }).click();
    await expect.poll(() => due(two.page).inputValue()).toBe('14');
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('leads from a run to its reasons, and back', async () => {
    await invoiceMail();
    const { page } = await open();
    await page.locator('.runs').first().getByRole('link', { name: 'Why?' }).first().click();
    await page.getByText(/^Workflow invoice, version/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Write an invoice' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/workflows/invoice');
  });
});
