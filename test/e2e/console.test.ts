import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MainstayProcess, startMainstay } from '../process/process.ts';
import { DESKTOP, launch, openConsole, PHONE, show } from './console-browser.ts';

const SAID = [
  'Add customer Ana Torres, ana@torres.example',
  'Add customer Bartholomäus Freiherr von Hohenzollern-Sigmaringen, office@hohenzollern.example',
  'Add customer عبد الرحمن, abd@rahman.example',
  'Add task renew domain by 3 March',
  'Note: Ana Torres likes green',
  'Remind me tomorrow at 9:00 to call Ana Torres',
];
/** Under this on loopback, so that nothing is seen to load. */
const FIRST_PAINT_MS = 300;

let browser: Browser;
let mainstay: MainstayProcess;
let axe: string;
const items = new Map<string, string>();

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  browser = await launch();
  mainstay = await startMainstay();
  const say = async (text: string) =>
    (await mainstay.call('POST', '/api/v1/messages?wait=10000', { body: { text } })).body;
  for (const text of SAID) await say(text);
  const [card] = (await say('Invoice Ana $1,200 for the landing page, due in 14 days')).suggestions;
  const body = { decision: 'approve', hash: card.hash };
  await mainstay.call('POST', `/api/v1/suggestions/${card.id}/decision`, { body });
  await say('Quote Ana $2,000 for a shop');
  const { items: all } = (await mainstay.call('GET', '/api/v1/everything?limit=100')).body;
  for (const { id, kind } of all) items.set(kind, id);
});
afterAll(async () => {
  await browser.close();
  await mainstay.stop();
});

const open = (options: BrowserContextOptions) => openConsole(browser, mainstay, options);
const goTo = (page: Page, hash: string, heading: string | RegExp) =>
  show(page, { address: mainstay.address, hash, heading });

