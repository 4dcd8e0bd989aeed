import { expect } from 'vitest';
import { createHarness, type Harness } from '../../integration/harness.ts';
import { approve, cardFor, changeAna, effectsOf, invoices, withAna } from '../../integration/story.ts';
import { shuffled } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';

const PEOPLE = ['Ana', 'Ben', 'Kim', 'Dora', 'Eli'] as const;

/** What the books hold, whoever asked for it and when. */
function holdings({ store }: Harness): string[] {
  return store
    .all('records')
    .map(({ body }) => {
      const { kind, data } = JSON.parse(Buffer.from(body).toString()) as {
        kind: string;
        data: Record<string, string | undefined>;
      };
      return `${kind} ${data['name'] ?? data['title']} ${data['email'] ?? ''}`;
    })
    .toSorted();
}

/** The same things are asked for of each family, all in one Mainstay. */
const FAMILIES = [
  'Abel',
  'Brandt',
  'Cruz',
  'Dahl',
  'Engel',
  'Frost',
  'Gray',
  'Hahn',
  'Iqbal',
  'Jung',
] as const;

function messagesFor(family: string) {
  return PEOPLE.flatMap((name) => {
    const address = `${name}.${family}@example.com`.toLowerCase();
    return [
      {
        text: `Add customer ${name} ${family}, ${address}`,
        id: `c${name}${family}`,
        conversation: `line${name}`,
      },
      { text: `add task call ${name} ${family}`, id: `t${name}${family}`, conversation: `other${name}` },
    ];
  });
}

export const reordered: FaultRow = {
  row: 5,
  fault: 'what comes in on several lines at once arrives in any order, and again',
  must: 'the same in the end',
  times: { short: 10, full: 5_000 },
  play: async (trial) => {
    let mainstay: Harness | undefined;
    return repeated(trial, async (random, index) => {
      const place = index % FAMILIES.length;
      if (place === 0) mainstay = await createHarness();
      if (!mainstay) return;
      const { intake, orchestrator, errors } = mainstay;
      const messages = messagesFor(FAMILIES[place] ?? '');
      const order = shuffled(random, [...messages, ...messages.filter(() => random.below(2) === 0)]);
      const receipts = await Promise.all(order.map((message) => intake.message({ ...message, via: 'test' })));
      for (const { eventId } of receipts) await orchestrator.settled(eventId);
      await mainstay.idle();
      const expected = FAMILIES.slice(0, place + 1).flatMap((family) =>
        PEOPLE.flatMap((name) => [
          `customer ${name} ${family} ${name}.${family}@example.com`.replace(/\S+@/, (user) =>
            user.toLowerCase(),
          ),
          `task call ${name} ${family} `,
        ]),
      );
      expect(holdings(mainstay)).toEqual(expected.toSorted());
      expect(errors).toEqual([]);
    });
  },
};

export const strangers: FaultRow = {
  row: 40,
  fault: 'a question about one customer, among hundreds whose words are like theirs',
  must: 'nothing of another one is told',
  times: { short: 10, full: 200 },
  play: async (trial) => {
    const mainstay = await createHarness();
    const words = ['ruby', 'opal', 'onyx', 'jade', 'pearl', 'topaz', 'amber'];
    const nameOf = (number: number) =>
      `${words[number % 7]} ${words[Math.floor(number / 7) % 7]} ${words[Math.floor(number / 49) % 7]}`.replaceAll(
        /\b[a-z]/g,
        (letter) => letter.toUpperCase(),
      );
    const count = Math.max(10, trial.times);
    for (let number = 0; number < count; number += 1) {
      await mainstay.say(`Add customer ${nameOf(number)}, c${number}@example.com`);
      await mainstay.say(`note on ${nameOf(number)}: likes canary-${number}-x`);
    }
    return repeated(trial, async (_, number) => {
      const { replies } = await mainstay.say(`what do I know about ${nameOf(number)}?`);
      const told = replies.join('\n');
      expect(told).toContain(`c${number}@example.com`);
      const canaries = [...told.matchAll(/canary-(\d+)-x/g)].map(([, other]) => Number(other));
      expect(canaries.filter((other) => other !== number)).toEqual([]);
    });
  },
};

export const undone: FaultRow = {
  row: 45,
  fault: 'the operator undoes an action, several times at once and after a restart',
  must: 'it is compensated once, and what cannot be undone was said on the card',
  times: { short: 3, full: 200 },
  play: (trial) =>
    repeated(trial, async (random) => {
      let mainstay = await withAna();
      const card = await cardFor(mainstay, 'Invoice Ana $80 for hosting');
      expect(card.body.undo).toContain('Mail cannot be unsent');
      await approve(mainstay, card);
      if (random.below(2) === 0) await changeAna(mainstay, { phone: '030 123' });
      if (random.below(2) === 0) mainstay = await mainstay.restart();
      const [invoice = '', mail = ''] = (await mainstay.approvals.read(card.id)).body.effectIds;
      const undoing = Array.from({ length: 1 + random.below(4) }, () =>
        mainstay.approvals.undo({ id: invoice, conversation: 'main' }).then(
          () => 'undone',
          () => 'refused',
        ),
      );
      expect(await Promise.all(undoing)).toContain('undone');
      await mainstay.idle();
      expect((await effectsOf(mainstay, card.id)).map(({ status }) => status)).toEqual(['undone', 'saved']);
      expect(await invoices(mainstay)).toMatchObject([{ number: '2026-001', status: 'void' }]);
      const voided = mainstay.store
        .all('effects')
        .filter(({ body }) => Buffer.from(body).toString().includes('"type":"invoice.void"'));
      expect(voided).toHaveLength(1);
      await expect(mainstay.approvals.undo({ id: mail, conversation: 'main' })).rejects.toMatchObject({
        code: 'EFFECT_NOT_UNDOABLE',
      });
    }),
};
