import { confirm, isCancel, log, password, select, spinner, text } from '@clack/prompts';
import { Secret } from '../../kernel/index.ts';
import {
  type Answers,
  type Known,
  OFFERED_HOLD,
  problemOf,
  type Question,
  smtpUrlOf,
  valueOf,
} from './answers.ts';
import { mailProblem } from './mail.ts';

/** The operator left; nothing was written. */
export class Left extends Error {}

/** Asks what is not known and was not given, in the words of the work. Throws Left. */
export async function askMissing(known: Known, given: Answers, again: boolean): Promise<Answers> {
  const open = (question: keyof Answers, isKnown: boolean) =>
    given[question] === undefined && (again || !isKnown);
  const answers: Record<string, unknown> = { ...given };
  const ask = async (question: Question, message: string, initial: string) => {
    answers[question] = valueOf(question, await asked(question, message, initial));
  };
  if (open('business', known.business !== undefined))
    await ask('business', 'What is your business called, as it stands on invoices?', known.business ?? '');
  if (open('zone', known.before && known.zone !== undefined))
    await ask('zone', 'Where are you? Your time zone:', known.zone ?? localZone());
  if (open('currency', known.before))
    await ask('currency', 'Which currency do you write invoices in?', known.currency);
  if (open('tax', known.before))
    await ask('tax', 'Which tax stands on them, in percent? 0 for none:', String(known.tax));
  if (open('smtpUrl', known.mail || (known.before && !again))) Object.assign(answers, await askMail());
  if (open('hold', known.before))
    answers['hold'] = (await yes(
      `Shall approved mail wait ${OFFERED_HOLD} seconds, so that you can stop it?`,
      known.before ? known.hold > 0 : true,
    ))
      ? Math.max(known.hold, OFFERED_HOLD)
      : 0;
  return answers;
}

/** Where this computer says that it is. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A yes or no. Throws Left. */
export async function yes(message: string, initialValue: boolean): Promise<boolean> {
  return kept(await confirm({ message, initialValue }));
}

async function asked(question: Question, message: string, initialValue: string): Promise<string> {
  const validate = (value: string | undefined) => problemOf(question, value ?? '');
  return kept(await text({ message, initialValue, validate }));
}

/** Until an account works, or none is wanted. */
async function askMail(): Promise<Pick<Answers, 'smtpUrl' | 'mailFrom'>> {
  for (;;) {
    const how = kept(
      await select({
        message: 'Do you have a mail account that sends approved mail?',
        options: [
          { value: 'none', label: 'Not now', hint: 'approved mail is saved as a file on this computer' },
          { value: 'parts', label: 'Yes: server, user and password' },
          { value: 'url', label: 'Yes, as one address', hint: 'smtps://user:password@mail.example:465' },
        ],
      }),
    );
    if (how === 'none') return {};
    const { smtpUrl, user } = how === 'url' ? await askUrl() : await askParts();
    const trying = spinner();
    trying.start('Trying it');
    const problem = await mailProblem(smtpUrl);
    trying.stop(problem === undefined ? 'It works; nothing was sent.' : 'It does not work.');
    if (problem !== undefined) {
      log.error(problem);
      continue;
    }
    if (problemOf('mailFrom', user) === undefined) return { smtpUrl };
    return { smtpUrl, mailFrom: await asked('mailFrom', 'Which address is your mail from?', '') };
  }
}

interface Account {
  readonly smtpUrl: Secret;
  readonly user: string;
}

async function askUrl(): Promise<Account> {
  const url = kept(await password({ message: 'The address, with special characters percent-encoded:' }));
  const user = URL.canParse(url) ? new URL(url).username.replace('%40', '@') : '';
  return { smtpUrl: new Secret(url), user };
}

async function askParts(): Promise<Account> {
  const needed = (value: string | undefined) => (value?.trim() ? undefined : 'This is needed.');
  const host = kept(
    await text({ message: 'Server, such as mail.example or mail.example:587:', validate: needed }),
  );
  const user = kept(await text({ message: 'User, mostly your address:', validate: needed }));
  const secret = kept(await password({ message: 'Password:', validate: needed }));
  return { smtpUrl: smtpUrlOf({ host, user, password: secret }), user: user.trim() };
}

function kept<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new Left();
  return answer as Exclude<T, symbol>;
}
