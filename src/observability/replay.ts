import { type Suggestion, suggestions } from '../approvals/index.ts';
import { effects } from '../effects/index.ts';
import type { Stored } from '../events/index.ts';
import { commandName, isoTime, type Json, MainstayError } from '../kernel/index.ts';
import type { SettingsKeeper } from '../memory/index.ts';
import {
  type JournalEntry,
  type ReplayedEntry,
  type Run,
  readJournal,
  readRun,
  replayRun,
  type Workflows,
} from '../orchestrator/index.ts';
import type { Store } from '../ports/index.ts';
import { EFFECT_WORDS, quoted } from './words.ts';

/** One thing that a run did or that happened to it. */
export interface ReplayLine {
  /** ISO time; null where only its place in the order is known. */
  readonly at: string | null;
  /** The step that it is about, as `propose` or `remind[2]`. */
  readonly step: string | null;
  readonly text: string;
  /** What the step got, or gave, or what became known. */
  readonly got?: Json;
  readonly gave?: Json;
}

/** A run told step by step, from what was recorded; nothing is carried out again. */
export interface Replay {
  readonly id: string;
  readonly workflow: { readonly name: string; readonly version: string; readonly title: string };
  readonly status: Run['status'];
  readonly startedAt: string;
  readonly changedAt: string;
  readonly lines: readonly ReplayLine[];
}

export interface ReplayDeps {
  readonly store: Store;
  readonly workflows: Pick<Workflows, 'byHash'>;
  readonly settings: SettingsKeeper;
}

/** Throws NOT_FOUND. */
export async function replay({ store, workflows, settings }: ReplayDeps, id: string): Promise<Replay> {
  const run = await readRun(store, id);
  if (!run) throw new MainstayError('NOT_FOUND', { values: { kind: 'run', id } });
  const { workflow, status, startedAt, changedAt } = run.body;
  const definition = await workflows.byHash(workflow.version);
  const cards = await suggestions.all(store, {
    where: { run: id },
    sort: { field: 'at', direction: 'asc' },
  });
  const decided = await Promise.all(cards.map((card) => cardLines(store, card)));
  const entries = replayRun(settings, { definition, run, entries: await readJournal(store, id) });
  return {
    id,
    workflow: { ...workflow, title: definition.title },
    status,
    startedAt,
    changedAt,
    lines: woven(entries, decided.flat(), run.body.text),
  };
}

/** What was decided about a card stands before the end of the step that waited for it. */
function woven(
  entries: readonly ReplayedEntry[],
  decided: readonly ReplayLine[],
  text: string,
): readonly ReplayLine[] {
  const left = [...decided];
  const lines = entries.flatMap(({ entry, ...replayed }) => {
    const line = entryLine(entry, replayed, text);
    if (entry.kind !== 'item-ended' && entry.kind !== 'ended') return [line];
    const own = left.filter(({ step }) => entry.kind === 'ended' || step === entry.step);
    for (const one of own) left.splice(left.indexOf(one), 1);
    return [...own, line];
  });
  return [...lines, ...left];
}

function entryLine(
  entry: JournalEntry,
  { at, step, got }: Omit<ReplayedEntry, 'entry'>,
  text: string,
): ReplayLine {
  const place = 'step' in entry ? placeOf(entry) : null;
  const line = { at: at === null ? null : isoTime(at), step: place };
  switch (entry.kind) {
    case 'started': {
      const told = text === '' ? 'Started' : `Started by ${quoted(text)}`;
      return { ...line, text: told, ...(isEmpty(entry.provided) ? {} : { got: entry.provided }) };
    }
    case 'input-known':
      return { ...line, text: `Input ${entry.name} is known`, gave: entry.value };
    case 'input-asked':
      return { ...line, text: `Input ${entry.name} was asked for` };
    case 'inputs-resolved':
      return { ...line, text: 'Everything is known' };
    case 'step-listed':
      return { ...line, text: `runs for ${entry.list.length} items`, gave: [...entry.list] };
    case 'step-skipped':
      return { ...line, text: `skipped: ${entry.reason}` };
    case 'item-started': {
      const again = entry.attempt > 1 ? `, attempt ${entry.attempt}` : '';
      return {
        ...line,
        text: `${step?.kind ?? 'step'} started${again}`,
        ...(got === undefined ? {} : { got }),
      };
    }
    case 'item-waiting':
      return { ...line, text: `waits for ${WAITS[entry.waiting.on]}${untilOf(entry.waiting.wakeAt)}` };
    case 'item-restarted':
      return { ...line, text: `drafted anew: ${entry.reason}` };
    case 'item-ended': {
      const failure = entry.error ? `: ${entry.error.message}` : '';
      return {
        ...line,
        text: `${entry.status}${failure}`,
        ...(isEmpty(entry.output) ? {} : { gave: entry.output }),
      };
    }
    case 'ended':
      return { ...line, text: `The run ${ENDS[entry.status]}` };
  }
}

const WAITS = {
  suggestion: 'the decision on its card',
  question: 'an answer',
  event: 'an event',
  run: 'the workflow that it started',
  time: 'its time',
} as const;

const ENDS = { succeeded: 'succeeded', failed: 'failed', cancelled: 'was cancelled' } as const;

function untilOf(wakeAt: number | null): string {
  return wakeAt === null ? '' : `, until ${isoTime(wakeAt)}`;
}

/** `propose`, or `remind[2]` for a later item of a list. */
function placeOf(entry: Extract<JournalEntry, { step: string }>): string {
  return 'index' in entry && entry.index > 0 ? `${entry.step}[${entry.index}]` : entry.step;
}

/** A card, its decision, and what became of each of its commands. */
async function cardLines(store: Store, { body }: Stored<Suggestion>): Promise<ReplayLine[]> {
  const { title, createdAt, decision, status, step, effectIds } = body;
  const carried = await Promise.all(effectIds.map((id) => effects.read(store, id)));
  const decidedBy = decision?.rule === undefined ? 'by you' : `by your rules: ${decision.rule}`;
  return [
    { at: createdAt, step, text: `Card ${quoted(title)}: ${status}` },
    ...(decision
      ? [
          {
            at: decision.at,
            step,
            text: `Decided ${decidedBy}, ${decision.via}: ${status}${decision.reason ? `. Reason: ${decision.reason}` : ''}`,
          },
        ]
      : []),
    ...carried.flatMap((effect) => {
      if (!effect) return [];
      const { command, changedAt, outputs, error } = effect.body;
      const told = `${commandName(command)}: ${EFFECT_WORDS[effect.body.status]}${error ? `, ${error.message}` : ''}`;
      return [{ at: changedAt, step, text: told, ...(isEmpty(outputs) ? {} : { gave: outputs }) }];
    }),
  ];
}

function isEmpty(value: Json | Readonly<Record<string, Json>> | undefined): boolean {
  return (
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
