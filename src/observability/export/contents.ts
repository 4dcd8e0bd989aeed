import { Readable } from 'node:stream';
import type { Registry } from '../../connectors/index.ts';
import { type Effect, effects, resolvedInput } from '../../effects/index.ts';
import type { Stored } from '../../events/index.ts';
import { dateAt, type JsonObject, shortened } from '../../kernel/index.ts';
import { issuedPapers } from '../../memory/index.ts';
import type { Attachments, Store } from '../../ports/index.ts';
import { isWithin, type Stretch } from './stretch.ts';
import { tableOf } from './table.ts';

export interface ExportDeps {
  readonly store: Store;
  readonly registry: Pick<Registry, 'handler'>;
  readonly attachments: Attachments;
  /** The zone that dates papers. */
  homeZone(): string;
}

/** A file of an export: its bytes are made when its turn comes, so that never all of them are held. */
export interface ExportFile {
  readonly path: string;
  /** The local date on which it came to be. */
  readonly date: string;
  open(): Promise<Readable>;
}

const MAX_TITLE = 70;

export const FOLDERS = {
  invoice: 'invoices',
  quote: 'quotes',
  credit: 'credit-notes',
  done: 'mails-sent',
  saved: 'mails-saved',
} as const;

/** Every file of these days: papers, mails, and one table. Mail that was saved for lack of an account is kept apart. */
export async function* filesOf(deps: ExportDeps, stretch: Stretch): AsyncIterable<ExportFile> {
  for (const kind of ['invoice', 'credit', 'quote'] as const)
    for await (const { number, issuedOn, pdf } of issuedPapers(deps.store, { kind, ...stretch }))
      yield {
        path: `${FOLDERS[kind]}/${fileName(number)}.pdf`,
        date: issuedOn,
        open: async () => Readable.from([(await deps.attachments.read(pdf)).bytes]),
      };
  for (const status of ['done', 'saved'] as const)
    for await (const mail of mailsOf(deps, { status, stretch })) yield mail;
  yield { path: 'invoices.csv', date: stretch.to, open: async () => tableOf(deps.store, stretch) };
}

async function* mailsOf(
  deps: ExportDeps,
  { status, stretch }: { readonly status: 'done' | 'saved'; readonly stretch: Stretch },
): AsyncIterable<ExportFile> {
  const found = effects.scan(deps.store, {
    where: { status },
    sort: { field: 'at', direction: 'asc' },
  });
  for await (const effect of found) {
    const date = dateAt(Date.parse(effect.body.changedAt), deps.homeZone());
    const copy = isWithin(stretch, date) ? copierOf(deps, effect) : undefined;
    if (!copy) continue;
    const input = await inputOf(deps, effect);
    const title = typeof input['subject'] === 'string' ? ` ${input['subject']}` : '';
    yield {
      path: `${FOLDERS[status]}/${fileName(shortened(`${date}${title}`, MAX_TITLE))} ${effect.id.slice(-8)}.eml`,
      date,
      open: async () => Readable.from([await copy(input)]),
    };
  }
}

/** Makes what was sent again; undefined where the effect sent nothing, or only practised. */
function copierOf(
  { registry }: ExportDeps,
  { id, body }: Stored<Effect>,
): ((input: JsonObject) => Promise<Uint8Array>) | undefined {
  const { command, practice, outputs, changedAt } = body;
  const handler = registry.handler(command);
  if (practice || handler.where !== 'remote' || !handler.copy) return undefined;
  const { copy } = handler;
  return async (input) => (await copy({ input, key: id, outputs, at: Date.parse(changedAt) })).bytes;
}

/** What was sent, with what earlier commands of its card gave, such as the invoice's number. */
async function inputOf({ store }: ExportDeps, effect: Stored<Effect>): Promise<JsonObject> {
  const { suggestion } = effect.body;
  if (suggestion === null) return effect.body.command.input;
  return resolvedInput(effect, await effects.all(store, { where: { suggestion } }));
}

/** A name that every system takes. */
function fileName(text: string): string {
  return text
    .replaceAll(/[\p{C}<>:"/\\|?*]+/gu, '-')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
