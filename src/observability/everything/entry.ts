import { DateTime } from 'luxon';
import type { Effect } from '../../effects/index.ts';
import type { Stored } from '../../events/index.ts';
import { formatMoney, type LocalDate, shownDate } from '../../kernel/index.ts';
import { type BusinessRecord, isPractised, priceText } from '../../memory/index.ts';
import { isMoment, type Schedule } from '../../orchestrator/index.ts';
import { EFFECT_WORDS } from '../words.ts';

export type EntryKind = BusinessRecord['kind'] | 'reminder' | 'mail' | 'effect';

/** One thing as a list shows it. */
export interface Entry {
  readonly id: string;
  readonly kind: EntryKind;
  readonly title: string;
  /** What tells it apart from others with its title: an address, an amount. */
  readonly detail: string;
  /** How it stands: “due Mon 7 Dec”, “sent”. */
  readonly state: string;
  /** When it came to be; ISO 8601 in UTC. */
  readonly at: string;
}

export interface Reader {
  /** Where the operator is. */
  readonly zone: string;
  /** The zone of dates on papers and tasks. */
  readonly home: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

export function recordEntry({ id, body }: Stored<BusinessRecord>, today: LocalDate): Entry {
  return { id, kind: body.kind, at: body.createdAt, ...recordWords(body, today) };
}

type Words = Pick<Entry, 'title' | 'detail' | 'state'>;

function recordWords({ data }: BusinessRecord, today: LocalDate): Words {
  const words = standingWords(data, today);
  return 'number' in data && isPractised(data) ? { ...words, state: 'practice' } : words;
}

function standingWords(data: BusinessRecord['data'], today: LocalDate): Words {
  if ('suppliedOn' in data)
    return {
      title: `Invoice ${data.number}, ${data.buyer.name}`,
      detail: formatMoney(data.total),
      state:
        data.status === 'open'
          ? dueWords(data.dueOn, today)
          : data.paidOn === undefined
            ? data.status
            : `${data.status} ${shownDate(data.paidOn, today)}`,
    };
  if ('validUntil' in data)
    return {
      title: `Quote ${data.number}, ${data.buyer.name}`,
      detail: formatMoney(data.total),
      state: data.status === 'open' ? `valid until ${shownDate(data.validUntil, today)}` : data.status,
    };
  if ('invoiceNumber' in data)
    return {
      title: `Credit note ${data.number}, ${data.buyer.name}`,
      detail: formatMoney(data.total),
      state: `for ${data.invoiceNumber}`,
    };
  if ('noticeDays' in data)
    return {
      title: data.title,
      detail: data.price ? `Contract, ${priceText(data.price)}` : 'Contract',
      state: data.endsOn === undefined ? data.status : `until ${shownDate(data.endsOn, today)}`,
    };
  if ('title' in data)
    return {
      title: data.title,
      detail: data.list ?? '',
      state: data.status === 'open' && data.dueOn !== undefined ? dueWords(data.dueOn, today) : data.status,
    };
  if ('text' in data) return { title: data.text.split('\n')[0] ?? '', detail: '', state: '' };
  return { title: data.name, detail: data.email ?? '', state: '' };
}

/** `due Mon 7 Dec`, `3 days late` */
function dueWords(dueOn: LocalDate, today: LocalDate): string {
  const days = Math.round(DateTime.fromISO(today).diff(DateTime.fromISO(dueOn), 'days').days);
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'} late`;
  return days === 0 ? 'due today' : `due ${shownDate(dueOn, today)}`;
}

export function reminderEntry({ id, body }: Stored<Schedule>, { zone, now }: Reader): Entry {
  const { name, when, pattern, next, toldAt, createdAt } = body;
  const time = (at: DateTime) => {
    const today = DateTime.fromMillis(now, { zone });
    if (at.hasSame(today, 'day')) return at.toFormat('H:mm');
    const day = at.hasSame(today, 'year') ? 'ccc d LLL' : 'ccc d LLL yyyy';
    return at.toFormat(`${day}, H:mm`, { locale: 'en' });
  };
  const state =
    toldAt !== null
      ? `told ${time(DateTime.fromISO(toldAt, { zone }))}, not done`
      : next === null
        ? 'over'
        : time(DateTime.fromMillis(next, { zone }));
  // A single time was told in words of that day, such as “tomorrow”; the state tells it better.
  const detail = isMoment(pattern) ? '' : when;
  return { id, kind: 'reminder', title: name, detail, state, at: createdAt };
}

export function effectEntry({ id, body }: Stored<Effect>): Entry {
  const { title, status, plannedAt } = body;
  const to = recipientOf(body);
  const isMail = to !== '';
  const state = isMail && status === 'done' ? 'sent' : EFFECT_WORDS[status];
  return { id, kind: isMail ? 'mail' : 'effect', title, detail: to, state, at: plannedAt };
}

/** Whom it reaches; empty for what stays here. */
export function recipientOf({ command }: Pick<Effect, 'command'>): string {
  const { to } = command.input;
  return command.recipient ?? (command.type.startsWith('email.') && typeof to === 'string' ? to : '');
}
