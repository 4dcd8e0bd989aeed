import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createHarness, type Harness } from './harness.ts';
import { approve } from './story.ts';

const SKILLS = join(import.meta.dirname, '../../skills');

/** What is said, and what comes of it; `approve` decides the card that it makes. */
const saying = z.union([z.string(), z.strictObject({ approve: z.string() })]);

const caseSchema = z.strictObject({
  name: z.string(),
  /** What was said before. */
  given: z.array(saying).default([]),
  say: z.string(),
  /** The whole reply. */
  reply: z.string().optional(),
  card: z
    .strictObject({
      title: z.string(),
      to: z.string().optional(),
      subject: z.string().optional(),
      /** Stands in the exact text. */
      text: z.string().optional(),
      attachment: z.string().optional(),
    })
    .optional(),
  /** Records after it, by kind, the newest last; after approval, where there is a card. */
  records: z.record(z.string(), z.array(z.looseObject({}))).optional(),
  /** How many mails have left since it was said. */
  mails: z.int().default(0),
});

type Case = z.infer<typeof caseSchema>;

const skills = (await readdir(SKILLS, { withFileTypes: true })).filter((entry) => entry.isDirectory());

const tested = await Promise.all(skills.map(async ({ name }) => ({ name, cases: await casesOf(name) })));

describe.each(tested.filter(({ cases }) => cases.length > 0))('skill $name', ({ cases }) => {
  it.each(cases)('$name', async (example) => {
    const mainstay = await createHarness();
    for (const step of example.given) await say(mainstay, step);
    const before = (await readdir(mainstay.outbox)).length;
    const { replies, cards } = await mainstay.say(example.say);
    const seen = {
      replies: cards.length > 0 ? [] : replies,
      cards: await Promise.all(cards.map((id) => decided(mainstay, id))),
      records: Object.fromEntries(
        Object.keys(example.records ?? {}).map((kind) => [kind, recordsOf(mainstay, kind)]),
      ),
      mails: (await readdir(mainstay.outbox)).length - before,
      errors: mainstay.errors,
    };
    expect(seen).toMatchObject(expectedOf(example));
  });
});

/** What has to be seen, and nothing of what the case leaves open. */
function expectedOf({ reply, card, records = {}, mails }: Case): object {
  const { text, to, attachment, ...shown } = card ?? {};
  const containing = expect.stringContaining(text ?? '');
  const expected = {
    ...shown,
    ...(to === undefined ? {} : { to: [to] }),
    ...(text === undefined ? {} : { text: containing }),
    ...(attachment === undefined ? {} : { attachments: [attachment] }),
  };
  return {
    ...(reply === undefined ? {} : { replies: [reply.trim()] }),
    cards: card ? [expected] : [],
    records,
    mails,
    errors: [],
  };
}

async function casesOf(skill: string): Promise<readonly Case[]> {
  try {
    const text = await readFile(join(SKILLS, skill, 'cases.yaml'), 'utf8');
    return z.array(caseSchema).parse(parse(text));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function say(mainstay: Harness, step: z.infer<typeof saying>): Promise<void> {
  const { cards, replies } = await mainstay.say(typeof step === 'string' ? step : step.approve);
  const [card] = cards;
  if (typeof step !== 'string' && card === undefined)
    throw new Error(`There is no card to approve for “${step.approve}”: ${replies.join(' ')}`);
  if (typeof step !== 'string' && card !== undefined)
    await approve(mainstay, await mainstay.approvals.read(card));
  await mainstay.pass(60_000);
}

/** What the card shows; it is approved then. */
async function decided(mainstay: Harness, id: string) {
  const card = await mainstay.approvals.read(id);
  const { title, preview } = card.body;
  const { to, subject, text, attachments } = preview;
  await approve(mainstay, card);
  return { title, to, subject, text, attachments: attachments.map(({ name }) => name) };
}

function recordsOf(mainstay: Harness, kind: string): readonly unknown[] {
  return mainstay.store
    .all('records')
    .map(
      ({ body }) =>
        JSON.parse(Buffer.from(body).toString()) as { kind: string; data: unknown; deletedAt: unknown },
    )
    .filter((record) => record.kind === kind && record.deletedAt === null)
    .map(({ data }) => data);
}
