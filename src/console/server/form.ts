import { inputSchemaOf, type Suggestion } from '../../approvals/index.ts';
import { type Command, commandName, inWords, isMainstayError, type JsonObject } from '../../kernel/index.ts';
import { readRecord } from '../../memory/index.ts';
import type { Form, InputSchema } from '../api/form.ts';
import type { ConsoleDeps } from './deps.ts';

type FormDeps = Pick<ConsoleDeps, 'store' | 'registry'>;

/** The form for Edit: each command's input with its JSON Schema, where `oneOf` names the records behind ids. */
export async function shownForm(
  { store, registry }: FormDeps,
  { commands, restsOn }: Suggestion,
): Promise<Form> {
  const names = await namesOf(store, restsOn);
  return {
    commands: commands.map((command) => ({
      title: registry.handler(command).label,
      command: commandName(command),
      schema: schemaOf(registry, command, names),
      input: command.input,
    })),
  };
}

async function namesOf(
  store: FormDeps['store'],
  versions: Suggestion['restsOn'],
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(versions.map(({ kind, id }) => readRecord(store, kind, id)));
  return new Map(
    found.flatMap((record) => {
      const name: unknown = record && 'name' in record.body.data ? record.body.data.name : undefined;
      return record && typeof name === 'string' ? [[record.id, name] as const] : [];
    }),
  );
}

function schemaOf(
  registry: FormDeps['registry'],
  command: Command,
  names: ReadonlyMap<string, string>,
): InputSchema {
  // Of all that JSON Schema may say, commands use the part that forms know.
  const schema = inputSchemaOf(registry, command) as InputSchema;
  const replaced = new Set(
    Object.entries(schema.properties ?? {}).flatMap(([field, { replaces = [] }]) =>
      command.input[field] === undefined ? [] : replaces,
    ),
  );
  const own = Object.entries(schema.properties ?? {}).filter(
    ([field]) => !replaced.has(field) || command.input[field] !== undefined,
  );
  const properties = own.map(([field, property]) => {
    const value = command.input[field];
    const title = typeof value === 'string' ? names.get(value) : undefined;
    const isNeeded = !schema.required?.includes(field) && !mayLack(registry, command, field);
    return [
      field,
      {
        ...property,
        ...(value === undefined || title === undefined ? {} : { oneOf: [{ const: value, title }] }),
        ...(isNeeded ? { needed: true } : {}),
      },
    ] as const;
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** Whether the command, as it is, could do without the field; what a schema says of fields together shows only so. */
function mayLack(registry: FormDeps['registry'], command: Command, field: string): boolean {
  const { [field]: _, ...input }: JsonObject = inWords(command.input);
  try {
    registry.parseInput({ ...command, input });
    return true;
  } catch (error) {
    if (isMainstayError(error, 'REQUEST_INVALID')) return false;
    throw error;
  }
}
