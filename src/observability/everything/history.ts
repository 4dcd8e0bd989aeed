import { readEffect } from '../../effects/index.ts';
import type { EventLog } from '../../events/index.ts';
import type { Event } from '../../kernel/index.ts';
import { fieldTitle, isRecordKind } from '../../memory/index.ts';
import type { Store } from '../../ports/index.ts';
import { EFFECT_WORDS } from '../words.ts';
import { fieldText } from './value-text.ts';

/** Something that happened to it; `id` is what Why? is asked about. */
export interface HistoryLine {
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly text: string;
}

/** Turns whose mails are looked for; more changes of one thing are rare. */
const MOST_TURNS = 50;

/** What happened to the subject, and what left in the same turns, the newest first. */
export async function historyOf(
  { store, log }: { readonly store: Store; readonly log: EventLog },
  subject: string,
): Promise<readonly HistoryLine[]> {
  const own: Event[] = [];
  for await (const event of log.scan({ subject })) own.push(event);
  const lines: HistoryLine[] = [];
  for (const event of own) lines.push(...lineOf(event, await whoWords(log, event)));
  const turns = [...new Set(own.map(({ correlationid }) => correlationid))].slice(-MOST_TURNS);
  for (const correlation of turns) lines.push(...(await leftIn({ store, log }, { correlation, subject })));
  return lines.toSorted((one, other) => (one.at < other.at ? 1 : -1));
}

function lineOf(event: Event, who: string): readonly HistoryLine[] {
  const text = textOf(event, who);
  return text === undefined ? [] : [{ id: event.id, at: event.time, text }];
}

function textOf(event: Event, who: string): string | undefined {
  switch (event.type) {
    case 'record.created':
      return `Added ${who}`;
    case 'record.changed':
      return `Changed ${who}: ${changesText(event.data)}`;
    case 'record.deleted':
      return `Deleted ${who}`;
    case 'schedule.created':
      return `Set for ${event.data.when}`;
    case 'schedule.changed':
      return `Moved to ${event.data.when}`;
    case 'schedule.due':
      return event.data.late ? 'Told, late' : 'Told';
    default:
      return effectText(event);
  }
}

function effectText({ type, data }: Event): string | undefined {
  const [room, status] = type.split('.');
  if (room !== 'effect' || status === undefined || !(status in EFFECT_WORDS)) return undefined;
  const words = EFFECT_WORDS[status as keyof typeof EFFECT_WORDS];
  const said = 'error' in data && typeof data.error === 'object' ? `: ${data.error.message}` : '';
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${said}`;
}

function changesText({ kind, changes }: Extract<Event, { type: 'record.changed' }>['data']): string {
  return changes
    .map(({ field, from, to }) => {
      const label = isRecordKind(kind) ? fieldTitle(kind, field) : field;
      const [before, after] = [fieldText(field, from, ''), fieldText(field, to, '')];
      if (before === '') return `${label} ${after}`;
      return after === '' ? `${label} removed` : `${label} ${before} → ${after}`;
    })
    .join('; ');
}

/** Who did it. What a card carried out later, such as once its mail had left, was decided on before. */
async function whoWords(log: EventLog, { data, correlationid, sequence }: Event): Promise<string> {
  const by = 'by' in data ? data.by : '';
  if (by === 'operator') return 'by you';
  if (by === 'clock') return 'by itself';
  if (by !== 'effects') return `by ${by}`;
  let allowed = false;
  for await (const event of log.scan({ correlation: correlationid, types: ['suggestion.approved'] }))
    if (event.type === 'suggestion.approved' && event.sequence < sequence)
      allowed = event.data.rule !== undefined;
  return allowed ? 'by your rules' : 'after you approved it';
}

/** What left the machine in the turn that changed the subject. */
async function leftIn(
  { store, log }: { readonly store: Store; readonly log: EventLog },
  { correlation, subject }: { readonly correlation: string; readonly subject: string },
): Promise<readonly HistoryLine[]> {
  const lines: HistoryLine[] = [];
  const types = ['effect.done', 'effect.saved', 'effect.failed', 'effect.unknown'];
  for await (const event of log.scan({ correlation, types })) {
    if (event.subject === subject || !('recipient' in event.data) || event.data.recipient === undefined)
      continue;
    const effect = await readEffect(store, event.subject);
    if (!effect) continue;
    const state = event.type === 'effect.done' ? 'Sent' : (effectText(event) ?? '');
    lines.push({ id: event.subject, at: event.time, text: `${state}: ${effect.body.title}` });
  }
  return lines;
}
