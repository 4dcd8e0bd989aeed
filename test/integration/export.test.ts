import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { tableOf } from '../../src/observability/export/table.ts';
import { createExports } from '../../src/observability/index.ts';
import { pdfText } from '../pdf-text.ts';
import type { Harness } from './harness.ts';
import { approve, invoices, withAna } from './story.ts';

type Files = ReadonlyMap<string, Buffer>;

async function said(mainstay: Harness, text: string): Promise<void> {
  const { cards } = await mainstay.say(text);
  if (cards[0]) await approve(mainstay, await mainstay.approvals.read(cards[0]));
  await mainstay.pass(60_000);
}

async function archive(mainstay: Harness, id: string): Promise<Files> {
  const opened = await mainstay.exports.open(id);
  const file = join(await mkdtemp(join(tmpdir(), 'mainstay-export-')), opened?.name ?? 'none');
  if (opened) await pipeline(opened.bytes, createWriteStream(file));
  const files = new Map<string, Buffer>();
  const zip = await yauzl.openPromise(file);
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    files.set(entry.fileName, Buffer.concat(chunks));
  }
  return files;
}

function rowsOf(files: Files): Record<string, string>[] {
  const bytes = files.get('invoices.csv') ?? Buffer.alloc(0);
  return parse(bytes, { columns: true, bom: true, recordDelimiter: '\r\n' });
}

/** In whole cents, so that no rounding hides a difference. */
function sumOf(rows: readonly Record<string, string>[], column: string, currency: string): number {
  return rows
    .filter((row) => row['currency'] === currency)
    .reduce((sum, row) => sum + Math.round(Number(row[column]) * 100), 0);
}

describe('the export of a year', () => {
  let mainstay: Harness;
  let files: Files;

  beforeAll(async () => {
    mainstay = await withAna({ config: 'tax: 19' });
    await said(mainstay, 'my business is Olga');
    await said(mainstay, 'Invoice Ana $1,200 for the landing page');
    await said(mainstay, 'Invoice Ana €80.50 for hosting');
    await said(mainstay, 'Invoice Ana $300 for a logo');
    await said(mainstay, 'void invoice 2026-003');
    await said(mainstay, 'credit note of $200 for invoice 2026-001');
    await said(mainstay, 'invoice 2026-002 is paid');
    await said(mainstay, 'Quote Ana $900 for a shop');
    await mainstay.say('practice on');
    await said(mainstay, 'Invoice Ana $7 for nothing');
    await mainstay.say('practice off');
    files = await archive(mainstay, 'export_2026');
  }, 60_000);

  it('has a file for each paper and each mail, and nothing that was practised', () => {
    expect([...files.keys()].map((path) => path.replace(/ [0-9a-f]{8}\.eml$/, '.eml'))).toEqual([
      'invoices/2026-001.pdf',
      'invoices/2026-002.pdf',
      'invoices/2026-003.pdf',
      'credit-notes/C-2026-001.pdf',
      'quotes/Q-2026-001.pdf',
      'mails-saved/2026-11-23 Invoice 2026-001 for the landing page.eml',
      'mails-saved/2026-11-23 Invoice 2026-002 for hosting.eml',
      'mails-saved/2026-11-23 Invoice 2026-003 for a logo.eml',
      expect.stringMatching(/^mails-saved\/2026-11-23 Credit note C-2026-001/),
      'mails-saved/2026-11-23 Quote Q-2026-001 for a shop.eml',
      'invoices.csv',
    ]);
  });

  it('has a table whose sums are those of the records, each currency apart', async () => {
    const rows = rowsOf(files);
    expect(rows.map(({ number, kind, status, total }) => [number, kind, status, total])).toEqual([
      ['2026-001', 'invoice', 'open', '1428.00'],
      ['2026-002', 'invoice', 'paid', '95.80'],
      ['2026-003', 'invoice', 'void', '0.00'],
      ['C-2026-001', 'credit note', 'issued', '-238.00'],
    ]);
    const records = (await invoices(mainstay)).filter(({ number }) => !String(number).startsWith('PRACTICE'));
    for (const currency of ['USD', 'EUR']) {
      const charged = records
        .filter(
          ({ status, total }) => status !== 'void' && (total as { currency: string }).currency === currency,
        )
        .reduce((sum, { total, credited }) => {
          const back = (credited as { minor: number } | undefined)?.minor ?? 0;
          return sum + (total as { minor: number }).minor - back;
        }, 0);
      expect(sumOf(rows, 'total', currency)).toBe(charged);
      expect(sumOf(rows, 'net', currency) + sumOf(rows, 'tax', currency)).toBe(charged);
    }
    expect(rows[1]).toMatchObject({ 'paid on': '2026-11-23', date: '2026-11-23', due: '2026-12-07' });
  });

  it('is UTF-8 with its mark, and its lines end as RFC 4180 asks', () => {
    const bytes = files.get('invoices.csv') ?? Buffer.alloc(0);
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(bytes.toString().split('\r\n')).toHaveLength(6);
  });

  it('has the papers as they are, and the mails as they were', async () => {
    const text = (path: string) => pdfText(files.get(path) ?? Buffer.alloc(0));
    expect(await text('invoices/2026-001.pdf')).toMatch(/2026-001.*landing page.*\$1,428\.00/);
    expect(await text('invoices/2026-003.pdf')).toContain('VOID');
    expect(await text('invoices/2026-001.pdf')).not.toContain('VOID');
    const outbox = await readdir(mainstay.outbox);
    const mails = [...files].filter(([path]) => path.endsWith('.eml'));
    const sent = await Promise.all(
      outbox.filter((name) => name.endsWith('.eml')).map((name) => readFile(join(mainstay.outbox, name))),
    );
    expect(mails.map(([, bytes]) => bytes.toString()).toSorted()).toEqual(
      sent.map((bytes) => bytes.toString()).toSorted(),
    );
    const mail = await simpleParser(mails[0]?.[1] ?? '');
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['invoice-2026-001.pdf']);
  });

  it('is named by the message that tells of it, and only for a year that has something', async () => {
    await mainstay.say('export 2026');
    const messages = mainstay.store
      .all('messages')
      .map(({ body }) => JSON.parse(Buffer.from(body).toString()) as { attachments?: unknown });
    expect(messages.flatMap(({ attachments }) => attachments ?? [])).toEqual([
      { id: 'export_2026', name: 'export-2026.zip' },
    ]);
    expect(mainstay.errors).toEqual([]);
    expect((await mainstay.say('export 2025')).replies).toEqual([
      'There is nothing of 2025: no invoice, no quote and no mail.',
    ]);
  });
});

