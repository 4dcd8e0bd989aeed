import { type LocalDate, shownDate } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import { contractText, lastNoticeDay, noticeText, priceText } from '../records/contracts.ts';
import { type Contract, contractSchema } from '../records/kinds.ts';
import type { RecordBooks } from '../records/records.ts';
import { changeCommand, createCommand, deleteCommand, type PlainKind } from './plain.ts';
import { restoreCommand } from './restore.ts';

/** How long before the end the operator is told, unless they say otherwise. */
const NOTICE_DAYS = 30;

const CONTRACT: PlainKind = {
  kind: 'contract',
  label: 'Contract',
  input: contractSchema.omit({ status: true, toldOn: true }).partial({ noticeDays: true }),
  defaults: { status: 'active', noticeDays: NOTICE_DAYS },
  nameOf: ({ title, name }) => [title, name].find((text) => typeof text === 'string') ?? '',
  outputs: ['said'],
  told: (data, today) => ({ said: saidOf(contractSchema.parse(data), today) }),
  facts: ({ title, price, notice, startsOn, endsOn, terms }) => [
    ...(typeof title === 'string' ? [{ label: 'Contract', text: title }] : []),
    ...(typeof startsOn === 'string' ? [{ label: 'From', text: shownDate(startsOn, '') }] : []),
    ...(typeof endsOn === 'string' ? [{ label: 'Until', text: shownDate(endsOn, '') }] : []),
    ...priceFact(price),
    ...(typeof notice === 'string' ? [{ label: 'Notice', text: noticeText(notice, '') }] : []),
    ...(typeof terms === 'string' ? [{ label: 'Terms', text: terms }] : []),
  ],
};

function priceFact(price: unknown): readonly { readonly label: string; readonly text: string }[] {
  const known = contractSchema.shape.price.safeParse(price).data;
  return known ? [{ label: 'Price', text: priceText(known) }] : [];
}

/** What was understood: `€40.00 a month, until Fri 31 Dec 2027, notice by Thu 30 Sep 2027. I remind you 14 days before that.` */
function saidOf(contract: Contract, today: LocalDate): string {
  const last = lastNoticeDay(contract);
  const days = `I remind you ${contract.noticeDays} ${contract.noticeDays === 1 ? 'day' : 'days'} before`;
  const isOver = last !== undefined && last < today;
  const reminder = isOver
    ? ` The day for notice has passed.${contract.endsOn === undefined ? '' : ` ${days} its end.`}`
    : last !== undefined
      ? ` ${days} the day for notice.`
      : contract.endsOn === undefined
        ? ''
        : ` ${days}.`;
  return `${contractText(contract, today)}.${reminder}`;
}

export function contractCommands(books: RecordBooks): readonly LocalCommand[] {
  return [
    createCommand(books, CONTRACT),
    changeCommand(books, CONTRACT),
    restoreCommand(books, CONTRACT),
    deleteCommand(books, CONTRACT),
  ];
}
