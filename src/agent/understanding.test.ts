import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTransformersEmbedder } from '../../adapters/embedder/transformers/index.ts';
import type { Embedder } from '../ports/index.ts';
import { SHIPPED } from './shipped.fake.ts';
import { createUnderstanding } from './understanding.ts';

const ROOT = join(import.meta.dirname, '../..');

const embedder = createTransformersEmbedder({ folder: join(ROOT, 'models/bge-small-en-v1.5') });
afterAll(() => embedder.close());

function understandingWith(given?: Embedder) {
  return createUnderstanding({
    intents: SHIPPED,
    phrasings: () => Promise.resolve(new Map(SHIPPED.map(({ name, phrasings }) => [name, phrasings]))),
    ...(given ? { meanings: { embedder: given, maxWaitMs: 60_000 } } : {}),
    context: (now) => ({ now, zone: 'UTC', currency: 'USD', taxRate: 0, dayFirst: true, records: () => [] }),
  });
}

const understanding = understandingWith(embedder);
const byWords = understandingWith();
// The model and the examples’ vectors, which a busy machine takes its time for.
beforeAll(async () => {
  await understanding.match('an unusual sentence to begin with');
}, 60_000);

describe('a message', () => {
  it.each([
    ['invocie Ana $1,200 for the landing page', 'invoice'],
    ['remnid me on Friday at 9 to call Ana', 'reminder'],
    ['list my remidners', 'reminder-list'],
    ['Invoice Ana 1.200,50 € for the website', 'invoice'],
    ['invoice Ana 1 200,50 EUR for the website', 'invoice'],
    ['🙏 who owes me money? 💶', 'invoice-unpaid'],
    ['WHO OWES ME MONEY', 'invoice-unpaid'],
    ['  who   owes me\nmoney  ', 'invoice-unpaid'],
    ['hey mainstay, could you please undo that', 'undo'],
  ])('is understood however it is written: “%s”', async (text, name) => {
    expect(await understanding.match(text)).toMatchObject({ kind: 'act', name });
  });

  it.each(['', '   ', '🙂🙂', '…', '1.200,50 €', 'ana@torres.example', '\ud83d'])(
    'that says nothing asks for nothing: %j',
    async (text) => {
      expect(await understanding.match(text)).toMatchObject({ kind: 'none' });
    },
  );

  it.each([
    'don’t invoice Ana $300 for the logo',
    'should I invoice Ana $300?',
    'delete customer Ana Torres',
    'Ben said invoice Ana $300 for the logo',
    'if Ana calls, invoice her $300',
  ])('that turns a request round is not acted on: “%s”', async (text) => {
    expect((await understanding.match(text)).kind).not.toBe('act');
  });

  it('of a megabyte is read by its beginning', async () => {
    await understanding.match('warm up the model first');
    const begun = performance.now();
    const understood = await understanding.match(
      `Invoice Ana $300 for the logo. ${'and so on '.repeat(100_000)}`,
    );
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(['invoice', undefined]).toContain(understood.kind === 'act' ? understood.name : undefined);
  });

  it('of any kind never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        expect(['act', 'ask', 'none']).toContain((await byWords.match(text)).kind);
      }),
      { numRuns: 50 },
    );
  });
});

describe('every shipped example, phrase and phrasing', () => {
  it.each(SHIPPED)('means its own workflow: $name', async ({ name, examples, exact, phrasings }) => {
    for (const text of [...examples, ...exact, ...phrasings])
      expect(await byWords.match(text), text).toEqual({ kind: 'act', name, score: 1 });
  });
});

describe('without meaning', () => {
  it.each([
    ['a model that cannot be loaded', () => Promise.reject(new Error('no model'))],
    ['vectors that are none', () => Promise.resolve([])],
  ])('words decide: %s', async (_name, embed) => {
    const broken = understandingWith({ model: 'broken', embed, close: async () => undefined });
    for (const text of ['who has not paid me so far', 'fnord blarg', 'Invoice Kim $300 for the logo'])
      expect((await broken.match(text)).kind).toBe((await byWords.match(text)).kind);
  });
});

describe('several requests in one message', () => {
  it.each([
    ['Invoice Ana $300 for the logo, then remind me on Friday to call Ben', ['invoice', 'reminder']],
    ['show my tasks and list my reminders', ['task-list', 'reminder-list']],
    ['Ana has paid invoice 2026-014. What is waiting for me?', ['invoice-paid', 'pending']],
  ])('are found in their order: “%s”', async (text, names) => {
    const requests = await understanding.several(text);
    expect(requests.map(({ name }) => name)).toEqual(names);
    const places = requests.map((request) => text.indexOf(request.text));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
  });

  it.each([
    'invoice Ana $300 for logo and website',
    'Invoice Ana $1,200 for the landing page, due in 14 days',
    'Ana writes: please send the invoice. Then call me.',
    'tell Ben “undo that. what is waiting?”',
    'Acme and Acme GmbH are the same customer',
    'who owes me money?',
    'hello there. how are you?',
    '',
  ])('are not made of one: “%s”', async (text) => {
    expect(await understanding.several(text)).toEqual([]);
  });

  it('are not looked for in what is an example of one', async () => {
    const intents = [
      { name: 'tidy', examples: ['show my tasks, undo'], exact: [] },
      { name: 'tasks', examples: ['show my tasks'], exact: [] },
      { name: 'undo', examples: ['undo'], exact: [] },
    ];
    const context = () => {
      throw new Error('nothing is filled in');
    };
    const { several } = createUnderstanding({ intents, context });
    expect(await several('undo, show my tasks')).toHaveLength(2);
    expect(await several('Show my tasks, undo.')).toEqual([]);
  });
});
