import { type Suggestion, suggestions } from '../approvals/index.ts';
import { type Effect, effects, readEffect } from '../effects/index.ts';
import type { EventLog, Stored } from '../events/index.ts';
import { commandName, type Event, MainstayError } from '../kernel/index.ts';
import { BUSINESS, messages, readRecord } from '../memory/index.ts';
import { foldJournal, type Run, readJournal, readRun } from '../orchestrator/index.ts';
import type { Store } from '../ports/index.ts';
import type { WhyLine } from './why-line.ts';
import { changeLines, workflowLines } from './why-workflows.ts';
import { EFFECT_WORDS, quoted, shownTime } from './words.ts';

export type { WhyLine } from './why-line.ts';

export interface Why {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly WhyLine[];
}

export interface WhyDeps {
  readonly store: Store;
  readonly log: EventLog;
  zone(): string;
  now(): number;
}

/**
 * Where a message, card, effect, run or event comes from: what was said, which workflow version, which records at
 * which version, who decided, what was done. Throws NOT_FOUND.
 */
export async function explain(deps: WhyDeps, id: string): Promise<Why> {
  const { runId, correlation, title } = await locate(deps, id);
  const events: Event[] = [];
  for await (const event of deps.log.scan({ correlation })) events.push(event);
  const run = runId === undefined ? undefined : await readRun(deps.store, runId);
  const cards = await cardsOf(deps.store, runId);
  const lines = [
    ...(run ? await startLines(deps, run, events) : []),
    ...triggerLines(deps, events),
    ...(run ? await workflowLines(deps.store, run.body) : []),
    ...changeLines(events, (iso) => at(deps, iso)),
    ...questionLines(deps, events),
    ...(run ? await recordLines(deps, run) : []),
    ...(await cardLines(deps, cards, events)),
    ...(await effectLines(deps, runId)),
    ...outcomeLines(deps, events),
  ];
  return { id, title, lines };
}

interface Located {
  readonly runId?: string;
  readonly correlation: string;
  readonly title: string;
}

async function locate(deps: WhyDeps, id: string): Promise<Located> {
  const found =
    (await locateRun(deps, id)) ??
    (await locateCard(deps, id)) ??
    (await locateEffect(deps, id)) ??
    (await locateMessage(deps, id)) ??
    (await locateEvent(deps, id));
  if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'item', id } });
  return found;
}

async function locateRun({ store }: WhyDeps, id: string): Promise<Located | undefined> {
  const run = await readRun(store, id);
  return run && { runId: id, correlation: run.body.trigger, title: run.body.workflow.name };
}

async function locateCard({ store }: WhyDeps, id: string): Promise<Located | undefined> {
  const card = await suggestions.read(store, id);
  if (!card) return undefined;
  const { run, correlation, title } = card.body;
  return { correlation, title, ...(run === null ? {} : { runId: run }) };
}

async function locateEffect({ store }: WhyDeps, id: string): Promise<Located | undefined> {
  const effect = await readEffect(store, id);
  if (!effect) return undefined;
  const { run, correlation, title } = effect.body;
  return { correlation, title, ...(run === null ? {} : { runId: run }) };
}

async function locateMessage(deps: WhyDeps, id: string): Promise<Located | undefined> {
  const message = await messages.read(deps.store, id);
  if (!message) return undefined;
  const { turn, text } = message.body;
  const located = await locateEvent(deps, turn);
  return located && { ...located, title: quoted(text) };
}

/** An event belongs to the run that its turn started, or to the one whose question it answered. */
async function locateEvent({ log }: WhyDeps, id: string): Promise<Located | undefined> {
  const event = await log.get(id);
  if (!event) return undefined;
  const title = event.type === 'message.received' ? quoted(event.data.text) : event.type;
  if (event.correlationid !== id) {
    const started = await log.read({ correlation: event.correlationid, type: 'run.started' }, { limit: 1 });
    return { ...runOf(started.items[0]), correlation: event.correlationid, title };
  }
  const started = await log.read({ correlation: id, type: 'run.started' }, { limit: 1 });
  if (started.items[0]) return { ...runOf(started.items[0]), correlation: id, title };
  for await (const answered of log.scan({ type: 'question.answered', afterSequence: event.sequence })) {
    if (answered.type === 'question.answered' && answered.data.event === id) {
      return { runId: answered.data.run, correlation: answered.correlationid, title };
    }
  }
  return { correlation: id, title };
}

function runOf(event: Event | undefined): { runId?: string } {
  return event?.type === 'run.started' ? { runId: event.data.run } : {};
}

async function cardsOf(store: Store, run: string | undefined): Promise<readonly Stored<Suggestion>[]> {
  if (run === undefined) return [];
  return suggestions.all(store, { where: { run }, sort: { field: 'at', direction: 'asc' } });
}

function at(deps: WhyDeps, iso: string): string {
  return shownTime(iso, { zone: deps.zone(), now: deps.now() });
}

function eventLine(event: Event, kind: WhyLine['kind'], text: string): WhyLine {
  return { id: event.id, kind, text, href: `/api/v1/events/${event.id}` };
}

/** What happened that started the run, where nobody wrote and no time had come. */
async function startLines(deps: WhyDeps, { body }: Stored<Run>, known: readonly Event[]): Promise<WhyLine[]> {
  const event = known.some(({ id }) => id === body.trigger) ? undefined : await deps.log.get(body.trigger);
  return event ? [eventLine(event, 'trigger', `${event.type} happened, ${at(deps, event.time)}`)] : [];
}

