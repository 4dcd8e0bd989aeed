import type { Effect, Message, Page, Settings, Suggestion } from '../../console/index.ts';
import type { Client } from '../client/client.ts';
import { idOf } from './focus.ts';
import type { View } from './view.ts';

interface Reading {
  readonly conversation: string;
  readonly first: boolean;
  /** The messages of the past are known, so that what is new now counts as new. */
  read(): void;
}

/** Reads what is there, for the first time or after the stream was closed, and hands it to the view. */
export async function catchUp(
  client: Client,
  view: View,
  { conversation, first, read }: Reading,
): Promise<{ readonly empty: boolean }> {
  const before = view.waiting().map(idOf);
  view.take({ kind: 'settings', value: await client.call<Settings>('GET', '/api/v1/settings') });
  const { items } = await client.call<Page<Message>>(
    'GET',
    `/api/v1/conversations/${encodeURIComponent(conversation)}/messages?limit=100`,
  );
  for (const message of items) {
    if (first) view.skip(message);
    else view.take({ kind: 'message', value: message });
  }
  if (first) read();
  const cards = await client.call<Page<Suggestion>>('GET', '/api/v1/suggestions?status=pending&limit=500');
  for (const card of cards.items.toReversed()) view.take({ kind: 'suggestion', value: card });
  const unknown = await client.call<Page<Effect>>('GET', '/api/v1/effects?status=unknown&limit=500');
  for (const effect of unknown.items.toReversed()) view.take({ kind: 'effect', value: effect });
  const present = new Set([...cards.items, ...unknown.items].map(({ id }) => id));
  await retell(
    client,
    view,
    before.filter((id) => !present.has(id)),
  );
  return { empty: items.length === 0 };
}

/** What waited here and was decided elsewhere meanwhile. */
async function retell(client: Client, view: View, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const path = encodeURIComponent(id);
    const kind = id.startsWith('eff_') ? 'effect' : 'suggestion';
    if (kind === 'effect')
      view.take({ kind, value: await client.call<Effect>('GET', `/api/v1/effects/${path}`) });
    else view.take({ kind, value: await client.call<Suggestion>('GET', `/api/v1/suggestions/${path}`) });
  }
}
