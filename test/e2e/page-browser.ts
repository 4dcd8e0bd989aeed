import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { buildPage } from '../../scripts/build-page.mjs';
import { type Fixture, startFixture } from './page-fixture.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Stage {
  readonly fixture: Fixture;
  /** A page in a context of its own, signed in by the printed link unless `address` says otherwise. */
  readonly visit: (options?: BrowserContextOptions & { readonly address?: string }) => Promise<Page>;
  /** What the browser complained about: exceptions, violations of the policy, errors on the console. */
  readonly complaints: readonly string[];
}

/** A browser with the built page; `stage` gives each test a server of its own. */
export async function openTheatre() {
  const pageDir = await mkdtemp(join(tmpdir(), 'page-'));
  await buildPage(pageDir);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: ARGS });
  return {
    async stage(prepare: (fixture: Fixture) => void, test: (stage: Stage) => Promise<void>): Promise<void> {
      const fixture = await startFixture(pageDir);
      prepare(fixture);
      const complaints: string[] = [];
      const visits = createVisits(browser, fixture, complaints);
      try {
        await test({ fixture, visit: visits.visit, complaints });
      } finally {
        await visits.close();
        await fixture.close();
      }
    },
    async close(): Promise<void> {
      await browser.close();
      await rm(pageDir, { recursive: true });
    },
  };
}

/** To the list of everything that was done. */
export async function openLog(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Everything' }).click();
  await page.getByRole('radio', { name: 'Log' }).check();
}

function createVisits(browser: Browser, fixture: Fixture, complaints: string[]) {
  const open: { close: () => Promise<void> }[] = [];
  return {
    async visit({ address = fixture.link, ...options }: Parameters<Stage['visit']>[0] = {}): Promise<Page> {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        timezoneId: 'Europe/Berlin',
        locale: 'en-GB',
        ...options,
      });
      open.push(context);
      context.setDefaultTimeout(8_000);
      const page = await context.newPage();
      listen(page, complaints);
      await page.goto(address);
      return page;
    },
    close: () => Promise.all(open.map((context) => context.close())),
  };
}

/** Refused and unanswered calls are logged by the browser whatever the page does about them; those are left out. */
function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    const expected = text.startsWith('Failed to load resource') || text.includes('net::ERR_');
    if (message.type() === 'error' && !expected) complaints.push(text);
  });
}
