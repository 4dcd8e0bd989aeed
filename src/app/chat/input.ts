/** What the operator wants with a line. */
export type Intent =
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: Act; readonly argument: string }
  | { readonly do: 'unknown'; readonly name: string }
  | { readonly do: 'nothing' };

const ACTS = [
  'approve',
  'edit',
  'reject',
  'why',
  'open',
  'arrived',
  'again',
  'leave',
  'next',
  'cards',
  'help',
  'quit',
] as const;

export type Act = (typeof ACTS)[number];

const KEYS: Readonly<Record<string, Act>> = {
  a: 'approve',
  e: 'edit',
  r: 'reject',
  w: 'why',
  o: 'open',
  y: 'arrived',
  s: 'again',
  l: 'leave',
};

/** Commands as Tab completes them. */
export const SLASHED: readonly string[] = ACTS.map((act) => `/${act}`);

/** Acts on what has the keys; the others need nothing. */
export type FocusedAct = Exclude<Act, 'next' | 'cards' | 'help' | 'quit'>;

/** Reads a line. A lone letter is a key only where something waits for one; a space before it makes it words. */
export function intentOf(line: string, waits: boolean): Intent {
  if (line.trim() === '') return { do: 'nothing' };
  const key = waits ? KEYS[line.toLowerCase().trimEnd()] : undefined;
  if (key) return { do: key, argument: '' };
  if (line.startsWith('//')) return { do: 'say', text: line.slice(1) };
  const slash = /^\/([a-z]+)(?:\s+(.*))?$/s.exec(line.trimEnd());
  if (!slash) return line.startsWith('/') && !line.includes(' ') ? unknown(line) : say(line);
  const [, name = '', argument = ''] = slash;
  const act = ACTS.find((known) => known === name);
  return act ? { do: act, argument: argument.trim() } : unknown(`/${name}`);
}

function say(line: string): Intent {
  return { do: 'say', text: line.trim() };
}

function unknown(name: string): Intent {
  return { do: 'unknown', name: name.trim() };
}
