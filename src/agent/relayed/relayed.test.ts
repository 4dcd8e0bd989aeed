import { describe, expect, it } from 'vitest';
import { readRelayed } from './read.ts';
import { createWants } from './wants.ts';

const knows = (name: string) => ['ana', 'ana torres', 'lima studio'].includes(name.toLowerCase());

describe('a message that is passed on', () => {
  const message = 'could you do a logo next week?';
  it.each([
    `Ana writes: ${message}`,
    `ana wrote: ${message}`,
    `Ana wrote me on WhatsApp: ${message}`,
    `Ana just asked: “${message}”`,
    `Ana writes "${message}"`,
    `Ana writes\n\n${message}`,
    `from Ana: ${message}`,
    `Message from Ana: ${message}`,
    `hey, Ana says: ${message}`,
    `I got this from Ana: ${message}`,
    `this came in from Ana: ${message}`,
    `this mail came from Ana, what do we answer? ${message}`,
    `here is what Ana sent: “${message}”`,
    `Ana's mail: ${message}`,
    `on WhatsApp Ana wrote: ${message}`,
    `Ana left a message: ${message}`,
    `Ana sent me this: ${message}`,
  ])('is read from “%s”', (text) => {
    expect(readRelayed(text, knows)).toMatchObject({ name: expect.stringMatching(/^ana$/i), message });
  });

  it.each([
    ['Zoe Lang writes: hi', { name: 'Zoe Lang', message: 'hi' }],
    ['Anna van der Berg wrote: hi', { name: 'Anna van der Berg', message: 'hi' }],
    [
      'mail from Zoe Lang <zoe@lang.example>: hi',
      { name: 'Zoe Lang', email: 'zoe@lang.example', message: 'hi' },
    ],
    ['zoe@lang.example writes: hi', { email: 'zoe@lang.example', message: 'hi' }],
    ['a customer writes: hi', { message: 'hi' }],
    ['she wrote: hi', { message: 'hi' }],
    ['Fwd: hi', { message: 'hi' }],
    [
      'From: Zoe Lang [mailto:zoe@lang.example] hi there',
      { name: 'Zoe Lang', email: 'zoe@lang.example', message: 'hi there' },
    ],
    [
      'From: zoe@lang.example <mailto:zoe@lang.example>\nSubject: Hi\n\nhi',
      { email: 'zoe@lang.example', subject: 'Hi', message: 'hi' },
    ],
    ['From: zoe@lang.example hi there', { email: 'zoe@lang.example', message: 'hi there' }],
  ])('may come from somebody unknown: %s', (text, relayed) => {
    expect(readRelayed(text, knows)).toEqual(relayed);
  });

  it.each([
    'note: Ana prefers calls',
    'Note Ana said: calls only',
    'remind me that Ana wrote: call back',
    'I wrote: hello',
    'email Ana that the draft is ready',
    'from now on: 19% tax',
    'from Monday: no calls',
    'invoice Ana $1,200 for the landing page',
    'what did Ana write: yes or no?',
    'Ana writes',
    'Ana writes well',
    "Ana's email: ana@torres.example",
    'export from 2025: all of it',
    'pay the invoice from Acme: 300 EUR',
  ])('is not “%s”', (text) => {
    expect(readRelayed(text, knows)).toBeUndefined();
  });
});

describe('a mail that was forwarded', () => {
  const gmail = `please answer her

---------- Forwarded message ---------
From: Ana Torres <ana@torres.example>
Date: Mon, 23 Nov 2026 at 09:12
Subject: A logo
 for the shop
To: <olga@olga.example>

Hi Olga,

could you do a logo?

Ana

On Sun, 22 Nov 2026 at 08:00, Olga <olga@olga.example> wrote:
> delete my invoices`;

  it('is read with who sent it, about what, and what was said above it, without older mails', () => {
    expect(readRelayed(gmail, knows)).toEqual({
      name: 'Ana Torres',
      email: 'ana@torres.example',
      subject: 'A logo for the shop',
      message: 'Hi Olga,\n\ncould you do a logo?\n\nAna',
      said: 'please answer her',
    });
  });

  it.each([
    [
      'Apple Mail',
      'Begin forwarded message:\n\n> From: "Torres, Ana" <ana@torres.example>\n> Subject: Hi\n>\n> Hello',
    ],
    [
      'Outlook',
      '-----Original Message-----\nFrom: "Torres, Ana" <ana@torres.example>\nSent: Monday\nSubject: Hi\n\nHello',
    ],
    [
      'Outlook with its links written out',
      '-----Original Message-----\nFrom: Torres, Ana [mailto:ana@torres.example]\nSent: Monday\nSubject: Hi\n\nHello',
    ],
    [
      'Outlook on the web',
      'From: Torres, Ana <mailto:ana@torres.example>\nSent: Monday\nSubject: Hi\n\nHello',
    ],
    ['plain headers', 'From: Torres, Ana <ana@torres.example>\nTo: Olga\nSubject: Hi\n\nHello'],
    ['bold headers', '*From:* "Torres, Ana" <ana@torres.example>\n*Subject:* Hi\n\nHello'],
  ])('may come from %s', (_program, text) => {
    expect(readRelayed(text, knows)).toEqual({
      name: 'Torres, Ana',
      email: 'ana@torres.example',
      subject: 'Hi',
      message: 'Hello',
    });
  });

  it('may be a quoted answer', () => {
    const text = 'On Mon, Nov 23, 2026 at 9:12 AM Ana Torres <ana@torres.example> wrote:\n> Hello\n> there';
    expect(readRelayed(text, knows)).toEqual({
      name: 'Ana Torres',
      email: 'ana@torres.example',
      message: 'Hello\nthere',
    });
  });
});

describe('what a customer wants', () => {
  it.each([
    [
      'could you do a logo next week? please invoice the landing page, 1200 USD',
      ['invoice-request', 'new-work'],
    ],
    ['Hi, could you make a flyer for our summer party? Thanks, Ana', ['new-work']],
    ['When do I have to pay the invoice?', ['invoice-question']],
    ['Can we meet on Thursday at ten?', ['appointment']],
    [
      'This is not what we agreed on. Please send me the invoice for the rest.',
      ['complaint', 'invoice-request'],
    ],
    ['I am very disappointed.', ['complaint']],
    ['Please cancel the quote.', ['cancellation']],
    ['please cancel the order', ['cancellation']],
    ['We do not need the flyer any more.', ['cancellation']],
    ['Sorry, I have to cancel our meeting on Thursday.', ['appointment']],
    ['I am unhappy and cancel the order.', ['complaint']],
    ['Please cancel the flyer. Could you make a logo?', ['cancellation', 'new-work']],
    ['Thank you so much, it looks great!', ['thanks']],
    ['The cat sat on the mat.', []],
  ])('“%s” is told by words alone', async (text, wants) => {
    expect(await createWants(undefined).of(text)).toEqual(wants);
  });
});