it('lets no name become a formula, and leaves commas, quotes and line breaks whole', async () => {
  const names = ['=1+2', '+1', '-1', '@SUM(A1)', '\tx', 'Torres, "Ana"', 'Łódź 東京'];
  const mainstay = await withAna();
  await said(mainstay, 'Invoice Ana $80 for hosting');
  const [invoice] = await invoices(mainstay);
  const cause = { at: 0, by: 'operator', correlationId: 'elsewhere' };
  for (const [index, name] of names.entries())
    await mainstay.units.transact(async (unit) =>
      mainstay.books.create(
        unit,
        { kind: 'invoice', data: { ...invoice, number: `X-${index}`, buyer: { name } } },
        { ...cause, at: index },
      ),
    );
  const chunks: Buffer[] = [];
  for await (const chunk of tableOf(mainstay.store, { from: '2026-01-01', to: '2026-12-31' }))
    chunks.push(Buffer.from(chunk as Uint8Array));
  const rows: Record<string, string>[] = parse(Buffer.concat(chunks), { columns: true, bom: true });
  expect(rows.slice(0, names.length).map(({ customer }) => customer)).toEqual([
    "'=1+2",
    "'+1",
    "'-1",
    "'@SUM(A1)",
    "'\tx",
    'Torres, "Ana"',
    'Łódź 東京',
  ]);
});

it('makes each file when its turn comes, so that no archive is held as a whole', async () => {
  const mainstay = await withAna();
  await said(mainstay, 'Invoice Ana $80 for hosting');
  const [invoice] = await invoices(mainstay);
  const cause = { at: 0, by: 'operator', correlationId: 'elsewhere' };
  for (let index = 0; index < 300; index += 1)
    await mainstay.units.transact(async (unit) =>
      mainstay.books.create(unit, { kind: 'invoice', data: { ...invoice, number: `X-${index}` } }, cause),
    );
  let reads = 0;
  const read = async () => {
    reads += 1;
    return { name: 'x.pdf', contentType: 'application/pdf', bytes: randomBytes(100_000) };
  };
  const { store, registry, settings } = mainstay;
  const opened = await createExports({
    store,
    registry,
    attachments: { read },
    homeZone: settings.homeZone,
  }).open('export_2026');
  let chunks = 0;
  for await (const _ of opened?.bytes ?? []) {
    chunks += 1;
    if (chunks === 10) break;
  }
  expect(reads).toBeGreaterThan(0);
  expect(reads).toBeLessThan(20);
});
