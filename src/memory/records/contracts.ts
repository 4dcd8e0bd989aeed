import { DateTime, Duration } from 'luxon';
import { formatMoney, type LocalDate, shownDate } from '../../kernel/index.ts';
import type { Contract, Price } from './kinds.ts';

/** The last day on which a contract can be ended for its end; undefined where no notice or no end is known. */
export function lastNoticeDay({
  notice,
  endsOn,
}: Pick<Contract, 'notice' | 'endsOn'>): LocalDate | undefined {
  if (notice === undefined || !notice.startsWith('P')) return notice;
  if (endsOn === undefined) return undefined;
  return DateTime.fromISO(endsOn).minus(Duration.fromISO(notice)).toFormat('yyyy-MM-dd');
}

/** `€40.00 a month`, `€900.00` */
export function priceText({ amount, per }: Price): string {
  const article = per === 'hour' ? 'an' : 'a';
  return per === 'once' ? formatMoney(amount) : `${formatMoney(amount)} ${article} ${per}`;
}

/** `3 months`, `until Thu 30 Sep` */
export function noticeText(notice: string, today: LocalDate): string {
  return notice.startsWith('P')
    ? Duration.fromISO(notice, { locale: 'en' }).toHuman({ listStyle: 'long' })
    : `until ${shownDate(notice, today)}`;
}

/** `€40.00 a month, until Fri 31 Dec 2027, notice by Thu 30 Sep 2027` */
export function contractText(contract: Contract, today: LocalDate): string {
  const { price, endsOn, notice } = contract;
  const last = lastNoticeDay(contract);
  return [
    ...(price ? [priceText(price)] : []),
    endsOn === undefined ? 'no end' : `until ${shownDate(endsOn, today)}`,
    ...(last !== undefined ? [`notice by ${shownDate(last, today)}`] : []),
    ...(last === undefined && notice !== undefined ? [`${noticeText(notice, today)} notice`] : []),
  ].join(', ');
}