function triggerLines(deps: WhyDeps, events: readonly Event[]): WhyLine[] {
  return events.flatMap((event) => {
    if (event.type === 'message.received')
      return [eventLine(event, 'trigger', `You wrote ${quoted(event.data.text)}, ${at(deps, event.time)}`)];
    if (event.type !== 'schedule.due') return [];
    const late = event.data.late ? `, told ${at(deps, event.time)}` : '';
    return [
      eventLine(event, 'trigger', `${quoted(event.data.name)} was due ${at(deps, event.data.due)}${late}`),
    ];
  });
}

function questionLines(deps: WhyDeps, events: readonly Event[]): WhyLine[] {
  return events.flatMap((event) => {
    if (event.type === 'question.asked')
      return [eventLine(event, 'question', `I asked ${quoted(event.data.text)}, ${at(deps, event.time)}`)];
    if (event.type !== 'question.answered') return [];
    return [
      {
        id: event.data.event,
        kind: 'question',
        text: `You answered, ${at(deps, event.time)}`,
        href: `/api/v1/events/${event.data.event}`,
      } as const,
    ];
  });
}

async function recordLines({ store }: WhyDeps, run: Stored<Run>): Promise<WhyLine[]> {
  const { restsOn } = foldJournal(await readJournal(store, run.id));
  const lines: WhyLine[] = [];
  for (const { kind, id, version } of restsOn) {
    const record = await readRecord(store, kind, id);
    const data = record?.body.data;
    const name = data && 'name' in data ? data.name : data && 'number' in data ? data.number : id;
    const since =
      record && record.body.version !== version
        ? `; now at version ${record.body.version}`
        : record
          ? ''
          : '; deleted since';
    lines.push({
      id,
      kind: 'record',
      text: `Read ${kind} ${name}, version ${version}${since}`,
      href: `/api/v1/records/${kind}/${id}`,
    });
  }
  return lines;
}

async function cardLines(
  deps: WhyDeps,
  cards: readonly Stored<Suggestion>[],
  events: readonly Event[],
): Promise<WhyLine[]> {
  return cards.flatMap(({ id, body }): WhyLine[] => {
    const href = `/api/v1/suggestions/${id}`;
    const card: WhyLine = {
      id,
      kind: 'card',
      text: `Card ${quoted(body.title)}, ${at(deps, body.createdAt)}, content ${body.hash.slice(0, 12)}`,
      href,
    };
    const decision = events.find(
      (event) =>
        event.subject === id && event.type !== 'suggestion.proposed' && event.type.startsWith('suggestion.'),
    );
    return decision ? [card, ...decisionLine(deps, decision)] : [card];
  });
}

function decisionLine(deps: WhyDeps, event: Event): WhyLine[] {
  switch (event.type) {
    case 'suggestion.approved': {
      const { by, via, rule } = event.data;
      const text =
        rule === undefined
          ? `Approved by ${by === 'operator' ? 'you' : by}, ${via}, ${at(deps, event.time)}`
          : `Allowed by your rules, ${at(deps, event.time)}`;
      return [eventLine(event, 'decision', text)];
    }
    case 'suggestion.rejected': {
      const { by, via, reason } = event.data;
      const why = reason === undefined ? '' : `: ${quoted(reason, 200)}`;
      return [
        eventLine(
          event,
          'decision',
          `Rejected by ${by === 'operator' ? 'you' : by}, ${via}, ${at(deps, event.time)}${why}`,
        ),
      ];
    }
    case 'suggestion.superseded':
      return [eventLine(event, 'decision', `Replaced by an edited card, ${at(deps, event.time)}`)];
    case 'suggestion.expired':
      return [eventLine(event, 'decision', `Expired, ${at(deps, event.time)}`)];
    case 'suggestion.lapsed':
      return [
        eventLine(event, 'decision', `${event.data.reason} A new card was made, ${at(deps, event.time)}`),
      ];
    case 'suggestion.stale': {
      const changed = event.data.changed
        .map(({ kind, seen, now }) =>
          kind === BUSINESS ? 'your own details' : `${kind} went from version ${seen} to ${now}`,
        )
        .join(', ');
      const why = event.data.by === undefined ? changed : 'a newer card answers it too';
      return [eventLine(event, 'decision', `Out of date, ${at(deps, event.time)}: ${why}`)];
    }
    default:
      return [];
  }
}

async function effectLines({ store }: WhyDeps, run: string | undefined): Promise<WhyLine[]> {
  if (run === undefined) return [];
  const found = await effects.all(store, { where: { run }, sort: { field: 'at', direction: 'asc' } });
  return found.flatMap(({ id, body }) => {
    const href = `/api/v1/effects/${id}`;
    const rule: WhyLine[] =
      body.rule === null ? [] : [{ id, kind: 'rule', text: `Your rules: ${body.rule}`, href }];
    return [...rule, { id, kind: 'effect' as const, text: effectText(body), href }];
  });
}

function effectText({ command, status, note, error, outputs, attempts }: Effect): string {
  const to = command.recipient === undefined ? '' : ` to ${command.recipient}`;
  const number = typeof outputs['number'] === 'string' ? `, number ${outputs['number']}` : '';
  const tries = attempts > 1 ? `, ${attempts} tries` : '';
  const detail = note ?? error?.message;
  return `${commandName(command)}${to}: ${EFFECT_WORDS[status]}${number}${tries}${detail ? `. ${detail}` : ''}`;
}

function outcomeLines(deps: WhyDeps, events: readonly Event[]): WhyLine[] {
  return events.flatMap((event) =>
    event.type === 'message.posted'
      ? [eventLine(event, 'outcome', `I said ${quoted(event.data.text)}, ${at(deps, event.time)}`)]
      : [],
  );
}
