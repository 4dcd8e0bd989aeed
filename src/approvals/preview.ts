import type { Registry } from '../connectors/index.ts';
import {
  type Command,
  deriveId,
  invalidRequest,
  type JsonObject,
  resolveReferences,
  wordFor,
} from '../kernel/index.ts';
import { fileDocument, type RecordVersion } from '../memory/index.ts';
import type { CommandContext, CommandHandler, CommandPreview, NewDocument } from '../ports/index.ts';
import type { CardPreview } from './suggestion.ts';

/** A card's content, the commands with their recipients as shown, and the files that go with it. */
export interface Drawn {
  readonly commands: readonly Command[];
  readonly preview: CardPreview;
  /** What it was drawn from, beside the records that its run read. */
  readonly restsOn: readonly RecordVersion[];
  /** Outputs that are known beforehand, in words, as `invoice.total`. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly undo: string;
  readonly risk: 'local' | 'leaves';
  readonly files: readonly NewDocument[];
}

/**
 * Checks every command's input and draws what it will do. References to earlier outputs read as words such as
 * “(number)”. Throws COMMAND_UNKNOWN, and REQUEST_INVALID with paths such as `inputs/0/due`.
 */
export async function drawCard(
  registry: Registry,
  drawing: {
    readonly suggestion: string;
    readonly commands: readonly Command[];
    readonly context: CommandContext;
  },
): Promise<Drawn> {
  const parts: { command: Command; handler: CommandHandler; preview: CommandPreview }[] = [];
  const made = new Map<string, JsonObject>();
  for (const [position, command] of drawing.commands.entries()) {
    checkReferences(registry, drawing.commands, position);
    const handler = registry.handler(command);
    const words = resolveReferences(command.input, (path) => (made.has(path) ? path : wordFor(path)));
    const input = registry.parseInput({ ...command, input: words as JsonObject }, `inputs/${position}`);
    const preview = await handler.preview(input, { ...drawing.context, made });
    if (preview.makes) made.set(`${command.as ?? ''}.${preview.makes.output}`, preview.makes.data);
    parts.push({ command, handler, preview });
  }
  const previews = parts.map(({ preview }) => preview);
  const files = previews.flatMap((preview, index) => filesOf(preview, `${drawing.suggestion}/${index}`));
  return {
    commands: parts.map(({ command, preview }) =>
      preview.to === undefined ? command : { ...command, recipient: preview.to },
    ),
    preview: mergePreviews(previews, files),
    restsOn: previews.flatMap((preview) => preview.restsOn ?? []),
    outputs: new Map(
      parts.flatMap(({ command, preview }) =>
        Object.entries(preview.outputs ?? {}).map(
          ([name, text]) => [`${command.as ?? ''}.${name}`, text] as const,
        ),
      ),
    ),
    undo: undoText(parts),
    risk: parts.some(({ handler }) => handler.where === 'remote') ? 'leaves' : 'local',
    files: files.flatMap(({ document }) => document ?? []),
  };
}

/** Every reference has to name an output of an earlier command. */
function checkReferences(registry: Registry, commands: readonly Command[], position: number): void {
  const known = new Set(
    commands
      .slice(0, position)
      .flatMap((command) =>
        registry.handler(command).outputs.map((output) => `${command.as ?? ''}.${output}`),
      ),
  );
  resolveReferences(commands[position]?.input ?? {}, (path) => {
    if (known.has(path)) return path;
    const message = `Take out ${path}: no earlier command gives it.`;
    throw invalidRequest([{ path: `inputs/${position}`, message }]);
  });
}

interface CardFile {
  readonly shown: CardPreview['attachments'][number];
  readonly document?: NewDocument;
}

function filesOf({ attachments = [] }: CommandPreview, owner: string): CardFile[] {
  return attachments.flatMap((file, index): CardFile[] => {
    const id = file.id ?? deriveId('att', owner, index);
    const shown = { id, name: file.name, ...(file.pages === undefined ? {} : { pages: file.pages }) };
    if (!file.bytes) return file.id ? [{ shown }] : [];
    const document = fileDocument(id, owner.split('/')[0] ?? owner, { ...file, bytes: file.bytes });
    return [{ shown, document }];
  });
}

function mergePreviews(previews: readonly CommandPreview[], files: readonly CardFile[]): CardPreview {
  const subject = previews.find((preview) => preview.subject !== undefined)?.subject;
  const text = previews.find((preview) => preview.text !== undefined)?.text;
  return {
    to: previews.flatMap((preview) => preview.to ?? []),
    facts: previews.flatMap((preview) => preview.facts ?? []),
    ...(subject === undefined ? {} : { subject }),
    ...(text === undefined ? {} : { text }),
    attachments: files.map(({ shown }) => shown),
    notes: previews.flatMap((preview) => preview.notes ?? []),
    changes: [],
  };
}

/** `Mail cannot be unsent; invoice can be voided`: what never can be undone stands first. */
function undoText(parts: readonly { handler: CommandHandler }[]): string {
  const never = parts.flatMap(({ handler }) => ('never' in handler.undo ? [handler.undo.never] : []));
  const undoable = parts.flatMap(({ handler }) => ('never' in handler.undo ? [] : [handler.undo.text]));
  const text = [...new Set([...never, ...undoable])].join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
