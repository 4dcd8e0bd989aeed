import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallOptions, type MainstayProcess, startMainstay } from '../process/process.ts';
import { DESKTOP, launch, openConsole, show } from './console-browser.ts';

let browser: Browser;
let mainstay: MainstayProcess;
beforeAll(async () => {
  browser = await launch();
  mainstay = await startMainstay();
});
afterAll(async () => {
  await browser.close();
  await mainstay.stop();
});

/** `GET /settings` and the like. */
function callApi(what: string, options: CallOptions) {
  const [method = '', path] = what.split(' ');
  return mainstay.call(method, `/api/v1${path}`, options);
}
const goTo = (page: Page, hash: string, heading: string | RegExp) =>
  show(page, { address: mainstay.address, hash, heading });

describe('in every open tab appears', () => {
  /** Two tabs of one browser. */
  const twoTabs = async (): Promise<readonly [Page, Page]> => {
    const one = await openConsole(browser, mainstay, DESKTOP);
    const two = await one.context().newPage();
    await two.goto(mainstay.address);
    await two.getByRole('textbox').last().waitFor();
    return [one, two];
  };
  const call = (what: string, body?: unknown) => callApi(what, body === undefined ? {} : { body });
  /** A change that rests on a version. */
  const callOn = (version: string, what: string, body?: unknown) =>
    callApi(what, { ...(body === undefined ? {} : { body }), headers: { 'if-match': `"${version}"` } });

  it('what the API alone changes appears in the list, on its own page, and in Today', async () => {
    const [one, two] = await twoTabs();
    await goTo(one, '#/everything', 'Everything');
    await goTo(two, '#/waiting', 'Waiting');
    const task = (await call('POST /records/task', { title: 'feed the cat', status: 'open' })).body;
    await one.getByRole('link', { name: /^feed the cat/ }).click();
    await one.getByRole('heading', { name: 'feed the cat' }).waitFor();
    const today = new Date().toISOString().slice(0, 10);
    await callOn('1', `PATCH /records/task/${task.id}`, { dueOn: today });
    await one.getByText('due today').waitFor();
    await two.getByText(/^Today: .*feed the cat/).waitFor();
    await callOn('2', `PATCH /records/task/${task.id}`, { status: 'done' });
    await one.locator('.item-state', { hasText: 'done' }).waitFor();
    await expect.poll(() => two.getByText(/feed the cat/).count()).toBe(0);
    await goTo(two, '#/everything', 'Everything');
    await callOn('3', `DELETE /records/task/${task.id}`);
    await one.getByRole('heading', { name: 'Not here any more' }).waitFor();
    await expect.poll(() => two.getByRole('link', { name: /^feed the cat/ }).count()).toBe(0);
  });

  it('reminders come and go with their times', async () => {
    const [one, two] = await twoTabs();
    await goTo(one, '#/everything', 'Everything');
    await goTo(two, '#/everything', 'Everything');
    await call('POST /messages?wait=9000', { text: 'Remind me on 3 March 2031 at 10:00 to sow beans' });
    const beans = (page: Page) => page.getByRole('link', { name: /^sow beans/ });
    await beans(two).getByText('Mon 3 Mar 2031, 10:00').waitFor();
    const { items: all } = (await call('GET /schedules')).body;
    const { id } = all.find(({ name }: { name: string }) => name === 'sow beans');
    await beans(one).click();
    await one.getByRole('heading', { name: 'sow beans' }).waitFor();
    await call(`DELETE /schedules/${id}`);
    await expect.poll(() => beans(two).count()).toBe(0);
    await one.getByRole('heading', { name: 'Not here any more' }).waitFor();
  });

  it('the values of a workflow, its runs, settings and the pause', async () => {
    const [one, two] = await twoTabs();
    await goTo(one, '#/workflows/invoice', 'Write an invoice');
    await goTo(two, '#/workflows', 'Workflows');
    const { hash } = (await call('GET /workflows/invoice')).body;
    await callOn(hash, 'PATCH /workflows/invoice', { values: { due: 21 } });
    await expect.poll(() => one.getByLabel('Due after, in days').inputValue()).toBe('21');
    await two.getByRole('link', { name: /^Write an invoice.*1 changed by you/ }).waitFor();
    const tasks = two.getByRole('link', { name: /^List tasks/ });
    await tasks.getByText('Has not run yet.').waitFor();
    await call('POST /messages?wait=9000', { text: 'Show my tasks' });
    await tasks.getByText(/^Last ran/).waitFor();
    await call('POST /pause');
    for (const page of [one, two]) await page.getByText('‖ Paused.').waitFor();
    await call('POST /resume');
    for (const page of [one, two]) await page.getByText('‖ Paused.').waitFor({ state: 'detached' });
    await goTo(two, '#/settings', 'Settings');
    await call('PATCH /settings', { hold: 7 });
    const hold = two.getByLabel('Hold approved mail, in seconds');
    await expect.poll(() => hold.inputValue()).toBe('7');
    await hold.fill('9');
    await call('PATCH /settings', { hold: 0, quietHours: { from: '20:30' } });
    await expect.poll(() => two.getByLabel('From', { exact: true }).inputValue()).toBe('20:30');
    expect(await hold.inputValue()).toBe('9');
  });

  it('what changed while the line was broken', async () => {
    const before = await startMainstay();
    const page = await (await browser.newContext(DESKTOP)).newPage();
    await page.goto(before.link);
    await page.getByRole('link', { name: 'Everything' }).click();
    await page.getByText('Nothing is here yet.').waitFor();
    await before.kill();
    await page.getByText('Reconnecting…').waitFor();
    const { port } = new URL(before.address);
    const after = await startMainstay({ home: before.home, env: { MAINSTAY_PORT: port } });
    await after.call('POST', '/api/v1/records/task', { body: { title: 'mow', status: 'open' } });
    await page.getByRole('link', { name: /^mow/ }).waitFor();
    await page.getByText('Reconnecting…').waitFor({ state: 'detached' });
    await after.call('POST', '/api/v1/records/task', { body: { title: 'rake', status: 'open' } });
    await page.getByRole('link', { name: /^rake/ }).waitFor();
    expect(await page.locator('.entry-title').allInnerTexts()).toEqual(['rake', 'mow']);
    await after.stop();
  });
});
