import { formatMoney, type Money } from '../../kernel/index.ts';

const MAX_QUOTED = 40;
const MAX_LISTED = 3;

/** Others' words as they are shown: in quotes, and never longer than a short phrase. */
function quoted(text: string): string {
  const shown = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED).toWellFormed()}…` : text;
  return `“${shown}”`;
}

/** Why a value that was given cannot be used; the question follows it. */
export const PROBLEMS = {
  notAboveZero: (amount: Money) => `${formatMoney(amount)} cannot be used; an amount must be above zero.`,
  tooManyDecimals: (shown: string, currency: string, decimals: number) =>
    decimals === 0
      ? `${quoted(shown)} has decimals, and ${currency} has none.`
      : `${quoted(shown)} has more decimals than ${currency}, which has ${decimals}.`,
  amountTooLarge: (shown: string) => `${quoted(shown)} is larger than I can count exactly.`,
  amountUnreadable: (shown: string) => `I cannot read ${quoted(shown)} as an amount. Write it like 1,200.50.`,
  currencyUnclear: (shown: string) =>
    `${quoted(shown)} does not say which currency. Write its code, such as USD.`,
  amountInWords: () => 'I read amounts in figures only, such as $1,200.',
  noCount: (shown: string) => `${quoted(shown)} does not say of how many.`,
  repeated: (shown: string) =>
    `I write one at a time, and ${quoted(shown)} asks for more. Set a reminder for the next ones.`,
  linesWithTax: () => 'Of several things I need each amount before tax, and these are with tax.',
  notExactWithTax: (gross: Money, rate: number, near: Money) =>
    `No amount comes to exactly ${formatMoney(gross)} with ${rate} % tax; the nearest before tax is ${formatMoney(near)}.`,
  noAnswer: (shown: string) => `${quoted(shown)} does not say it.`,
  several: (shown: readonly string[]) => `You gave ${list(shown)}, and I need one.`,
  past: (shown: string) => `${quoted(shown)} is in the past.`,
  tooFar: (shown: string) => `${quoted(shown)} is more than ten years away.`,
  noSuchDate: (shown: string) => `${quoted(shown)} is not in the calendar.`,
  noSuchTime: (shown: string) => `${quoted(shown)} is no time of day.`,
  noTime: (shown: string) => `${quoted(shown)} does not say at what time.`,
  notOnce: (shown: string) => `${quoted(shown)} is more than once, and I need one time.`,
  noRhythm: (shown: string) =>
    `I cannot repeat something ${quoted(shown)}; I can by hours that divide a day, and by days, weeks, months or years.`,
  unknownPlace: (shown: string) =>
    `I do not know where ${quoted(shown)} is. Name a larger city with the same time.`,
  severalZones: (shown: string) => `${quoted(shown)} has several time zones. Name a city.`,
  notAnAddress: (shown: string) => `${quoted(shown)} is not a complete e-mail address.`,
  numberTooLarge: (shown: string) => `${quoted(shown)} is larger than I can count exactly.`,
  percentUnreadable: (shown: string) =>
    `I cannot read ${quoted(shown)} as a percentage. Write it like 19 or 7.5.`,
  unknownName: (shown: string, kind: string) => `I know no ${kind} called ${quoted(shown)}.`,
  tooLong: (maxChars: number) =>
    `That is longer than the ${maxChars.toLocaleString('en-US')} characters I read at once.`,
} as const;

function list(shown: readonly string[]): string {
  const listed = shown.slice(0, MAX_LISTED).map(quoted);
  if (shown.length > MAX_LISTED) listed.push(`${shown.length - MAX_LISTED} more`);
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(listed);
}
