import { parseDocument } from 'yaml';
import type { SettingsPatch } from '../../memory/index.ts';
import { parseConfig } from '../config.ts';
import type { Answers, Known } from './answers.ts';

/** One thing that is written, as it is told; a secret is never part of it. */
export interface Change {
  readonly where: 'config/mainstay.yaml' | '.env' | 'settings';
  readonly name: string;
  readonly from: string | undefined;
  readonly to: string;
}

const SECRET = '(not shown)';

/** What the answers change, in the order in which it is written. What is as it was is no change. */
export function changesOf(known: Known, answers: Answers): readonly Change[] {
  const { business, zone, currency, tax, smtpUrl, mailFrom, hold } = answers;
  const all: (Change | undefined)[] = [
    change('config/mainstay.yaml', 'currency', [known.currency, currency]),
    change('config/mainstay.yaml', 'tax', [known.tax, tax]),
    change('config/mainstay.yaml', 'mailFrom', [undefined, mailFrom]),
    change('.env', 'MAINSTAY_ZONE', [known.before ? known.zone : undefined, zone]),
    smtpUrl && { where: '.env', name: 'SMTP_URL', from: known.mail ? SECRET : undefined, to: SECRET },
    change('settings', 'business name', [known.business, business]),
    change('settings', 'home zone', [known.zone, zone]),
    change('settings', 'hold', [known.hold, hold]),
  ];
  return all.flatMap((one) => one ?? []);
}

function change(
  where: Change['where'],
  name: string,
  [from, to]: readonly [string | number | undefined, string | number | undefined],
): Change | undefined {
  if (to === undefined || to === from) return undefined;
  return { where, name, from: from === undefined ? undefined : String(from), to: String(to) };
}

/** mainstay.yaml with the answers; comments and everything else stay. Throws CONFIG_INVALID where it was broken before. */
export function withConfigAnswers(text: string, { currency, tax, mailFrom }: Answers): string {
  parseConfig(text, 'config/mainstay.yaml');
  const document = parseDocument(text);
  for (const [key, value] of Object.entries({ currency, tax, mailFrom }))
    if (value !== undefined) document.set(key, value);
  const written = document.toString({ lineWidth: 0 });
  parseConfig(written, 'config/mainstay.yaml');
  return written;
}

/** The variables that the answers set in `.env`. */
export function variablesOf({ zone, smtpUrl }: Answers): Record<string, string> {
  return {
    ...(zone === undefined ? {} : { MAINSTAY_ZONE: zone }),
    ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl.reveal() }),
  };
}

/** What is kept with the running Mainstay, where the page changes it too. */
export function settingsOf({ business, zone, hold }: Answers): SettingsPatch {
  return {
    ...(zone === undefined ? {} : { zone: { home: zone, here: zone } }),
    ...(hold === undefined ? {} : { hold }),
    ...(business === undefined ? {} : { business: { name: business } }),
  };
}
