import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startMainstay } from '../test/process/process.ts';

/** Takes the pictures of the README from the compiled product: `npx tsx scripts/screenshots.ts`. */
const FOLDER = join(import.meta.dirname, '../docs/images');

const VIEWS = [
  { name: 'console-light', colorScheme: 'light', viewport: { width: 1180, height: 860 } },
  { name: 'console-dark', colorScheme: 'dark', viewport: { width: 1180, height: 860 } },
  {
    name: 'phone-light',
    colorScheme: 'light',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  },
  {
    name: 'phone-dark',
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  },
] as const;

const SAID = [
  'My business is Olga Design, Hauptstr. 5, 10115 Berlin, tax number DE123456789, IBAN DE89 3704 0044 0532 0130 00',
  'Add customer Ana Torres, ana@torres.example',
  'Invoice Ana $1,200 for the landing page, due in 14 days',
];

async function settle(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Approve/ })
    .first()
    .waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);
}

await mkdir(FOLDER, { recursive: true });
const mainstay = await startMainstay({ env: { MAINSTAY_ZONE: 'Europe/Berlin' } });
for (const text of SAID) await mainstay.call('POST', '/api/v1/messages?wait=10000', { body: { text } });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const { name, ...context } of VIEWS) {
  const page = await (await browser.newContext({ ...context, timezoneId: 'Europe/Berlin' })).newPage();
  await page.goto(mainstay.link);
  await Promise.race([settle(page), page.waitForTimeout(3_000)]);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}
await browser.close();
await mainstay.stop();
