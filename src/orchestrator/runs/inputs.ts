import { type Json, type JsonObject, MainstayError } from '../../kernel/index.ts';
import { type OpenQuestion, type RecordVersion, readRecord } from '../../memory/index.ts';
import { evaluateTree, writtenOut } from '../workflows/index.ts';
import type { InputSpec, WorkflowDefinition } from '../workflows/types.ts';
import { type Advancing, ask, type RunDeps } from './advancing.ts';
import { scopeOf } from './scope.ts';
import type { JournalEntry } from './state.ts';

/**
 * A run's first step: reads its inputs from the words that began it, fills in defaults, and asks for the first that
 * is still open. One question at a time; the next advance comes here again. Throws RECORD_NONE.
 */
export async function resolveInputs(deps: RunDeps, advancing: Advancing): Promise<readonly JournalEntry[]> {
  const { definition, state, run, cause } = advancing;
  const open = Object.fromEntries(
    Object.entries(definition.input).filter(([name]) => !(name in state.inputs)),
  );
  const handed = await handedRecords(advancing);
  if (Object.keys(open).length === 0) return [...handed, { kind: 'inputs-resolved', at: cause.at }];
  // The text was read when the run began; what it did not say then is asked for, not read again.
  const first = Object.keys(state.inputs).length === 0 && state.asked === null;
  // All inputs are read together, since each takes its words away from the others.
  const read = await deps.understanding.fill(run.body.text, definition.input, {
    now: first ? cause.at : state.startedAt,
  });
  const known: JournalEntry[] = [...handed];
  for (const [name, value] of Object.entries(read.values)) {
    if (name in open) known.push(await knownInput(advancing, { name, value }));
  }
  const question = firstQuestion(definition.input, open, read);
  if (question) {
    const { name, text, choices } = question;
    refuseToAsk(definition.input[name], read.absent.includes(name));
    ask(deps, advancing, { key: `input:${name}`, text, choices });
    return [...known, { kind: 'input-asked', name: question.name }];
  }
  const left = Object.entries(open).filter(([name]) => !(name in read.values));
  for (const [name, { defaultValue }] of left) {
    const value = defaultValue === undefined ? null : evaluateTree(defaultValue, scopeOf(deps, advancing));
    known.push({ kind: 'input-known', name, value });
  }
  return [...known, { kind: 'inputs-resolved', at: cause.at }];
}

/** Records that the run was started with are read anew, so that it rests on them like on any other. */
async function handedRecords(advancing: Advancing): Promise<JournalEntry[]> {
  const { definition, state } = advancing;
  const entries: JournalEntry[] = [];
  for (const [name, spec] of Object.entries(definition.input)) {
    const value = state.inputs[name];
    const id = typeof value === 'string' ? value : idOf(value);
    if (spec.type !== 'record' || id === undefined || state.restsOn.some((rested) => rested.id === id))
      continue;
    entries.push(await knownInput(advancing, { name, value: id }));
  }
  return entries;
}

function idOf(value: Json | undefined): string | undefined {
  const id =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)['id']
      : undefined;
  return typeof id === 'string' ? id : undefined;
}

interface InputQuestion {
  readonly name: string;
  readonly text: string;
  readonly choices: OpenQuestion['choices'];
}

function firstQuestion(
  specs: WorkflowDefinition['input'],
  open: WorkflowDefinition['input'],
  read: Awaited<ReturnType<RunDeps['understanding']['fill']>>,
): InputQuestion | undefined {
  for (const name of Object.keys(specs)) {
    const spec = open[name];
    if (!spec || name in read.values) continue;
    const choices = read.ambiguous[name];
    if (choices) return { name, text: choiceQuestion(spec, choices), choices: [...choices] };
    const problem = read.problems[name];
    if (problem !== undefined) return { name, text: `${problem} ${questionFor(name, spec)}`, choices: [] };
    if (read.missing.includes(name)) return { name, text: questionFor(name, spec), choices: [] };
  }
  return undefined;
}

/** “Which Ana: Torres or Lima?” */
export function choiceQuestion(
  spec: InputSpec,
  choices: readonly { readonly label: string; readonly asked?: string }[],
): string {
  const labels = choices.map(({ label }) => label);
  const list = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(labels);
  return `Which ${choices[0]?.asked ?? spec.kind ?? 'one'}: ${list}?`;
}

/** Customers are added by the way; a paper or task of which there is none cannot be named. Throws RECORD_NONE. */
function refuseToAsk(spec: InputSpec | undefined, isAbsent: boolean): void {
  if (!isAbsent || spec?.kind === undefined || spec.kind === 'customer') return;
  const [status, ...others] = spec.status ?? [];
  const kind = status === undefined || others.length > 0 ? spec.kind : `${status} ${spec.kind}`;
  throw new MainstayError('RECORD_NONE', { values: { kind } });
}

function questionFor(name: string, spec: InputSpec): string {
  return spec.ask ?? `What is the ${name}?`;
}

/** The value as the run keeps it: a record is read now, and its version noted as what the run rests on. */
export async function knownInput(
  { definition, unit }: Pick<Advancing, 'definition' | 'unit'>,
  { name, value }: { readonly name: string; readonly value: Json },
): Promise<Extract<JournalEntry, { kind: 'input-known' }>> {
  return { kind: 'input-known', name, ...(await knownValue(unit, definition.input[name], value)) };
}

/** The value that an input or an answer of this kind has for the run: see `knownInput`. */
export async function knownValue(
  unit: Advancing['unit'],
  spec: InputSpec | undefined,
  value: Json,
): Promise<{ readonly value: Json; readonly rested?: readonly RecordVersion[] }> {
  if (spec?.type !== 'record' || typeof value !== 'string') return { value };
  const record = await readRecord(unit, spec.kind ?? '', value);
  if (!record) return { value: null };
  const { kind, version, data } = record.body;
  return {
    value: { ...(data as JsonObject), id: value, kind, version },
    rested: [{ kind, id: value, version }],
  };
}

/** Every record input as it is now: what a card that went out of date is drafted from. Throws RECORD_GONE. */
export async function refreshedInputs(
  advancing: Pick<Advancing, 'definition' | 'unit' | 'state'>,
): Promise<{ readonly inputs: Record<string, Json>; readonly rested: readonly RecordVersion[] }> {
  const inputs: Record<string, Json> = {};
  const rested: RecordVersion[] = [];
  for (const [name, spec] of Object.entries(advancing.definition.input)) {
    const value = advancing.state.inputs[name];
    if (spec.type !== 'record' || typeof value !== 'object' || value === null || Array.isArray(value))
      continue;
    const { id = null, name: called = null } = value as JsonObject;
    const known = await knownInput(advancing, { name, value: id });
    if (known.value === null)
      throw new MainstayError('RECORD_GONE', {
        values: { kind: spec.kind ?? 'record', name: writtenOut(called ?? id) },
      });
    inputs[name] = known.value;
    rested.push(...(known.rested ?? []));
  }
  return { inputs, rested };
}
