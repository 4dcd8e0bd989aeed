import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { type MainstayProcess, startMainstay } from '../process/process.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let mail: MailServer;
let browser: Browser;
let mainstay: MainstayProcess;

beforeAll(async () => {
  mail = await startMailServer();
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: ARGS });
  mainstay = await startMainstay({ env: { SMTP_URL: mail.url } });
});
afterAll(async () => {
  await browser.close();
  await mainstay.stop();
  await mail.close();
});

async function openConsole(): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 1400 },
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(mainstay.link);
  return { page, complaints };
}

async function say(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox').last();
  await field.fill(text);
  await field.press('Enter');
}

describe('the console of the real product', () => {
  it('carries a message to an approved invoice that a real mail server receives', async () => {
    const { page, complaints } = await openConsole();
    await page.getByText('I prepare the work; you say yes or no.').waitFor();
    expect(new URL(page.url()).hash).not.toContain('token');
    await say(
      page,
      'My business is Olga Design, Hauptstr. 5, 10115 Berlin, tax number DE123456789, IBAN DE89 3704 0044 0532 0130 00',
    );
    await page.getByRole('log').getByText('Noted for your invoices:').waitFor();
    await say(page, 'Add customer Ana Torres, ana@torres.example');
    await page.getByRole('log').getByText('Added customer Ana Torres, ana@torres.example.').waitFor();
    await say(page, 'Invoice Ana $1,200 for the landing page, due in 14 days');
    await page.getByText('Ana Torres <ana@torres.example>').first().waitFor();
    await page
      .getByRole('button', { name: /^Approve/ })
      .first()
      .click();
    await page
      .getByText(/✓ Approved by you, \d+:\d\d\..* Sent \d+:\d\d\./)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);

    const [received] = mail.received;
    expect(mail.received).toHaveLength(1);
    expect(received).toMatchObject({
      subject: expect.stringMatching(/^Invoice \d{4}-001 for/),
      to: { value: [{ address: 'ana@torres.example', name: 'Ana Torres' }] },
    });
    expect(received?.text).toContain('Hi Ana,');
    const [attachment] = received?.attachments ?? [];
    expect(attachment?.contentType).toBe('application/pdf');
    expect(attachment?.content.subarray(0, 5).toString()).toBe('%PDF-');
    const { body } = await mainstay.call('GET', '/api/v1/records/invoice');
    expect(body.items).toMatchObject([
      { total: { minor: 120_000, currency: 'USD' }, seller: { name: 'Olga Design' } },
    ]);
  });

  it('keeps two tabs right, and refuses a click on what changed in the other', async () => {
    const [one, two] = [await openConsole(), await openConsole()];
    await say(one.page, 'Invoice Ana $80 for hosting');
    await one.page
      .getByRole('button', { name: /^Approve/ })
      .first()
      .waitFor();
    await two.page
      .getByRole('button', { name: /^Approve/ })
      .first()
      .waitFor();
    const { body } = await mainstay.call('GET', '/api/v1/records/customer');
    const ana = body.items[0];
    await mainstay.call('PATCH', `/api/v1/records/customer/${ana.id}`, {
      body: { email: 'ana@new.example' },
      headers: { 'if-match': String(ana.version) },
    });
    await two.page.getByText('Ana Torres <ana@new.example>').first().waitFor();
    await two.page.getByText('↻ Out of date. Nothing was sent. A new draft is below.').first().waitFor();
    await two.page.getByRole('button', { name: 'Open new draft' }).first().waitFor();
    expect(mail.received).toHaveLength(1);
    await two.page
      .getByRole('button', { name: /^Reject/ })
      .first()
      .click();
    await two.page
      .getByRole('button', { name: /^Reject/ })
      .last()
      .click();
    await one.page
      .getByText(/✕ Rejected by you/)
      .first()
      .waitFor();
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('survives a restart of the server under an open page', async () => {
    const { page } = await openConsole();
    const port = new URL(mainstay.address).port;
    await mainstay.kill();
    mainstay = await startMainstay({ home: mainstay.home, env: { SMTP_URL: mail.url, MAINSTAY_PORT: port } });
    await say(page, 'What happened today?');
    await page
      .getByText(/messages? in = /)
      .first()
      .waitFor();
    expect(mail.received).toHaveLength(1);
  });
});

it('runs on a browser of Debian', async () => {
  const { stdout } = await promisify(execFile)('/usr/bin/chromium', ['--version']);
  expect(stdout).toContain('Chromium');
});
