import { z } from 'zod';
import { suggestions } from '../approvals/index.ts';
import type { Registry } from '../connectors/index.ts';
import { effects } from '../effects/index.ts';
import type { EventLog } from '../events/index.ts';
import { dateAt } from '../kernel/index.ts';
import { conversations, messages } from '../memory/index.ts';
import type { Backup, Store, Tool } from '../ports/index.ts';
import { digestOf } from './digest.ts';
import { earlierTool } from './earlier.ts';
import { morningOf } from './morning.ts';
import { undoTool } from './undo.ts';
import { weekOf } from './week.ts';
import { explain } from './why.ts';
import { counted, shownTime } from './words.ts';

export interface ToolDeps {
  readonly store: Store;
  readonly registry: Pick<Registry, 'handler'>;
  readonly log: EventLog;
  /** Where the operator is: times and days are shown there. */
  here(): string;
  /** Newest first. */
  backups(): Promise<readonly Backup[]>;
  /** What can be asked for, by the name of its workflow. */
  help(): readonly { readonly name: string; readonly title: string; readonly example: string }[];
}

const nothing = z.strictObject({});

/** What the operator can ask about Mainstay itself, as tools that workflows call. */
export function createObservabilityTools(deps: ToolDeps): readonly Tool[] {
  return [
    pendingTool(deps),
    todayTool(deps),
    morningTool(deps),
    weekTool(deps),
    whyTool(deps),
    undoTool(deps),
    earlierTool(deps),
    helpTool(deps),
    nearestTool(deps),
  ];
}

function pendingTool({ store, here }: ToolDeps): Tool {
  return {
    name: 'pending.list',
    input: nothing,
    run: async (_input, { now, conversation }) => {
      const pending = await suggestions.all(store, {
        where: { status: 'pending' },
        sort: { field: 'at', direction: 'asc' },
      });
      const open = await effects.all(store, { where: { open: 1 } });
      const unsure = open.filter(({ body }) => body.status === 'unknown');
      const held = open.filter(({ body }) => body.status === 'planned');
      const talk = await conversations.read(store, conversation);
      const questions = (talk?.body.questions ?? []).map(({ text }) => `I asked: ${text}`);
      const cards = new Set(held.map(({ id, body }) => body.suggestion ?? id));
      const lines = [
        ...questions,
        ...pending.map(
          ({ body }) => `${body.title}, until ${shownTime(body.expiresAt, { zone: here(), now })}`,
        ),
        ...unsure.map(({ body }) => `Not sure it arrived: ${body.title}`),
        ...held
          .filter(({ body }) => body.position === 0)
          .map(({ body }) => `Approved, not sent yet: ${body.title}`),
      ];
      return {
        count: lines.length,
        approved: cards.size,
        text: pendingText(lines),
        ids: pending.map(({ id }) => id),
        titles: pending.map(({ body }) => body.title),
      };
    },
  };
}

function pendingText(lines: readonly string[]): string {
  if (lines.length === 0) return 'Nothing waits for you. Cards appear here and in your chats.';
  const heading = `${counted(lines.length, 'thing waits', 'things wait')} for you.`;
  return [heading, ...lines.map((line, index) => `${index + 1}  ${line}`)].join('\n');
}

function todayTool({ log, here, backups }: ToolDeps): Tool {
  return {
    name: 'digest.today',
    input: nothing,
    run: async (_input, { now, turn }) => {
      const zone = here();
      const date = dateAt(now, zone);
      const { text } = await digestOf(log, {
        date,
        zone,
        now,
        answering: turn,
        backups: await backups(),
      });
      return { text };
    },
  };
}

/** The morning digest; `cards` are those that it names. */
function morningTool({ store, log, here, backups }: ToolDeps): Tool {
  return {
    name: 'digest.morning',
    input: nothing,
    run: async (_input, { now, zone }) => {
      const { text, cards } = await morningOf(
        { store, log },
        { now, here: here(), home: zone, backups: await backups() },
      );
      return { text, cards: [...cards] };
    },
  };
}

function weekTool({ store, here }: ToolDeps): Tool {
  return {
    name: 'digest.week',
    input: nothing,
    run: async (_input, { now, zone }) => ({ text: await weekOf(store, { now, here: here(), home: zone }) }),
  };
}

/** Explains the newest thing said in the conversation before the question itself. */
function whyTool({ store, log, here }: ToolDeps): Tool {
  return {
    name: 'why.last',
    input: nothing,
    run: async (_input, { now, conversation }) => {
      const page = await messages.page(store, {
        where: { conversation, direction: 'out' },
        sort: { field: 'at', direction: 'desc' },
        limit: 1,
      });
      const last = page.items[0];
      if (!last) return { text: 'I have not said or done anything here yet.' };
      const id = last.body.suggestion ?? last.id;
      const { title, lines } = await explain({ store, log, zone: here, now: () => now }, id);
      return {
        text: [`Why ${title}`, ...lines.map((line) => `- ${line.text} (${line.id})`)].join('\n'),
      };
    },
  };
}

function helpTool({ help }: ToolDeps): Tool {
  return {
    name: 'help.list',
    input: nothing,
    run: async () => {
      const lines = help().map(({ title, example }) => `- ${title}: “${example}”`);
      return {
        text: ['I prepare the work; you say yes or no. Write it in your own words:', ...lines].join('\n'),
      };
    },
  };
}

const MAX_NEAREST = 3;

/** The things that come closest to what was not understood, or other ones where nothing is near. */
function nearestTool({ help }: ToolDeps): Tool {
  const input = z.strictObject({
    names: z.array(z.string()).nullable(),
    otherwise: z.array(z.string()).default([]),
  });
  return {
    name: 'help.nearest',
    input,
    run: async (given) => {
      const { names, otherwise } = input.parse(given);
      const known = help();
      const called = (wanted: readonly string[]) =>
        wanted.flatMap((name) => known.find((item) => item.name === name) ?? []);
      const near = called(names ?? []);
      const shown = (near.length > 0 ? near : called(otherwise)).slice(0, MAX_NEAREST);
      return {
        titles: shown.map(({ title }) => title.charAt(0).toLowerCase() + title.slice(1)),
        examples: shown.map(({ example }) => example),
      };
    },
  };
}
