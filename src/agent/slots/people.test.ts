import { describe, expect, it } from 'vitest';
import { fillSlots } from './fill.ts';
import type { NamedRecord } from './types.ts';
import { CUSTOMERS, contextWith, customer, INVOICE } from './workflow-inputs.fake.ts';

async function whoIn(text: string, records: readonly NamedRecord[] = CUSTOMERS) {
  const { values, ambiguous, missing } = await fillSlots(
    text,
    INVOICE,
    contextWith({ records: () => records }),
  );
  if (missing.includes('customer')) return 'nobody';
  return ambiguous['customer'] ?? values['customer'];
}

describe('a customer', () => {
  it.each([
    ['invoice Ana Torres $5', 'ana'],
    ['invoice ana torres $5', 'ana'],
    ['invoice Ana $5', 'ana'],
    ['invoice torres $5', 'ana'],
    ['INVOICE ACME $5', 'acme'],
    ['send Acme’s invoice, $5', 'acme'],
    ['invoice nora berg $5', 'nora'],
    ['write an invoice to Lima Studio, $5', 'lima'],
    ['invoice for Ana, $5', 'ana'],
    ['invoice $5 for Ana for the logo', 'ana'],
    ['invoice ana@torres.example $5', 'ana'],
    ['Acme owes me $5 for hosting', 'acme'],
    ['invoice Ana Torres $5 for Kim Yu’s portrait', 'ana'],
    ['invoice Ana for the Page redesign $5', 'ana'],
  ])('is known in “%s”', async (text, id) => {
    expect(await whoIn(text)).toBe(id);
  });

  it.each([
    'invoice Banana $5',
    'invoice Anna $5',
    'invoice Zoe $5 for Ana’s logo',
    'invoice Ana Zimmer $5 for the logo',
    'invoice Bob Torres $5',
    'invoice $5 for the landing page',
    'invoice $5 for “Ana Torres”',
    'invoice x@ana.example $5',
  ])('is nobody we know in “%s”', async (text) => {
    expect(await whoIn(text)).toBe('nobody');
  });

  it('is not the figure of an amount that ends another name', async () => {
    const records = [customer('Ana Torres'), customer('Person 80')];
    expect(await whoIn('invoice Ana Torres $80 for hosting', records)).toBe('ana-torres');
    expect(await whoIn('invoice Person 80 $80 for hosting', records)).toBe('person-80');
  });

  it('is asked for where two share the name, by what tells them apart', async () => {
    const records = [customer('Ana Torres'), customer('Ana Lima'), customer('Kim Yu')];
    expect(await whoIn('invoice Ana $5', records)).toEqual([
      { id: 'ana-torres', name: 'Ana Torres', label: 'Torres', asked: 'Ana' },
      { id: 'ana-lima', name: 'Ana Lima', label: 'Lima', asked: 'Ana' },
    ]);
    expect(await whoIn('invoice Ana Lima $5', records)).toBe('ana-lima');
  });

  it('is told apart by a longer label where the short one means others too', async () => {
    const records = [customer('Ana Torres'), customer('Ana Lima'), customer('Lima Studio')];
    const labels = (await whoIn('invoice Ana $5', records)) as readonly { label: string }[];
    expect(labels.map(({ label }) => label)).toEqual(['Ana Torres', 'Ana Lima']);
  });

  it('is told apart by the address where the names are the same', async () => {
    const records = [customer('Bo Li', 'bo@one.example'), customer('Bo Li', 'bo@two.example')];
    const labels = (await whoIn('invoice Bo Li $5', records)) as readonly { label: string }[];
    expect(labels.map(({ label }) => label)).toEqual(['bo@one.example', 'bo@two.example']);
  });

  it('is asked for where two are named', async () => {
    expect(await whoIn('invoice Ana and Kim $5 for a chat')).toEqual([
      { id: 'ana', name: 'Ana Torres', label: 'Ana Torres' },
      { id: 'kim', name: 'Kim Yu', label: 'Kim Yu' },
    ]);
  });

  it('may be called what is a word elsewhere', async () => {
    const records = [
      customer('Will May'),
      customer('Bill Gates'),
      customer('__proto__'),
      customer('constructor'),
    ];
    expect(await whoIn('will you invoice someone $5', records)).toBe('nobody');
    expect(await whoIn('bill Will $5', records)).toBe('will-may');
    expect(await whoIn('invoice __proto__ $5', records)).toBe('__proto__');
    expect(await whoIn('invoice constructor $5', records)).toBe('constructor');
    expect(await whoIn('invoice toString $5', records)).toBe('nobody');
  });
});
