/** Stands for what an earlier command will give, assigned on approval. */
export interface OutputReference {
  readonly $output: string;
}

/** Text with references inside, as commands carry it. */
export interface JoinedText {
  readonly $join: readonly (string | OutputReference)[];
}

export function isOutputReference(value: unknown): value is OutputReference {
  return (
    typeof value === 'object' && value !== null && '$output' in value && typeof value.$output === 'string'
  );
}

export function isJoinedText(value: unknown): value is JoinedText {
  return typeof value === 'object' && value !== null && '$join' in value && Array.isArray(value.$join);
}

/** The references of a joined text, each once, in order of appearance. */
export function referencesOf({ $join }: JoinedText): readonly string[] {
  return [...new Set($join.flatMap((part) => (typeof part === 'string' ? [] : [part.$output])))];
}

/**
 * The text as a person edits it: each reference reads as `{invoice.number}`. Words that merely look like one of
 * the references are marked with a backslash, so that nothing changes its meaning on the way back.
 */
export function toEditable(joined: JoinedText): string {
  const tokens = tokenPattern(referencesOf(joined));
  const parts = merged(joined.$join);
  return parts
    .map((part, index) => (typeof part === 'string' ? escaped(part, index) : `{${part.$output}}`))
    .join('');

  function escaped(text: string, index: number): string {
    const marked = tokens
      ? text.replaceAll(tokens, (_, slashes: string, name: string) => `${slashes}${slashes}\\{${name}}`)
      : text;
    return index < parts.length - 1 ? marked.replace(/\\+$/, (slashes) => slashes + slashes) : marked;
  }
}

/**
 * The edited text back as a command carries it: `{name}` becomes a reference where `references` has that name,
 * everything else stays text. Plain text where no reference is left.
 */
export function fromEditable(text: string, references: readonly string[]): string | JoinedText {
  const tokens = tokenPattern(references);
  const parts: (string | OutputReference)[] = [];
  let end = 0;
  for (const match of tokens ? text.matchAll(tokens) : []) {
    const [whole, slashes = '', name = ''] = match;
    parts.push(text.slice(end, match.index) + '\\'.repeat(Math.floor(slashes.length / 2)));
    parts.push(slashes.length % 2 === 1 ? `{${name}}` : { $output: name });
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  const joined = merged(parts);
  const plain = joined.every((part) => typeof part === 'string');
  return plain ? joined.join('') : { $join: joined };
}

function tokenPattern(references: readonly string[]): RegExp | undefined {
  if (references.length === 0) return undefined;
  const names = references.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(String.raw`(\\*)\{(${names.join('|')})\}`, 'g');
}

function merged(parts: readonly (string | OutputReference)[]): (string | OutputReference)[] {
  const result: (string | OutputReference)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else if (part !== '') result.push(part);
  }
  return result;
}
