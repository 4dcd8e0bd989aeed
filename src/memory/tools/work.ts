import { z } from 'zod';
import { dateAt, foldedName, shownDate } from '../../kernel/index.ts';
import type { Store, Tool } from '../../ports/index.ts';
import { contractText, lastNoticeDay } from '../records/contracts.ts';
import { type Contract, contractSchema, taskSchema } from '../records/kinds.ts';
import { records } from '../records/records.ts';
import { counted, daysBetween, dueText, listText, periodSchema } from './lists.ts';

const nothing = z.strictObject({});

/** More are told of on the days after. */
const MAX_TOLD = 50;

/**
 * Open tasks: what is late or due first, then what has no date. Of a period only those that are due in it, with what is
 * late where it holds today; of a list only those on it.
 */
export function tasksTool(store: Store): Tool {
  const input = z.strictObject({
    /** The operator's words: a list that they name is the one that is meant. */
    words: z.string().default(''),
    period: periodSchema.optional(),
    late: z.string().optional(),
  });
  return {
    name: 'tasks.list',
    input,
    run: async (given, { now, zone }) => {
      const { words, period, late } = input.parse(given);
      const today = dateAt(now, zone);
      const found = await records.all(store, { where: { kind: 'task', deleted: 0, status: 'open' } });
      const all = found.map(({ body }) => taskSchema.parse(body.data));
      const list = all.map((task) => task.list).find((name) => name !== undefined && isNamed(name, words));
      const tasks = all
        .filter((task) => list === undefined || sameName(task.list ?? '', list))
        .filter(({ dueOn }) =>
          late === undefined ? isDueIn(dueOn, period, today) : (dueOn ?? today) < today,
        )
        .toSorted((one, other) => compare(one.dueOn ?? '9999', other.dueOn ?? '9999'));
      const when = late === undefined ? (period?.name ?? '') : 'late';
      const lines = tasks.map(({ title, dueOn, list: on }) =>
        [
          title,
          ...(dueOn === undefined ? [] : [dueText(dueOn, today)]),
          ...(on === undefined || on === list ? [] : [on]),
        ].join(', '),
      );
      const heading = [counted(tasks.length, 'task'), 'to do', when, list && `on the list ${list}`]
        .filter(Boolean)
        .join(' ');
      return {
        count: tasks.length,
        text: listText(lines, { heading, empty: nothingText(all.length, when) }),
      };
    },
  };
}

function nothingText(others: number, when: string): string {
  if (others === 0) return 'Nothing to do. Write: Add task renew domain by 3 March';
  const rest = `${counted(others, 'task')} in all: write “show my tasks”.`;
  return when === 'late' ? `Nothing is late. ${rest}` : `Nothing is due ${when}. ${rest}`;
}

function isDueIn(
  dueOn: string | undefined,
  period: z.infer<typeof periodSchema> | undefined,
  today: string,
): boolean {
  if (period === undefined) return true;
  const { from, to = from } = period;
  const hasToday = from <= today && today <= to;
  return dueOn !== undefined && dueOn <= to && (hasToday || dueOn >= from);
}

/** Whether the words hold the list’s name: “what is on the shopping list?” */
function isNamed(name: string, words: string): boolean {
  return ` ${foldedName(words).replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(` ${foldedName(name)} `);
}

function sameName(one: string, other: string): boolean {
  return foldedName(one) === foldedName(other);
}

/** Contracts that run, the one that ends first on top. */
export function contractsTool(store: Store): Tool {
  return {
    name: 'contracts.list',
    input: nothing,
    run: async (_given, { now, zone }) => {
      const today = dateAt(now, zone);
      const contracts = (await activeContracts(store)).toSorted((one, other) =>
        compare(one.contract.endsOn ?? '9999', other.contract.endsOn ?? '9999'),
      );
      const lines = contracts.map(({ contract }) => `${contract.title}, ${contractText(contract, today)}`);
      const heading = counted(contracts.length, 'contract');
      const empty = 'No contracts yet. Write: Contract with Ana: website care, until 31 March';
      return { count: contracts.length, text: listText(lines, { heading, empty }) };
    },
  };
}

/**
 * Contracts whose end, or whose last day for giving notice, is near and of which the operator has not been told; one that
 * was extended counts anew.
 */
export function endingContractsTool(store: Store): Tool {
  return {
    name: 'contracts.ending',
    input: nothing,
    run: async (_given, { now, zone }) => {
      const today = dateAt(now, zone);
      const ending = (await activeContracts(store))
        .flatMap(({ id, contract }) => {
          const { title, noticeDays, toldOn } = contract;
          const { on, text } = nextDay(contract, today) ?? {};
          if (on === undefined || text === undefined || daysBetween(today, on) > noticeDays) return [];
          const isTold = toldOn !== undefined && daysBetween(toldOn, on) <= noticeDays;
          return isTold ? [] : [{ id, title, on, text }];
        })
        .toSorted((one, other) => compare(one.on, other.on))
        .slice(0, MAX_TOLD);
      const lines = ending.map(({ text }) => text);
      const text = lines.length > 1 ? lines.map((line) => `- ${line}`).join('\n') : (lines[0] ?? '');
      return { count: ending.length, items: ending, text };
    },
  };
}

/** What the operator is told of before it comes: the last day for giving notice, and when that is over, the end. */
function nextDay(contract: Contract, today: string): { on: string; text: string } | undefined {
  const { title, endsOn } = contract;
  const last = lastNoticeDay(contract);
  if (last !== undefined && (last >= today || endsOn === undefined))
    return { on: last, text: noticeLine({ title, endsOn, last, today }) };
  return endsOn === undefined ? undefined : { on: endsOn, text: endingLine(title, endsOn, today) };
}

/** “The contract “Ana Torres, hosting” ends on Fri 31 Dec 2027. The last day to give notice is Thu 30 Sep, in 30 days.” */
function noticeLine({
  title,
  endsOn,
  last,
  today,
}: {
  readonly title: string;
  readonly endsOn: string | undefined;
  readonly last: string;
  readonly today: string;
}): string {
  const days = daysBetween(today, last);
  const away = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
  const ends = endsOn === undefined ? 'goes on' : `ends on ${shownDate(endsOn, today)}`;
  const day = shownDate(last, today);
  const when = days < 0 ? `was ${day}` : `is ${day}, ${away}`;
  return `The contract “${title}” ${ends}. The last day to give notice ${when}.`;
}

/** “The contract “Ana Torres, website care” ends on Wed 31 Mar, in 30 days.” */
function endingLine(title: string, endsOn: string, today: string): string {
  const days = daysBetween(today, endsOn);
  const date = shownDate(endsOn, today);
  if (days < 0) return `The contract “${title}” has ended on ${date}.`;
  if (days === 0) return `The contract “${title}” ends today.`;
  return `The contract “${title}” ends on ${date}, ${days === 1 ? 'tomorrow' : `in ${days} days`}.`;
}

async function activeContracts(store: Store) {
  const found = await records.all(store, { where: { kind: 'contract', deleted: 0, status: 'active' } });
  return found.map(({ id, body }) => ({ id, contract: contractSchema.parse(body.data) }));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
