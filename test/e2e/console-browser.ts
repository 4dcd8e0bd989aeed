import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { MainstayProcess } from '../process/process.ts';

const ARGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
export const DESKTOP = { viewport: { width: 1280, height: 900 } } as const;

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: ARGS });
}

/** The console of a running Mainstay, signed in, in a browser of its own. */
export async function openConsole(
  browser: Browser,
  { link }: Pick<MainstayProcess, 'link'>,
  options: BrowserContextOptions,
): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en-GB', ...options })).newPage();
  await page.goto(link);
  await page.getByRole('textbox').last().waitFor();
  return page;
}

interface Place {
  readonly address: string;
  readonly hash: string;
  readonly heading: string | RegExp;
}

/** Goes there, and waits until it stands still. */
export async function show(page: Page, { address, hash, heading }: Place): Promise<void> {
  await page.goto(`${address}/${hash}`);
  await page.getByRole('heading', { name: heading }).first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle').catch(() => undefined);
}
