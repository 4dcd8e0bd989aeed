import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { formatMoney } from '../../../src/kernel/index.ts';
import type { PaperDocument } from '../../../src/ports/index.ts';
import { createPdfRenderer } from './index.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });

const INVOICE: PaperDocument = {
  kind: 'invoice',
  state: 'final',
  number: '2026-014',
  issuedOn: '2026-11-23',
  suppliedOn: '2026-11-20',
  dueOn: '2026-12-07',
  seller: {
    name: 'Olga Design',
    address: 'Hauptstr. 5\n10115 Berlin',
    taxNumber: 'DE123456789',
    bank: 'IBAN DE89 3704 0044 0532 0130 00',
  },
  buyer: {
    name: 'Ana Torres',
    address: 'Calle Mayor 1\n28013 Madrid',
    email: 'ana@torres.example',
    taxNumber: 'ESX1234567X',
  },
  lines: [
    { description: 'landing page', amount: eur(120_000), taxRate: 19 },
    { description: 'printed cards', amount: eur(50_000), taxRate: 7 },
  ],
  net: eur(170_000),
  taxes: [
    { rate: 19, net: eur(120_000), tax: eur(22_800) },
    { rate: 7, net: eur(50_000), tax: eur(3_500) },
  ],
  total: eur(196_300),
  paper: 'A4',
};

interface Read {
  readonly text: string;
  readonly pages: readonly { readonly width: number; readonly height: number; readonly text: string }[];
  readonly info: Record<string, unknown>;
}

/** What a reader of the file finds in it. */
async function read(bytes: Uint8Array): Promise<Read> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    pages.push({ width, height, text });
  }
  const { info } = await document.getMetadata();
  return { pages, text: pages.map(({ text }) => text).join('\n'), info: info as Record<string, unknown> };
}

async function render(changes: Partial<PaperDocument> = {}): Promise<Read> {
  const { bytes } = await createPdfRenderer().paper({ ...INVOICE, ...changes });
  return read(bytes);
}

const squeezed = (text: string) => text.replaceAll(/\s+/g, '');

describe('an invoice as PDF', () => {
  it('shows every field of the record', async () => {
    const { text, info } = await render();
    const { seller, buyer, number, lines, net, taxes, total } = INVOICE;
    const shown = [
      number,
      seller.name,
      ...(seller.address ?? '').split('\n'),
      seller.taxNumber,
      seller.bank,
      buyer.name,
      ...(buyer.address ?? '').split('\n'),
      buyer.email,
      buyer.taxNumber,
      '23 November 2026',
      '20 November 2026',
      '7 December 2026',
      ...lines.flatMap(({ description, amount, taxRate }) => [
        description,
        formatMoney(amount),
        `${taxRate}%`,
      ]),
      formatMoney(net),
      ...taxes.flatMap(({ rate, net: base, tax }) => [
        `Tax ${rate}% on ${formatMoney(base)}`,
        formatMoney(tax),
      ]),
      formatMoney(total),
    ];
    for (const field of shown) expect(squeezed(text)).toContain(squeezed(field ?? ''));
    expect(info).toMatchObject({ Title: 'Invoice 2026-014', Author: 'Olga Design', Language: 'en' });
  });

  it.each([
    ['A4', 595, 842],
    ['Letter', 612, 792],
  ] as const)('has the size of %s', async (paper, width, height) => {
    const { pages } = await render({ paper });
    expect(pages.map((page) => [Math.round(page.width), Math.round(page.height)])).toEqual([[width, height]]);
  });

  it('is the same bytes for the same record', async () => {
    const renderer = createPdfRenderer();
    const [one, two] = [await renderer.paper(INVOICE), await renderer.paper(INVOICE)];
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0);
  });

  it('breaks a long description across pages and keeps every word', async () => {
    const words = Array.from({ length: 1500 }, (_, index) => `word${index}`);
    const { pages, text } = await render({
      lines: [{ description: words.join(' '), amount: eur(1), taxRate: 0 }],
    });
    expect(pages.length).toBeGreaterThan(1);
    const found = new Set(text.match(/word\d+/g));
    expect(words.filter((word) => !found.has(word))).toEqual([]);
    expect(pages[1]?.text).toContain('Description');
    expect(pages.at(-1)?.text).toContain(`Page ${pages.length} of ${pages.length}`);
  });

  it('cuts a word that is wider than its column', async () => {
    const { text } = await render({ lines: [{ description: 'x'.repeat(400), amount: eur(1), taxRate: 0 }] });
    expect((squeezed(text).match(/x/g) ?? []).length).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['Greek', 'Σχέδιο λογοτύπου'],
    ['Cyrillic', 'Дизайн логотипа'],
    ['Vietnamese', 'Thiết kế biểu trưng'],
    ['Thai', 'ออกแบบ'],
    ['Chinese', '标志设计'],
    ['Japanese', 'ロゴデザイン'],
    ['Korean', '로고 디자인'],
  ])('writes %s so that it can be copied', async (_script, name) => {
    const { text } = await render({ buyer: { name } });
    expect(squeezed(text)).toContain(squeezed(name));
  });

  it.each([
    ['Hebrew', 'עיצוב לוגו'],
    ['Arabic', 'شركة النور'],
    ['Devanagari', 'लोगो'],
    ['Bengali', 'ঢাকা'],
    ['Tamil', 'சென்னை'],
  ])('writes %s with its own letters', async (_script, name) => {
    const { text } = await render({ buyer: { name } });
    const letters = new Set(Array.from(squeezed(text.normalize('NFKC'))));
    expect(Array.from(squeezed(name)).filter((letter) => !letters.has(letter))).toEqual([]);
  });

  it('shows what no font has as a replacement character, and never drops the rest', async () => {
    const { text } = await render({ buyer: { name: 'Ana 🧡 Torres \u{13000}' } });
    expect(text).toContain('\ufffd');
    expect(squeezed(text)).toContain('Ana');
  });

  it('says that it is a draft, or void', async () => {
    expect((await render({ state: 'draft', number: 'assigned on approval' })).text).toContain(
      'assigned on approval',
    );
    expect((await render({ state: 'void' })).text).toContain('VOID');
  });

  it('leaves out what is missing', async () => {
    const { text } = await render({ seller: { name: '' }, buyer: { name: 'Ana' } });
    expect(text).not.toContain('Tax number');
    expect(text).not.toContain('Pay to');
  });
});
