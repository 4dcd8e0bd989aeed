import { describe, expect, it } from 'vitest';
import { SHIPPED_INTENTS } from '../shipped.fake.ts';
import { INTENTS } from './intents.fake.ts';
import { createMatcher } from './matcher.ts';

const matchers = {
  'the test intents': createMatcher({ intents: INTENTS }),
  'the shipped workflows': createMatcher({ intents: SHIPPED_INTENTS }),
};

async function decide(matcher: keyof typeof matchers, text: string): Promise<string> {
  const decided = await matchers[matcher].match(text);
  return decided.kind === 'act' ? decided.name : 'ask';
}

const ASKED: readonly (readonly [text: string, name: string])[] = [
  ['Invoice Ana $1,200 for the landing page, due in 14 days', 'invoice'],
  ['INVOICE ANA $300 FOR THE LOGO', 'invoice'],
  ['invoice ana 300 eur for coaching', 'invoice'],
  ['Invoice Ana for the landing page', 'invoice'],
  ['invocie Ana $300 for the logo', 'invoice'],
  ['can you please invoice Kim Yu 1.200,50 € for logo and website by 7 December?', 'invoice'],
  ['I’d like to bill Acme $90 for hosting', 'invoice'],
  ['make an invoice for Ben over £250 for photos', 'invoice'],
  ['Please send an invoice to Ana for $300', 'invoice'],
  ['hey mainstay, could you invoice acme 2k for hosting', 'invoice'],
  ['an invoice for Ana over $300', 'invoice'],
  ['Add customer Zoe Zimmer, zoe@z.example', 'customer-add'],
  ['add customer zoe', 'customer-add'],
  ['add costumer Ana Torres, ana@torres.example', 'customer-add'],
  ['please save Kim Yu as a customer', 'customer-add'],
  ['Add customer Ana, her email is ana@torres.example', 'customer-add'],
  ['create a new customer called Bo Li', 'customer-add'],
  ['My business is Olga Design', 'business'],
  ['our company is Studio North', 'business'],
  ['What’s waiting for me?', 'pending'],
  ['show me the pending cards please', 'pending'],
  ['is anything to approve?', 'pending'],
  ['what happened today?', 'today'],
  ['show me the log of today', 'today'],
  ['what can you do', 'help'],
  ['pause please', 'pause'],
  ['stop everything now', 'pause'],
  ['go on', 'resume'],
  ['Why did you do that?', 'why'],
];

const NOT_ASKED: readonly string[] = [
  'fnord blarg',
  'the weather is nice',
  'thank you so much',
  'what is the capital of France',
  '',
  '?!',
  'the invoice from the plumber was high',
  'the invoice is too high',
  'don’t invoice Ana',
  'dont invoice Ana $300 for the logo',
  'never invoice Ana',
  'please do not invoice Ana $300 for the logo',
  'should I invoice Ana?',
  'should I bill Ana 300 eur for coaching?',
  'what if I invoice Ana $300 for the logo',
  'if Ana calls, invoice her $300',
  'I would invoice Ana $300 if she had paid',
  'maybe invoice Ana $300 for the logo',
  'did you invoice Ana $1,200 for the landing page?',
  'has Ana paid the invoice?',
  'I invoiced Ana $300 yesterday',
  'Invoice Ana $300 for the logo? No, not yet',
  'he said “invoice Ana $300 for the logo”',
  'Ana said the invoice over 450 € for the logo never arrived',
  'stop invoicing Ana',
  'delete customer Ana Torres',
  'the customer is always right',
  'charge my phone',
  'save the file',
  'send Ana the logo',
  'pause the music',
  'continue the logo work for Ana next week',
  'help Ana move on Friday',
  'why is the sky blue',
  'what is for lunch',
  'Bill Murray is an actor',
  'my business is none of your business',
  'I am tired',
  'today was a good day',
  'Ana Torres',
  '$300',
  'yes',
];

describe.each(Object.keys(matchers) as (keyof typeof matchers)[])('with %s', (matcher) => {
  it.each(ASKED)('“%s” asks for %s', async (text, name) => {
    expect(await decide(matcher, text)).toBe(name);
  });

  it.each(NOT_ASKED)('“%s” asks for nothing', async (text) => {
    expect(await decide(matcher, text)).toBe('ask');
  });
});

describe('the matcher', () => {
  it('ignores case, accents and the form of the marks', async () => {
    const said = ['What’s waiting?', "what's waiting?", 'WHÀT IS WAITING?'];
    const decisions = await Promise.all(said.map((text) => matchers['the test intents'].match(text)));
    expect(decisions[0]).toMatchObject({ kind: 'act', name: 'pending' });
    expect(decisions).toEqual(said.map(() => decisions[0]));
  });

  it.each(['invoice ', 'fnord', '$1 ', '1 ', 'invocie ', '“', ' ', '\ud800'])(
    'reads a megabyte of %j in time',
    async (unit) => {
      const begun = performance.now();
      const decision = await matchers['the test intents'].match(unit.repeat(1_000_000 / unit.length));
      expect(performance.now() - begun).toBeLessThan(1000);
      expect(decision.kind).not.toBe('act');
    },
  );

  it('has nothing to say without intents', async () => {
    expect(await createMatcher({ intents: [] }).match('invoice Ana')).toEqual({ kind: 'none', nearest: [] });
  });
});