/** What axe finds that keeps somebody from using the page. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

const VIEWS: readonly (readonly [hash: () => string, heading: string | RegExp])[] = [
  [() => '#/chat', 'Chat'],
  [() => '#/waiting', 'Waiting'],
  [() => '#/everything', 'Everything'],
  [() => `#/everything/${items.get('customer')}`, /./],
  [() => `#/everything/${items.get('invoice')}`, /^Invoice/],
  [() => `#/everything/${items.get('mail')}`, /^Mail/],
  [() => `#/everything/${items.get('reminder')}`, 'call Ana Torres'],
  [() => '#/workflows', 'Workflows'],
  [() => '#/workflows/invoice', 'Write an invoice'],
  [() => '#/settings', 'Settings'],
];

describe('the console', () => {
  it.each([
    ['desktop', 'light', DESKTOP],
    ['desktop', 'dark', DESKTOP],
    ['phone', 'light', PHONE],
    ['phone', 'dark', PHONE],
  ] as const)('has no barrier on a %s, %s', { timeout: 120_000 }, async (_, colorScheme, device) => {
    const page = await open({ ...device, colorScheme });
    for (const [hash, heading] of VIEWS) {
      await goTo(page, hash(), heading);
      expect([hash(), ...(await barriers(page))]).toEqual([hash()]);
    }
    await page.getByRole('link', { name: 'Waiting' }).first().click();
    await page.getByRole('link', { name: /^Why/ }).first().click();
    await page.getByRole('dialog').waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it.each([
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ])('paints at once on a %s, and nothing jumps', async (_, device) => {
    const page = await open(device);
    const paints: number[] = [];
    for (let visit = 0; visit < 5; visit += 1) {
      await page.reload();
      await page.getByText('Send quote to Ana Torres').first().waitFor();
      paints.push(
        Number(await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0].startTime`)),
      );
    }
    // The best of five: the machine that runs tests is busy with others beside.
    expect(Math.min(...paints)).toBeLessThan(FIRST_PAINT_MS);
    const shift = await page.evaluate(`new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(sum), 100);
    })`);
    expect(shift).toBeLessThan(0.05);
  });

  it('finds everything by keyboard alone, opens one thing, goes back to where it was, and explains it', async () => {
    const page = await open(DESKTOP);
    await page.getByRole('link', { name: 'Everything' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('searchbox', { name: 'Search' }).focus();
    await page.keyboard.type('torres landing');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('radio', { name: 'Invoices', checked: true }).waitFor();
    const invoice = page.getByRole('link', { name: /^Invoice \d{4}-001, Ana Torres/ });
    await invoice.waitFor();
    await expect.poll(() => page.locator('.entry-item').count()).toBe(1);
    await invoice.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Invoice \d{4}-001, Ana Torres/ }).waitFor();
    await page.getByText('Saved, not sent: Mail to Ana Torres').waitFor();
    await page.getByRole('link', { name: 'Why?' }).last().press('Enter');
    await page.getByRole('dialog', { name: 'Why?' }).getByText('You wrote “Invoice Ana').waitFor();
    await page.keyboard.press('Escape');
    await page.goBack();
    await page.getByRole('link', { name: '← Everything' }).press('Enter');
    expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('torres landing');
  });

  it('leaves what was decided where it stood, with what became of it', async () => {
    const page = await open(DESKTOP);
    await goTo(page, '#/waiting', 'Waiting');
    await mainstay.call('POST', '/api/v1/messages?wait=9000', { body: { text: 'Email Ana that I am ill' } });
    const card = page.getByRole('article', { name: 'Mail to Ana Torres' });
    await card.getByRole('button', { name: 'Approve' }).click();
    await card.getByText('✓ Approved by you').waitFor();
    await page.getByRole('link', { name: 'Chat' }).click();
    await page
      .getByRole('link', { name: /^Waiting/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Waiting' }).waitFor();
    expect(await card.count()).toBe(0);
  });

  it('shows in an open tab at once what changes in another place', async () => {
    const page = await open(DESKTOP);
    await goTo(page, '#/everything', 'Everything');
    await mainstay.call('POST', '/api/v1/messages?wait=9000', { body: { text: 'Add task buy paper' } });
    await page.getByRole('link', { name: /^buy paper/ }).waitFor();
    await goTo(page, '#/settings', 'Settings');
    const practice = page.getByRole('checkbox', { name: 'Practice' });
    // Another change comes in while this one is on its way: the box stays as it was set.
    await page.route('**/api/v1/settings', async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      await mainstay.call('POST', '/api/v1/pause');
      await page.getByText('Nothing leaves until you say resume.').waitFor();
      expect(await practice.isChecked()).toBe(true);
      await mainstay.call('POST', '/api/v1/resume');
      await route.continue();
    });
    await practice.check();
    await page.getByText('Practice: everything runs, nothing is sent.').waitFor();
    await page.getByLabel('Hold approved mail, in seconds').fill('10');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('✓ Saved.').waitFor();
    expect((await mainstay.call('GET', '/api/v1/settings')).body).toMatchObject({ practice: true, hold: 10 });
  });

  it('shows in every open tab what only the API changed', async () => {
    const tabs = [await open(DESKTOP), await open(PHONE)];
    const id = items.get('task');
    const of = `/api/v1/records/task/${id}`;
    await Promise.all(tabs.map((tab) => goTo(tab, `#/everything/${id}`, 'renew domain')));
    const { version } = (await mainstay.call('GET', of)).body;
    const headers = { 'if-match': String(version) };
    const changed = await mainstay.call('PATCH', of, { body: { title: 'renew the domain name' }, headers });
    expect(changed.status).toBe(200);
    for (const tab of tabs) await tab.getByRole('heading', { name: 'renew the domain name' }).waitFor();
    const [list] = tabs as [Page];
    await goTo(list, '#/everything?filter=tasks', 'Everything');
    await list.getByRole('link', { name: /^renew the domain name/ }).waitFor();
    await mainstay.call('DELETE', of, { headers: { 'if-match': String(changed.body.version) } });
    await expect.poll(() => list.getByRole('link', { name: /^renew the domain name/ }).count()).toBe(0);
  });

  it('keeps what is looked at in the address: reloaded, gone back to, or copied', async () => {
    const page = await open(DESKTOP);
    await goTo(page, '#/everything', 'Everything');
    await page.getByRole('radio', { name: 'People' }).check();
    await page.getByRole('radio', { name: 'Invoices' }).check();
    await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('torres');
    await expect.poll(() => page.url()).toMatch(/#\/everything\?filter=invoices&search=torres$/);
    await page.reload();
    await page.getByRole('link', { name: /^Invoice \d{4}-001, Ana Torres/ }).waitFor();
    expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('torres');
    await page.goBack();
    await page.getByRole('radio', { name: 'People', checked: true }).waitFor();
    expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('');
    await page.getByRole('link', { name: 'Chat' }).click();
    await page.getByRole('link', { name: 'Everything' }).first().click();
    await page.getByRole('radio', { name: 'People', checked: true }).waitFor();
    await page.getByRole('link', { name: 'Everything' }).first().click();
    await page.getByRole('radio', { name: 'All', checked: true }).waitFor();
    const steps = await page.evaluate('history.length');
    await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('torres la', { delay: 20 });
    await expect.poll(() => page.url()).toMatch(/search=torres\+la$/);
    expect(await page.evaluate('history.length')).toBe(steps);
  });
});
