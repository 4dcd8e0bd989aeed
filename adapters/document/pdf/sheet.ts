import PDFDocument from 'pdfkit';
import { type Line, layOut, type Style, useFace } from './text.ts';

export const MARGIN = 56;

/** A position on the current page, in points from its top left corner, and how wide a text may be there. */
export interface Place {
  readonly x: number;
  readonly width: number;
  readonly align?: 'left' | 'right';
}

/** The paper, with a pen that moves down it and on to the next page. */
export interface Sheet {
  readonly width: number;
  /** Where the next thing goes. */
  y: number;
  /** Lays a text out without drawing it. */
  lines(text: string, style: Style, width: number): readonly Line[];
  /** Draws lines at the pen without moving it; gives their height. */
  draw(lines: readonly Line[], style: Style, place: Place): number;
  /** Draws a text at the pen without moving it; gives its height. */
  text(text: string, style: Style, place: Place): number;
  rule(color: string): void;
  /** Starts a new page unless this much still fits; `onNew` draws what is repeated there. */
  ensure(height: number, onNew?: () => void): void;
  /** How much fits on this page. */
  left(): number;
  /** Draws on every page, once all are there. */
  onEachPage(draw: (page: number, pages: number) => void): void;
  /** A large word across the current page. */
  stamp(word: string, color: string): void;
  finish(): Promise<{ bytes: Uint8Array; pages: number }>;
}

export interface SheetOptions {
  readonly paper: 'A4' | 'Letter';
  readonly title: string;
  readonly author: string;
  /** `YYYY-MM-DD`: the document's own date, so that the same document is the same bytes. */
  readonly date: string;
}

/** Room at the foot for the page number. */
const FOOT = 32;
const LEADING = 1.35;

function createPdf({ paper, title, author, date }: SheetOptions): PDFKit.PDFDocument {
  const created = new Date(`${date}T00:00:00Z`);
  const made = { Creator: 'Mainstay', Producer: 'Mainstay', CreationDate: created, ModDate: created };
  return new PDFDocument({
    size: paper === 'A4' ? 'A4' : 'LETTER',
    margin: 0,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: { Title: title, Author: author, ...made },
  });
}

export function openSheet(options: SheetOptions): Sheet {
  const pdf = createPdf(options);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const { width, height } = pdf.page;
  const bottom = height - MARGIN - FOOT;

  const sheet: Sheet = {
    width: width - 2 * MARGIN,
    y: MARGIN,
    lines: (text, style, textWidth) => layOut(pdf, text, { style, width: textWidth }),
    draw: (lines, style, place) => {
      for (const [index, line] of lines.entries())
        drawLine(pdf, line, { style, place, y: sheet.y + index * style.size * LEADING });
      return lines.length * style.size * LEADING;
    },
    text: (text, style, place) => sheet.draw(sheet.lines(text, style, place.width), style, place),
    rule: (color) => {
      pdf
        .moveTo(MARGIN, sheet.y)
        .lineTo(width - MARGIN, sheet.y)
        .lineWidth(0.75)
        .strokeColor(color)
        .stroke();
    },
    left: () => bottom - sheet.y,
    ensure: (needed, onNew) => {
      if (sheet.y + needed <= bottom) return;
      pdf.addPage();
      sheet.y = MARGIN;
      onNew?.();
    },
    onEachPage: (draw) => {
      const { start, count } = pdf.bufferedPageRange();
      for (let page = start; page < start + count; page += 1) {
        pdf.switchToPage(page);
        sheet.y = height - MARGIN;
        draw(page + 1, count);
      }
    },
    stamp: (word, color) => stamp(pdf, sheet, { word, color }),
    finish: () => finish(pdf, chunks),
  };
  return sheet;
}

function drawLine(
  pdf: PDFKit.PDFDocument,
  line: Line,
  { style, place, y }: { readonly style: Style; readonly place: Place; readonly y: number },
): void {
  const toRight = (place.align ?? (line.rightToLeft ? 'right' : 'left')) === 'right';
  let x = toRight ? place.x + place.width - line.width : place.x;
  for (const run of line.runs) {
    useFace(pdf, run.face);
    pdf.fontSize(style.size).fillColor(style.color);
    // Fonts differ in height; on a common baseline a line of several scripts stays even.
    pdf.text(run.text, x, y + style.size, { lineBreak: false, baseline: 'alphabetic' });
    x += run.width;
  }
}

function stamp(
  pdf: PDFKit.PDFDocument,
  sheet: Sheet,
  { word, color }: { readonly word: string; readonly color: string },
): void {
  const { width, height } = pdf.page;
  pdf
    .save()
    .rotate(-30, { origin: [width / 2, height / 2] })
    .fillOpacity(0.18);
  const style = { size: 130, weight: 'bold', color } as const;
  const lines = sheet.lines(word, style, width * 2);
  const before = sheet.y;
  sheet.y = height / 2 - 90;
  sheet.draw(lines, style, { x: (width - (lines[0]?.width ?? 0)) / 2, width: width * 2 });
  sheet.y = before;
  pdf.restore();
}

async function finish(
  pdf: PDFKit.PDFDocument,
  chunks: readonly Buffer[],
): Promise<{ bytes: Uint8Array; pages: number }> {
  const pages = pdf.bufferedPageRange().count;
  const ended = new Promise((resolve) => pdf.once('end', resolve));
  pdf.end();
  await ended;
  return { bytes: Buffer.concat(chunks), pages };
}
