import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Effect, Form, Suggestion, Why } from '../../console/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import type { Client } from '../client/client.ts';
import { visible } from '../terminal/text.ts';
import { type Edited, type Editor, editCard } from './editing.ts';
import { idOf, type Waiting } from './focus.ts';
import type { FocusedAct } from './input.ts';
import { words } from './words.ts';

/** Whom the acts speak to, and with what. */
export interface Hands {
  readonly client: Client;
  /** Absent where there is no terminal to give it. */
  readonly edit?: Editor;
  say(text: string): void;
  /** Absent where nobody can be asked. */
  ask?(question: string): Promise<string>;
  /** The card that an edit made takes the keys. */
  succeeds(id: string, successor: string): void;
}

/** What an act gave: the card or effect as it is now, where it changed one. */
export type Done = Suggestion | Effect | undefined;

/** What is decided about a card, as the server takes it. */
type Decision =
  | { readonly decision: 'approve'; readonly hash: string }
  | { readonly decision: 'reject'; readonly hash: string; readonly reason?: string }
  | { readonly decision: 'edit'; readonly hash: string; readonly inputs: readonly JsonObject[] };

/** Does what a key stands for with what has the keys. Throws ServerRefusal, and SERVER_UNREACHABLE. */
export async function perform(
  hands: Hands,
  waiting: Waiting,
  { act, argument }: { readonly act: FocusedAct; readonly argument: string },
): Promise<Done> {
  if (act === 'why') return why(hands, idOf(waiting));
  if (waiting.kind === 'uncertain') return resolveUncertain(hands, waiting.effect, act);
  const { card } = waiting;
  if (act === 'approve') return decide(hands, card, { decision: 'approve', hash: card.hash });
  if (act === 'reject') return reject(hands, card, argument);
  if (act === 'edit') return edited(hands, card);
  return act === 'open' ? saveFiles(hands, card) : undefined;
}

function decide({ client }: Hands, { id }: Suggestion, decision: Decision): Promise<Suggestion> {
  return client.call<Suggestion>('POST', `${cardPath(id)}/decision`, { body: decision });
}

async function reject(hands: Hands, card: Suggestion, argument: string): Promise<Suggestion> {
  const given = argument === '' && hands.ask ? await hands.ask(words.askReason) : argument;
  const reason = given.trim();
  return decide(hands, card, {
    decision: 'reject',
    hash: card.hash,
    ...(reason === '' ? {} : { reason }),
  });
}

async function edited(hands: Hands, card: Suggestion): Promise<Suggestion | undefined> {
  const { client, edit } = hands;
  if (!edit) {
    hands.say(words.noEditor);
    return undefined;
  }
  const form = await client.call<Form>('GET', `${cardPath(card.id)}/form`);
  const result: Edited = await editCard({
    form,
    title: `Edit: ${card.title}`,
    edit,
    submit: (inputs) => decide(hands, card, { decision: 'edit', hash: card.hash, inputs }),
  });
  if (result.became === 'card') {
    hands.succeeds(card.id, result.card.id);
    return result.card;
  }
  hands.say(result.became === 'unchanged' ? words.unchanged : words.notEdited);
  return undefined;
}

async function saveFiles({ client, say }: Hands, { preview }: Suggestion): Promise<undefined> {
  if (preview.attachments.length === 0) say(words.noFiles);
  for (const { id, name } of preview.attachments) {
    const bytes = await client.file(`/api/v1/attachments/${encodeURIComponent(id)}`);
    const folder = await mkdtemp(join(tmpdir(), 'mainstay-'));
    const file = join(folder, basename(name).replaceAll(/[^\p{L}\p{N}._ -]/gu, '-') || 'file');
    await writeFile(file, bytes, { mode: 0o600 });
    say(words.saved(file));
  }
  return undefined;
}

async function resolveUncertain(hands: Hands, effect: Effect, act: FocusedAct): Promise<Effect | undefined> {
  const outcome = (
    { arrived: 'done', again: 'retry', leave: 'failed' } as Partial<Record<FocusedAct, string>>
  )[act];
  if (outcome === undefined) return undefined;
  if (act === 'again' && !(await confirmed(hands, effect))) {
    hands.say(words.left);
    return undefined;
  }
  return hands.client.call<Effect>('POST', `/api/v1/effects/${encodeURIComponent(effect.id)}/resolve`, {
    body: { outcome },
  });
}

/** To send something twice is asked once more; where nobody can be asked, the command itself says it. */
async function confirmed({ ask }: Hands, { recipient = '' }: Effect): Promise<boolean> {
  if (!ask) return true;
  const name = recipient.split(/[<,\s]/)[0] ?? '';
  return /^y(es)?$/i.test((await ask(words.askAgain(name.includes('@') ? '' : visible(name)))).trim());
}

async function why({ client, say }: Hands, id: string): Promise<undefined> {
  const { title, lines } = await client.call<Why>('GET', `/api/v1/why/${encodeURIComponent(id)}`);
  say([visible(title), ...lines.map(({ text }) => `  ${visible(text)}`)].join('\n'));
  return undefined;
}

function cardPath(id: string): string {
  return `/api/v1/suggestions/${encodeURIComponent(id)}`;
}
