import addresses from 'email-addresses';

/** Whoever a mail came from. */
export interface Sender {
  readonly name?: string;
  readonly email?: string;
}

/** A mail that was forwarded or quoted, as it stands in a text. */
export interface Forwarded {
  readonly sender: Sender;
  readonly subject: string;
  readonly message: string;
  /** The words above it. */
  readonly said: string;
}

/** Gmail, Outlook and Thunderbird between dashes; Apple Mail without. */
const MARKER =
  /^[ >]*(?:-{2,}\s*(?:forwarded|original)\s+message\s*-{2,}|begin forwarded message:)[ \t]*$/imu;
/** Headers without a marker, as some programs copy them. */
const HEADERS =
  /^[ >]*\*?from:\*?[ \t]+\S.*\n(?:[ >]*\*?[a-z-]+:\*?.*\n)*[ >]*\*?(?:subject|date|sent|to):/imu;
/** “On Mon, 23 Nov 2026 at 09:12, Ana Torres <ana@torres.example> wrote:” */
const REPLIED = /^[ >]*On\s[^\n]{4,80}\d(?:\s?[AP]M)?,?\s+(?<sender>[^\d\n][^\n]{0,120}?)\s+wrote:[ \t]*$/imu;
const HEADER = /^\*?(?<field>[A-Za-z][A-Za-z-]{1,30}):\*?[ \t]*(?<value>.*)$/u;
/** Outlook writes “Torres, Ana <ana@torres.example>”, whose name would have to be in quotes. */
const UNQUOTED_NAME = /^\s*(?<name>[^"<>]+?)\s*<(?<address>[^<>\s]+)>\s*$/u;
/** Outlook writes its links out: “Ana Torres [mailto:ana@torres.example]”. */
const MAILTO = /\s*[[<]mailto:(?<address>[^\]>\s]+)[\]>]/iu;
const MAX_MESSAGE = 20_000;

/** The mail in the text; undefined where there is none, or it names nobody. */
export function readForwarded(text: string): Forwarded | undefined {
  const marker = MARKER.exec(text);
  if (marker) return readBlock(text, { start: marker.index, from: marker.index + marker[0].length });
  const headers = HEADERS.exec(text);
  if (headers) return readBlock(text, { start: headers.index, from: headers.index });
  const replied = REPLIED.exec(text);
  if (!replied) return undefined;
  const [before, after] = [text.slice(0, replied.index), text.slice(replied.index + replied[0].length)];
  const sender = readSender(replied.groups?.['sender'] ?? '');
  return found({ sender, subject: '', message: unmarked(after).join('\n'), said: before });
}

/** “Ana Torres <ana@torres.example>”, “Ana Torres [mailto:ana@torres.example]”, “ana@torres.example”, “Ana Torres”. */
export function readSender(given: string): Sender {
  const text = given.replace(MAILTO, ' <$<address>>');
  const mailbox = mailboxIn(text) ?? mailboxIn(text.replace(UNQUOTED_NAME, '"$<name>" <$<address>>'));
  if (mailbox?.type !== 'mailbox') {
    const name = text.trim();
    return name === '' ? {} : { name };
  }
  const name = mailbox.name?.trim();
  const isNamed = name && name.toLowerCase() !== mailbox.address.toLowerCase();
  return { ...(isNamed ? { name } : {}), email: mailbox.address };
}

function mailboxIn(input: string) {
  return addresses.parseOneAddress({ input, rfc6532: true });
}

function readBlock(
  text: string,
  { start, from }: { readonly start: number; readonly from: number },
): Forwarded | undefined {
  const lines = unmarked(text.slice(from));
  const begin = lines.findIndex((line) => line.trim() !== '');
  const fields = new Map<string, string>();
  let at = Math.max(begin, 0);
  for (let last = ''; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') break;
    const { field, value = '' } = HEADER.exec(line.trim())?.groups ?? {};
    if (field === undefined && !(last !== '' && /^\s/u.test(line))) break;
    last = field?.toLowerCase() ?? last;
    fields.set(
      last,
      [fields.get(last), value || (field === undefined ? line.trim() : '')].filter(Boolean).join(' '),
    );
  }
  const sender = readSender(fields.get('from') ?? '');
  const message = lines.slice(at).join('\n');
  return found({ sender, subject: fields.get('subject') ?? '', message, said: text.slice(0, start) });
}

function found({ sender, subject, message, said }: Forwarded): Forwarded | undefined {
  const words = withoutHistory(message).trim().slice(0, MAX_MESSAGE);
  if (words === '' || (sender.name === undefined && sender.email === undefined)) return undefined;
  return { sender, subject: subject.trim(), message: words, said: said.trim() };
}

/** Lines without the marks of a quotation. */
function unmarked(text: string): readonly string[] {
  return text.split(/\r?\n/u).map((line) => line.replace(/^(?:>[ ]?)+/u, ''));
}

/** What was written before, below the newest words. */
function withoutHistory(message: string): string {
  const ends = [MARKER, REPLIED].flatMap((pattern) => pattern.exec(message)?.index ?? []);
  return message.slice(0, Math.min(message.length, ...ends));
}
