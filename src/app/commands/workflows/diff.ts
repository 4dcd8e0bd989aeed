import { diffLines } from 'diff';
import { stringify } from 'yaml';
import type { WorkflowHistory } from '../../../console/index.ts';
import { type JsonObject, MainstayError } from '../../../kernel/index.ts';
import { createClient } from '../../client/client.ts';
import { readEnvironment } from '../../environment.ts';
import { createStyle } from '../../terminal/style.ts';
import { visible } from '../../terminal/text.ts';
import { checkedFiles } from './check.ts';
import { ignoredLines, setLines } from './values.ts';

/** One side of a comparison. */
interface Side {
  /** `file`, or the first digits of the version's hash. */
  readonly name: string;
  readonly source: JsonObject;
}

const FILE = 'file';
const CONTEXT = 3;

/**
 * `mainstay workflows diff NAME [OLD] [NEW]`: versions by the first digits of their hash, or `file` for what lies in
 * the folder now, with what is set of it. Without them: the running version and the file, or where they are the same,
 * the version before. What the operator set is named first.
 */
export async function diffCommand(
  name: string,
  [old, fresh]: readonly string[],
  options: { readonly json?: boolean },
): Promise<void> {
  const stored = await storedVersions(name);
  const sides = old === undefined ? await usualSides(stored) : await namedSides(name, stored, [old, fresh]);
  const [from, to] = sides.map(({ source }) => yamlOf(source));
  const parts = diffLines(from ?? '', to ?? '');
  if (options.json)
    return console.log(
      JSON.stringify({ name, from: sides[0], to: sides[1], same: from === to, set: setOf(stored.newest) }),
    );
  const style = createStyle(process.stdout);
  for (const line of [...setLines(stored.newest), ...ignoredLines(stored.newest)]) console.log(line);
  console.log(style.bold(`${visible(name)}: ${sides[0].name} → ${sides[1].name}`));
  if (from === to) return console.log('They are the same.');
  for (const [index, { value, added, removed }] of parts.entries()) {
    const lines = visible(value).replace(/\n$/, '').split('\n');
    if (added) console.log(style.good(lines.map((line) => `+ ${line}`).join('\n')));
    else if (removed) console.log(style.bad(lines.map((line) => `- ${line}`).join('\n')));
    else console.log(around(lines, { first: index === 0, last: index === parts.length - 1 }).join('\n'));
  }
}

/** A few unchanged lines next to what changed; the rest is left out. */
function around(lines: readonly string[], { first, last }: { first: boolean; last: boolean }): string[] {
  const before = first ? [] : lines.slice(0, CONTEXT);
  const after = last ? [] : lines.slice(Math.max(before.length, lines.length - CONTEXT));
  const left = lines.length - before.length - after.length;
  const gap = left > 0 && !(first && last) ? [`  … ${left} ${left === 1 ? 'line' : 'lines'}`] : [];
  return [...before.map((line) => `  ${line}`), ...gap, ...after.map((line) => `  ${line}`)];
}

type Stored = (hash: string | undefined) => Promise<WorkflowHistory>;

/** Reads versions from the running server; NOT_FOUND where it has no such workflow. */
async function storedVersions(
  name: string,
): Promise<{ readonly newest: WorkflowHistory; readonly read: Stored }> {
  const client = createClient(readEnvironment(process.env));
  const read: Stored = (hash) =>
    client.call<WorkflowHistory>(
      'GET',
      `/api/v1/workflows/${encodeURIComponent(name)}${hash === undefined ? '' : `?version=${hash}`}`,
    );
  return { newest: await read(undefined), read };
}

type Versions = Awaited<ReturnType<typeof storedVersions>>;

async function usualSides({ newest, read }: Versions): Promise<readonly [Side, Side]> {
  const running = { name: shortHash(newest.hash), source: newest.source };
  const file = await fileSide(newest);
  if (yamlOf(file.source) !== yamlOf(running.source)) return [running, file];
  const before = newest.versions.find(({ hash }) => hash !== newest.hash);
  if (!before) return [running, file];
  const { source } = await read(before.hash);
  return [{ name: shortHash(before.hash), source }, running];
}

async function namedSides(
  name: string,
  { newest, read }: Versions,
  [old, fresh]: readonly [string, string | undefined],
): Promise<readonly [Side, Side]> {
  const side = async (wanted: string): Promise<Side> => {
    if (wanted === FILE) return fileSide(newest);
    const found = newest.versions.filter(({ hash }) => hash.startsWith(wanted.toLowerCase()));
    const [version] = found;
    if (!version || found.length > 1)
      throw new MainstayError('NOT_FOUND', { values: { kind: `one version of ${name}`, id: wanted } });
    return { name: shortHash(version.hash), source: (await read(version.hash)).source };
  };
  return [await side(old), await side(fresh ?? newest.hash)];
}

/** The file as it would run here: what was set stays when it is updated. */
async function fileSide(newest: WorkflowHistory): Promise<Side> {
  const { name } = newest;
  const found = (await checkedFiles([])).find((file) => file.name === name);
  if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'workflow file', id: name } });
  const set = setOf(newest);
  return { name: FILE, source: Object.keys(set).length === 0 ? found.source : { ...found.source, set } };
}

function setOf({ source }: WorkflowHistory): JsonObject {
  return (source['set'] ?? {}) as JsonObject;
}

function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

/** Keys in the order in which workflows are written, since stored ones have lost theirs. */
const ORDER = [
  'name',
  'version',
  'title',
  'set',
  'on',
  'input',
  'values',
  'steps',
  'kind',
  'label',
  'id',
  'needs',
  'if',
  'forEach',
  'type',
  'do',
  'as',
];

function yamlOf(source: JsonObject): string {
  const place = (key: unknown) => {
    const at = ORDER.indexOf(String(key));
    return at === -1 ? ORDER.length : at;
  };
  return stringify(source, {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    sortMapEntries: ({ key: one }, { key: other }) =>
      place(keyText(one)) - place(keyText(other)) || keyText(one).localeCompare(keyText(other)),
  });
}

function keyText(key: unknown): string {
  return typeof key === 'object' && key !== null && 'value' in key ? String(key.value) : String(key);
}
