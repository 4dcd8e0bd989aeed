import { DateTime } from 'luxon';
import { formatMoney } from '../../../src/kernel/index.ts';
import type { PaperDocument, PaperParty } from '../../../src/ports/index.ts';
import { MARGIN, openSheet, type Sheet } from './sheet.ts';
import type { Style } from './text.ts';

const INK = '#1d2321';
const QUIET = '#68706d';
const LINE = '#c9cfcc';
const ACCENT = '#1f5a52';

const body: Style = { size: 10, weight: 'regular', color: INK };
const strong: Style = { size: 10, weight: 'bold', color: INK };
const small: Style = { size: 8.5, weight: 'regular', color: QUIET };
const heading: Style = { size: 22, weight: 'bold', color: ACCENT };

const AMOUNT_WIDTH = 96;
const RATE_WIDTH = 48;
const GAP = 14;

const TITLES: Readonly<Record<PaperDocument['kind'], string>> = {
  invoice: 'Invoice',
  quote: 'Quote',
  credit: 'Credit note',
};

/** The paper as it is sent: nothing is computed here, so the page cannot differ from the record. */
export async function renderPaper(document: PaperDocument): Promise<{ bytes: Uint8Array; pages: number }> {
  const sheet = openSheet({
    paper: document.paper,
    title: `${TITLES[document.kind]} ${document.number}`,
    author: document.seller.name,
    date: document.issuedOn,
  });
  drawHead(sheet, document);
  drawParties(sheet, document);
  drawLines(sheet, document);
  drawSums(sheet, document);
  drawTerms(sheet, document);
  sheet.onEachPage((page, pages) => {
    if (document.state === 'void') sheet.stamp('VOID', '#a33a2f');
    if (pages > 1)
      sheet.text(`Page ${page} of ${pages}`, small, { x: MARGIN, width: sheet.width, align: 'right' });
  });
  return sheet.finish();
}

function drawHead(sheet: Sheet, document: PaperDocument): void {
  const { kind, state, number, issuedOn, suppliedOn, dueOn, validUntil, invoiceNumber } = document;
  const facts: [string, string | undefined][] = [
    ['Number', number],
    ['Issued', longDate(issuedOn)],
    ['Supplied', suppliedOn && longDate(suppliedOn)],
    ['Due', dueOn && longDate(dueOn)],
    ['Valid until', validUntil && longDate(validUntil)],
    ['For invoice', invoiceNumber],
  ];
  const column = MARGIN + sheet.width - 220;
  const top = sheet.y;
  const title = state === 'draft' ? `${TITLES[kind]}, draft` : TITLES[kind];
  sheet.text(title, heading, { x: MARGIN, width: 260 });
  for (const [label, value] of facts) {
    if (value === undefined) continue;
    sheet.text(label, small, { x: column, width: 66 });
    sheet.y += sheet.text(value, strong, { x: column + 70, width: 150, align: 'right' }) + 3;
  }
  sheet.y = Math.max(sheet.y, top + 60) + GAP;
}

function drawParties(sheet: Sheet, { seller, buyer }: PaperDocument): void {
  const width = sheet.width / 2 - GAP;
  const top = sheet.y;
  const from = drawParty(sheet, { label: 'From', party: seller, x: MARGIN, width });
  sheet.y = top;
  const to = drawParty(sheet, { label: 'To', party: buyer, x: MARGIN + sheet.width / 2 + GAP, width });
  sheet.y = Math.max(from, to) + 2 * GAP;
}

interface PartyPlace {
  readonly label: string;
  readonly party: PaperParty;
  readonly x: number;
  readonly width: number;
}

/** Draws one side and gives where it ends. */
function drawParty(sheet: Sheet, { label, party, x, width }: PartyPlace): number {
  const lines: [string, Style][] = [
    [label, small],
    [party.name, strong],
    [party.address ?? '', body],
    [party.email ?? '', body],
    [party.taxNumber === undefined ? '' : `Tax number ${party.taxNumber}`, body],
  ];
  for (const [text, style] of lines) if (text !== '') sheet.y += sheet.text(text, style, { x, width }) + 1;
  return sheet.y;
}

