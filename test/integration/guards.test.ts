import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createHarness } from './harness.ts';
import { ADD_ANA, approve, cardFor, effectsOf, INVOICE_ANA, invoices, withAna } from './story.ts';

describe('asking back', () => {
  it('asks which of two people is meant, and the answer continues the same run after a restart and an unrelated message', async () => {
    const first = await withAna();
    await first.say('Add customer Ana Lima, ana@lima.example');
    expect((await first.say(INVOICE_ANA)).replies).toEqual(['Which Ana: Torres or Lima?']);
    const mainstay = await first.restart();
    expect((await mainstay.say('Add customer Kim Yu')).replies).toEqual(['Added customer Kim Yu.']);
    const card = await cardFor(mainstay, 'Lima');
    expect(card.body.preview.to).toEqual(['Ana Lima <ana@lima.example>']);
    expect(card.body.reason).toContain(INVOICE_ANA);
    expect(mainstay.errors).toEqual([]);
  });

  it('asks for the amount when there is none', async () => {
    const mainstay = await withAna();
    expect((await mainstay.say('Invoice Ana for the landing page')).replies).toEqual([
      'How much is it, before tax?',
    ]);
    const card = await cardFor(mainstay, '1,300');
    expect(card.body.title).toBe('Send invoice to Ana Torres: $1,300.00');
  });

  it('drops the question when told to', async () => {
    const mainstay = await withAna();
    await mainstay.say('Invoice Ana for the landing page');
    expect((await mainstay.say('never mind')).replies).toEqual(['Dropped. Nothing was sent.']);
    expect((await mainstay.say('1,300')).replies[0]).toContain('I did not understand');
  });

  it('says what it can do when it does not understand, and does nothing', async () => {
    const mainstay = await createHarness();
    const { replies } = await mainstay.say('fnord blarg');
    expect(replies[0]).toMatch(/^I did not understand “fnord blarg”, so I did nothing\. Closest I can do: /);
    expect(mainstay.store.all('effects')).toEqual([]);
  });
});

describe('what is approved is what is done', () => {
  it('refuses a click on anything but the hash that was shown', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const deciding = { hash: `${card.body.hash}0`, by: 'operator', via: 'test' };
    await expect(mainstay.approvals.approve(card.id, deciding)).rejects.toMatchObject({
      code: 'SUGGESTION_CHANGED',
    });
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('pending');
    expect(await invoices(mainstay)).toEqual([]);
  });

  it('refuses an effect that was changed after its approval', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.say('pause');
    await approve(mainstay, card);
    const stored = mainstay.store
      .all('effects')
      .find(({ index }) => index['suggestion'] === card.id && index['position'] === 1);
    const text = Buffer.from(stored?.body ?? '')
      .toString()
      .replaceAll('ana@torres.example', 'eve@evil.example');
    if (stored) mainstay.store.tamper('effects', { ...stored, body: Buffer.from(text) });
    await mainstay.say('resume');
    await mainstay.idle();
    expect((await effectsOf(mainstay, card.id)).map((effect) => effect['status'])).toEqual([
      'refused',
      'cancelled',
    ]);
    expect(await readdir(mainstay.outbox)).toEqual([]);
  });

  it('never does what the rules forbid', async () => {
    const mainstay = await withAna({ config: 'policy: { email.send: never }' });
    const { replies, cards } = await mainstay.say(INVOICE_ANA);
    expect(cards).toEqual([]);
    expect(replies[0]).toContain('Your rules do not allow email.send@1');
  });

  it('does without asking what stays within the rules, and asks beyond them', async () => {
    const mainstay = await withAna({
      config: 'policy: { invoice.create: always, email.send: { within: { perDay: 1, recipients: known } } }',
    });
    const first = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.idle();
    expect((await mainstay.approvals.read(first.id)).body).toMatchObject({
      status: 'approved',
      decision: {
        by: 'your rules',
        rule: 'invoice.create: always, email.send: within perDay, recipients limits',
      },
    });
    expect(await readdir(mainstay.outbox)).toHaveLength(1);
    const second = await cardFor(mainstay, 'Invoice Ana $80 for hosting');
    await mainstay.idle();
    expect((await mainstay.approvals.read(second.id)).body.status).toBe('pending');
    expect(mainstay.errors).toEqual([]);
  });
});

describe('the rules', () => {
  const two = `
name: two
version: 1
title: Two mails
on: { message: { plane: operator, examples: ["send two"], exact: ["send two"] } }
steps:
  - id: propose
    suggest:
      title: Two mails
      commands:
        - { do: email.send@1, with: { to: ana@torres.example, subject: One, body: One } }
        - { do: email.send@1, with: { to: ana@torres.example, subject: Two, body: Two } }
`;

  it('count every command of a card before the first of them', async () => {
    const config = 'policy: { email.send: { within: { perDay: 1 } } }';
    const mainstay = await withAna({ config, workflows: [two] });
    const card = await cardFor(mainstay, 'send two');
    await mainstay.idle();
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('pending');
    expect(await readdir(mainstay.outbox)).toEqual([]);
  });

  it('that forbid a later command keep the first from being done', async () => {
    const first = await withAna();
    const card = await cardFor(first, INVOICE_ANA);
    await first.say('pause');
    await approve(first, card);
    const mainstay = await first.restart({ config: 'policy: { email.send: never }' });
    await mainstay.say('resume');
    await mainstay.idle();
    expect(await invoices(mainstay)).toEqual([]);
    expect((await effectsOf(mainstay, card.id)).map((effect) => effect['status'])).toEqual([
      'refused',
      'cancelled',
    ]);
    expect((await mainstay.say('again')).cards).toEqual([]);
  });
});

