import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTransformersEmbedder } from '../../adapters/embedder/transformers/index.ts';
import { createHarness } from './harness.ts';
import { withAna } from './story.ts';

const MODELS = join(import.meta.dirname, '../../models');
const CLOSE = 'send Ana the logo';

describe('what comes close', () => {
  it('is asked about, and nothing is done', async () => {
    const mainstay = await withAna();
    const said = await mainstay.say(CLOSE);
    expect(said.replies).toEqual(['Did you mean one of these? I did nothing yet.']);
    expect(said.cards).toEqual([]);
  });

  it('is done with the words that were said, once one is chosen', async () => {
    const mainstay = await withAna();
    await mainstay.say(CLOSE);
    expect((await mainstay.say('write an invoice')).replies).toEqual(['How much is it, before tax?']);
    await mainstay.say('$300');
    const { cards } = await mainstay.say('the logo');
    expect(cards).toHaveLength(1);
  });

  it('is forgotten once something else was said', async () => {
    const mainstay = await withAna();
    await mainstay.say(CLOSE);
    await mainstay.say('help');
    const { replies } = await mainstay.say('Write an invoice');
    expect(replies).not.toContain('How much is it, before tax?');
  });
});

describe('meaning', () => {
  const embedder = createTransformersEmbedder({ folder: join(MODELS, 'bge-small-en-v1.5') });
  afterAll(() => embedder.close());

  it('acts where words alone only ask', async () => {
    const words = await createHarness();
    const meaning = await createHarness({ embedder });
    const text = 'have you prepared anything that I should look at';
    expect((await words.say(text)).replies[0]).toMatch(/^Did you mean/);
    // The first message may be answered by its words while the examples are still being read.
    await vi.waitFor(
      async () => expect((await meaning.say(text)).replies[0]).toMatch(/^Nothing waits/),
      15_000,
    );
    expect(meaning.errors).toEqual([]);
  });

  it('is done without where the model is missing: words decide, and it is told once', async () => {
    const missing = createTransformersEmbedder({ folder: join(MODELS, 'none') });
    const mainstay = await createHarness({ embedder: missing });
    await mainstay.say('fnord blarg');
    expect((await mainstay.say('fnord zonk')).replies[0]).toMatch(/^I did not understand/);
    expect((await mainstay.say('Add customer Kim Yu')).replies).toEqual(['Added customer Kim Yu.']);
    expect(mainstay.errors).toEqual([expect.objectContaining({ code: 'MODEL_MISSING' })]);
    await missing.close();
  });
});

describe('what cannot be done', () => {
  it('is said at once where there is none that could be meant, and later words are taken as they are', async () => {
    const mainstay = await createHarness();
    await mainstay.say('Add customer Ana Torres, ana@torres.example');
    for (const [text, kind] of [
      ['mark the invoice as paid', 'open invoice'],
      ['Ana accepted the quote', 'open quote'],
      ['resend the invoice to Ana', 'invoice'],
    ] as const)
      expect((await mainstay.say(text)).replies).toEqual([`There is no ${kind}, so there is nothing to do.`]);
    expect((await mainstay.say('what is waiting?')).replies[0]).toMatch(/^Nothing waits/);
    expect((await mainstay.say('Invoice Ana $300 for the logo')).cards).toHaveLength(1);
  });

  it('is asked for once: what was left unanswered takes no later words', async () => {
    const mainstay = await createHarness();
    await mainstay.say('Add customer Ana Torres, ana@torres.example');
    expect((await mainstay.say('email Ana')).replies).toEqual(['What shall it say?']);
    await mainstay.say('Add task buy paper');
    const { replies, cards } = await mainstay.say('lovely weather over there, I suppose');
    expect([cards, replies[0]]).toEqual([[], expect.stringMatching(/^I did not understand/)]);
    expect((await mainstay.say('what is waiting?')).replies[0]).toContain('I asked: What shall it say?');
  });

  it('waits for no answer an hour after it was left for something else', async () => {
    const mainstay = await createHarness();
    await mainstay.say('Add customer Ana Torres, ana@torres.example');
    await mainstay.say('Invoice Ana');
    await mainstay.say('Add task buy paper');
    await mainstay.pass(61 * 60_000);
    expect((await mainstay.say('what is waiting?')).replies[0]).toMatch(/^Nothing waits/);
    const { cards, replies } = await mainstay.say('$80');
    expect([cards, replies[0]]).toEqual([[], expect.stringMatching(/^I did not understand/)]);
  });

  it('waits on where nothing else was said', async () => {
    const mainstay = await createHarness();
    await mainstay.say('Add customer Ana Torres, ana@torres.example');
    await mainstay.say('Invoice Ana for hosting');
    await mainstay.pass(5 * 60 * 60_000);
    expect((await mainstay.say('$80')).cards).toHaveLength(1);
  });

  it('takes neither a nod nor a request for the answer', async () => {
    const mainstay = await createHarness();
    await mainstay.say('Add customer Ana Torres, ana@torres.example');
    await mainstay.say('Invoice Ana $80');
    expect((await mainstay.say('yes')).replies).toEqual(['“yes” does not say it. What is it for?']);
    expect((await mainstay.say('note: buy paper')).replies).toEqual(['Noted: “buy paper”.']);
    expect((await mainstay.say('add task call the bank')).replies).toEqual(['Added task “call the bank”.']);
  });

  it('is offered the usual instead, where nothing comes near it', async () => {
    const mainstay = await createHarness();
    expect((await mainstay.say('🙂🙂')).replies[0]).toBe(
      'I did not understand “🙂🙂”, so I did nothing. Closest I can do: write an invoice, remind you of something and see what I can do.',
    );
  });
});
