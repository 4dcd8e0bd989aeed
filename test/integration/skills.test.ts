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

describe.each(await Promise.all(skills.map(async ({ name }) => ({ name, cases: await casesOf(name) }))))(
  'skill $name',
  ({ cases }) => {
    it.each(cases)('$name', async (example) => {
      const mainstay = await createHarness();
      for (const step of example.given) await say(mainstay, step);
      const before = (await readdir(mainstay.outbox)).length;
      const { replies, cards } = await mainstay.say(example.say);
      expect(mainstay.errors).toEqual([]);
      if (example.reply !== undefined) expect(replies).toEqual([example.reply.trim()]);
      await checkCard(mainstay, { example, cards });
      for (const [kind, expected] of Object.entries(example.records ?? {}))
        expect(recordsOf(mainstay, kind)).toMatchObject(expected);
      expect((await readdir(mainstay.outbox)).length - before).toBe(example.mails);
    });
  },
);

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
  const text = typeof step === 'string' ? step : step.approve;
  const { cards, replies } = await mainstay.say(text);
  if (typeof step !== 'string') {
    expect(cards, `${text}: ${replies.join(' ')}`).toHaveLength(1);
    await approve(mainstay, await mainstay.approvals.read(cards[0] ?? ''));
  }
  await mainstay.pass(60_000);
}

async function checkCard(
  mainstay: Harness,
  { example, cards }: { example: Case; cards: readonly string[] },
): Promise<void> {
  expect(cards).toHaveLength(example.card ? 1 : 0);
  if (!example.card) return;
  const card = await mainstay.approvals.read(cards[0] ?? '');
  const { title, to, subject, text, attachment } = example.card;
  expect(card.body.title).toBe(title);
  const { preview } = card.body;
  if (to !== undefined) expect(preview.to).toEqual([to]);
  if (subject !== undefined) expect(preview.subject).toBe(subject);
  if (text !== undefined) expect(preview.text).toContain(text);
  if (attachment !== undefined) expect(preview.attachments.map(({ name }) => name)).toContain(attachment);
  await approve(mainstay, card);
  expect(mainstay.errors).toEqual([]);
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