describe('a limit on amounts', () => {
  it('lets through what is at it, and asks above it', async () => {
    const amount = JSON.stringify({ minor: 10_000, currency: 'USD' });
    const config = `policy: { invoice.create: { within: { amount: ${amount} } }, email.send: always }`;
    const mainstay = await withAna({ config });
    const above = await cardFor(mainstay, 'Invoice Ana $100.01 for hosting');
    const within = await cardFor(mainstay, 'Invoice Ana $100 for hosting');
    await mainstay.idle();
    expect((await mainstay.approvals.read(above.id)).body.status).toBe('pending');
    expect((await mainstay.approvals.read(within.id)).body.status).toBe('approved');
  });
});

describe('what became of a call', () => {
  it('is kept although something else changed first', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    mainstay.store.conflictOnce(
      (operation) => operation.kind === 'replace' && operation.document.index['status'] === 'saved',
    );
    await approve(mainstay, card);
    expect((await effectsOf(mainstay, card.id)).map((effect) => effect['status'])).toEqual(['done', 'saved']);
    expect(mainstay.errors).toEqual([]);
  });
});

describe('a choice', () => {
  it.each(['2', 'the second one', 'Lima'])('is taken from “%s”', async (answer) => {
    const mainstay = await withAna();
    await mainstay.say('Add customer Ana Lima, ana@lima.example');
    expect((await mainstay.say('Invoice Ana $5 for tea')).replies).toEqual(['Which Ana: Torres or Lima?']);
    const { cards } = await mainstay.say(answer);
    const card = await mainstay.approvals.read(cards[0] ?? '');
    expect(card.body.preview.to).toEqual(['Ana Lima <ana@lima.example>']);
  });
});

describe('the day', () => {
  it('accounts for every message, and names the one whose reply is missing', async () => {
    const mainstay = await withAna();
    await cardFor(mainstay, INVOICE_ANA);
    const before = await mainstay.say('What happened today?');
    expect(before.replies[0]).toContain('3 messages in = 2 answered + 1 waiting + 0 failed');
    const reply = mainstay.store
      .all('events')
      .find(
        ({ index, body }) =>
          index['type'] === 'message.posted' && Buffer.from(body).toString().includes('Added customer'),
      );
    if (reply)
      mainstay.store.tamper('events', {
        ...reply,
        index: { ...reply.index, type: 'gone' },
        body: Buffer.from(Buffer.from(reply.body).toString().replaceAll('message.posted', 'gone.posted')),
      });
    const after = await mainstay.say('What happened today?');
    expect(after.replies[0]).toContain('4 messages in, 3 accounted for.');
    expect(after.replies[0]).toContain(`Not accounted for: “${ADD_ANA}”`);
  });
});

describe('buttons of chats', () => {
  const PLACE = 'telegram:42';

  it('decide the card that they stand on, once', async () => {
    const mainstay = await withAna();
    const { id, body } = await cardFor(mainstay, INVOICE_ANA);
    const { approve: token } = mainstay.buttons.issue({ id, hash: body.hash }, PLACE);
    expect(Buffer.byteLength(token)).toBeLessThanOrEqual(64);
    await mainstay.buttons.press({ token, place: PLACE, via: 'telegram' });
    await mainstay.buttons.press({ token, place: PLACE, via: 'telegram' });
    await mainstay.idle();
    expect(await readdir(mainstay.outbox)).toHaveLength(1);
    expect((await mainstay.approvals.read(id)).body).toMatchObject({
      status: 'approved',
      decision: { via: 'telegram' },
    });
  });

  it('are worth nothing in another place, on another card, or altered', async () => {
    const mainstay = await withAna();
    const one = await cardFor(mainstay, INVOICE_ANA);
    const two = await cardFor(mainstay, 'Invoice Ana $80 for hosting');
    const { approve: token, reject } = mainstay.buttons.issue({ id: one.id, hash: one.body.hash }, PLACE);
    const forged = [
      token.replace(one.id, two.id),
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      `a${reject.slice(1)}`,
      '',
      'x'.repeat(64),
    ];
    for (const bad of forged) {
      await expect(
        mainstay.buttons.press({ token: bad, place: PLACE, via: 'telegram' }),
      ).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    }
    await expect(
      mainstay.buttons.press({ token, place: 'telegram:43', via: 'telegram' }),
    ).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await readdir(mainstay.outbox)).toEqual([]);
  });
});
