import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startMainstay } from '../test/process/process.ts';

/** Takes the pictures of the README from the compiled product: `npx tsx scripts/screenshots.ts`. */
const FOLDER = join(import.meta.dirname, '../docs/images');

const DESKTOP = { viewport: { width: 1180, height: 860 } } as const;
const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
} as const;

/** Each place on both kinds of screen, light and dark. */
const PLACES = [
  { name: 'console', hash: '#/chat' },
  { name: 'waiting', hash: '#/waiting' },
  { name: 'everything', hash: '#/everything' },
  { name: 'workflow', hash: '#/workflows/invoice' },
] as const;

const SCREENS = [
  { suffix: 'light', colorScheme: 'light', ...DESKTOP },
  { suffix: 'dark', colorScheme: 'dark', ...DESKTOP },
  { suffix: 'phone', colorScheme: 'light', ...PHONE },
  { suffix: 'phone-dark', colorScheme: 'dark', ...PHONE },
] as const;

const SAID = [
  'My business is Olga Design, Hauptstr. 5, 10115 Berlin, tax number DE123456789, IBAN DE89 3704 0044 0532 0130 00',
  'Add customer Ana Torres, ana@torres.example',
  'Add customer Lima Studio, hello@lima.example',
  'Add task renew domain by 3 March',
  'Remind me tomorrow at 10:00 to call Ana Torres',
  'Note: Ana Torres likes green',
];

const mainstay = await startMainstay({ env: { MAINSTAY_ZONE: 'Europe/Berlin' } });

async function say(text: string) {
  const { body } = await mainstay.call('POST', '/api/v1/messages?wait=10000', { body: { text } });
  return body.suggestions[0];
}

await mkdir(FOLDER, { recursive: true });
for (const text of SAID) await say(text);
const paid = await say('Invoice Lima Studio $450 for the logo');
const body = { decision: 'approve', hash: paid.hash };
await mainstay.call('POST', `/api/v1/suggestions/${paid.id}/decision`, { body });
await say('Invoice Ana $1,200 for the landing page, due in 14 days');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const { suffix, ...context } of SCREENS) {
  const page = await (await browser.newContext({ ...context, timezoneId: 'Europe/Berlin' })).newPage();
  await page.goto(mainstay.link);
  await page
    .getByRole('button', { name: /^Approve/ })
    .first()
    .waitFor();
  for (const { name, hash } of PLACES) {
    await page.goto(`${mainstay.address}/${hash}`);
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(FOLDER, `${name}-${suffix}.png`) });
  }
}
await browser.close();
await mainstay.stop();