function drawLines(sheet: Sheet, { lines }: PaperDocument): void {
  const width = sheet.width - AMOUNT_WIDTH - RATE_WIDTH - 2 * GAP;
  const rateAt = MARGIN + width + GAP;
  const amountAt = MARGIN + sheet.width - AMOUNT_WIDTH;
  const head = () => {
    sheet.text('Description', small, { x: MARGIN, width });
    sheet.text('Tax', small, { x: rateAt, width: RATE_WIDTH, align: 'right' });
    sheet.y += sheet.text('Amount', small, { x: amountAt, width: AMOUNT_WIDTH, align: 'right' }) + 5;
    sheet.rule(LINE);
    sheet.y += 7;
  };
  head();
  for (const { description, amount, taxRate } of lines) {
    sheet.ensure(2 * body.size, head);
    sheet.text(percent(taxRate), body, { x: rateAt, width: RATE_WIDTH, align: 'right' });
    sheet.text(formatMoney(amount), body, { x: amountAt, width: AMOUNT_WIDTH, align: 'right' });
    for (const line of sheet.lines(description, body, width)) {
      sheet.ensure(1.5 * body.size, head);
      sheet.y += sheet.draw([line], body, { x: MARGIN, width });
    }
    sheet.y += 6;
  }
  sheet.rule(LINE);
  sheet.y += 9;
}

function drawSums(sheet: Sheet, { net, taxes, total }: PaperDocument): void {
  const rows: [string, string, Style][] = [
    ['Net', formatMoney(net), body],
    ...taxes.map(({ rate, net: base, tax }): [string, string, Style] => [
      `Tax ${percent(rate)} on ${formatMoney(base)}`,
      formatMoney(tax),
      body,
    ]),
    ['Total', formatMoney(total), { ...strong, size: 12 }],
  ];
  sheet.ensure(rows.length * 20);
  const labelAt = MARGIN + sheet.width / 2;
  for (const [label, value, style] of rows) {
    sheet.text(label, style, { x: labelAt, width: sheet.width / 2 - AMOUNT_WIDTH - GAP });
    sheet.y +=
      sheet.text(value, style, {
        x: MARGIN + sheet.width - AMOUNT_WIDTH - 20,
        width: AMOUNT_WIDTH + 20,
        align: 'right',
      }) + 4;
  }
  sheet.y += 2 * GAP;
}

function drawTerms(sheet: Sheet, document: PaperDocument): void {
  const { heading: label, text } = termsOf(document);
  const { bank } = document.seller;
  sheet.ensure(70);
  sheet.y += sheet.text(label, small, { x: MARGIN, width: sheet.width }) + 2;
  sheet.y += sheet.text(text, body, { x: MARGIN, width: sheet.width }) + 2;
  if (document.kind === 'invoice' && bank !== undefined)
    sheet.y += sheet.text(`Pay to: ${bank}`, body, { x: MARGIN, width: sheet.width });
}

function termsOf(document: PaperDocument): { readonly heading: string; readonly text: string } {
  const { kind, state, number, total, dueOn = '', validUntil = '', invoiceNumber = '' } = document;
  switch (kind) {
    case 'invoice': {
      const reference = state === 'draft' ? '' : `, stating ${number}`;
      const text = `Please pay ${formatMoney(total)} by ${longDate(dueOn)}${reference}.`;
      return { heading: 'Payment', text };
    }
    case 'quote':
      return { heading: 'Validity', text: `This quote holds until ${longDate(validUntil)}.` };
    case 'credit':
      return { heading: 'Credit', text: `This takes ${formatMoney(total)} off invoice ${invoiceNumber}.` };
  }
}

function longDate(date: string): string {
  return DateTime.fromISO(date).toFormat('d LLLL yyyy', { locale: 'en' });
}

function percent(rate: number): string {
  return `${rate}%`;
}
