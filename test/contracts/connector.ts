import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { z } from 'zod';
import {
  commandName,
  isMainstayError,
  type JsonObject,
  type MainstayError,
  parseCommandName,
} from '../../src/kernel/index.ts';
import type {
  CommandContext,
  CommandHandler,
  Connector,
  Outcome,
  RemoteCommand,
} from '../../src/ports/index.ts';

/** How the outside behaves: takes it, says no, takes it and drops the line before it says so, is not there. */
export type Mood = 'accepts' | 'refuses' | 'drops' | 'is-away';

/** What the outside got, in the card's terms; a field is absent where the outside knows no such thing. */
export interface Received {
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly attachments?: readonly string[];
}

export interface CommandSample {
  readonly input: JsonObject;
  /** As the card must show it; absent where nothing leaves. */
  readonly recipient?: string;
}

export interface ConnectorHarness {
  readonly connector: Connector;
  /** A valid input for every command, by `type@version`. */
  readonly samples: Readonly<Record<string, CommandSample>>;
  mood(mood: Mood): Promise<void>;
  /** Everything that the outside took so far. */
  received(): Promise<readonly Received[]>;
  /** Moods that this outside cannot be in, with the reason; they are reported as skipped. */
  readonly cannot?: Partial<Record<Mood, string>>;
  close(): Promise<void>;
}

const CONTEXT: CommandContext = {
  now: Date.UTC(2026, 10, 23, 9, 12),
  zone: 'Europe/Berlin',
  practice: false,
};
const KEY = 'eff_0123456789abcdef0123456789abcdef';

/** What every connector promises; `open` gives a fresh one beside an outside that has taken nothing yet. */
export function connectorContract(name: string, open: () => Promise<ConnectorHarness>): void {
  describe(`connector: ${name}`, () => {
    let harness: ConnectorHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.close());

    describeItself(() => harness);
    describePreview(() => harness);
    describePerforming(() => harness);
  });
}

function describeItself(harness: () => ConnectorHarness): void {
  it('names its commands as commands are named, and has a sample of each here', () => {
    const names = harness().connector.commands.map(commandName);
    expect(names.map((name) => parseCommandName(name))).not.toContain(undefined);
    expect(Object.keys(harness().samples).toSorted()).toEqual(names.toSorted());
  });

  it('takes a valid input as it is, and refuses a field that it does not know', () => {
    for (const [command, { input }] of each(harness())) {
      expect(command.input.safeParse(input)).toEqual({ success: true, data: input });
      expect(command.input.safeParse({ ...input, surprise: 1 }).success).toBe(false);
    }
  });

  it('gives a JSON Schema from which a form can be made', () => {
    for (const [command] of each(harness())) {
      const schema = z.toJSONSchema(command.input, { io: 'input' });
      expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
      for (const property of Object.values(schema.properties ?? {})) {
        expect(property).toMatchObject({ title: expect.stringMatching(/\S/) });
      }
    }
  });

  it('says how each command is undone, or why it cannot be', () => {
    for (const [{ undo }] of each(harness())) {
      if ('never' in undo) expect(undo.never).toMatch(/\S/);
      else expect(parseCommandName(undo.command)).toBeDefined();
    }
  });

  it('can be looked up exactly where it says so', () => {
    for (const [command] of each(harness())) {
      if (command.where === 'remote') expect(command.lookup !== undefined).toBe(command.repeat === 'lookup');
    }
  });

  it('tells whether it is set up, and may be closed twice', async () => {
    expect(harness().connector.status().text).toMatch(/\S/);
    await harness().connector.close?.();
    await harness().connector.close?.();
  });
}

function describePreview(harness: () => ConnectorHarness): void {
  it('shows the exact recipient, and changes nothing by showing it', async () => {
    for (const [command, { input, recipient }] of each(harness())) {
      const preview = await command.preview(input, CONTEXT);
      expect(preview.to).toBe(recipient);
      expect(await command.preview(input, CONTEXT)).toEqual(preview);
      expect(command.title(input, {})).toMatch(/^\S.{1,300}$/);
    }
    expect(await harness().received()).toEqual([]);
  });
}

function describePerforming(harness: () => ConnectorHarness): void {
  it('does what the preview showed, and gives every output that it declares', async (test) => {
    for (const [command, { input }] of await remote(harness(), 'accepts', test)) {
      const preview = await command.preview(input, CONTEXT);
      const outcome = await perform(command, input);
      expect(outcome.status).toMatch(/^(done|saved)$/);
      expect(Object.keys('outputs' in outcome ? outcome.outputs : {}).toSorted()).toEqual(
        [...command.outputs].toSorted(),
      );
      const [received, ...more] = (await harness().received()).slice(-1);
      expect(more).toEqual([]);
      if (received?.to !== undefined) expect(received.to).toBe(preview.to);
      if (received?.subject !== undefined) expect(received.subject).toBe(preview.subject);
      if (received?.text !== undefined) expect(received.text).toBe(preview.text);
      if (received?.attachments)
        expect(received.attachments).toEqual(preview.attachments?.map((file) => file.name) ?? []);
    }
  });

  it('refuses an invalid input without asking the outside', async (test) => {
    for (const [command, { input }] of await remote(harness(), 'accepts', test)) {
      const outcome = await perform(command, { ...input, surprise: 1 });
      expect(outcome).toMatchObject({ status: 'failed', error: { code: 'REQUEST_INVALID' } });
    }
    expect(await harness().received()).toEqual([]);
  });

  it('fails with an error that can be shown when the outside refuses', async (test) => {
    for (const [command, { input }] of await remote(harness(), 'refuses', test)) {
      expectFailure(await perform(command, input));
    }
    expect(await harness().received()).toEqual([]);
  });

  it('fails in a way that may pass when the outside is away, and then succeeds once it is back', async (test) => {
    for (const [command, { input }] of await remote(harness(), 'is-away', test)) {
      await harness().mood('accepts');
      const before = (await harness().received()).length;
      await harness().mood('is-away');
      expect(expectFailure(await perform(command, input))?.retry).toBe(true);
      await harness().mood('accepts');
      expect((await harness().received()).length).toBe(before);
      expect((await perform(command, input)).status).toMatch(/^(done|saved)$/);
      expect((await harness().received()).length).toBe(before + 1);
    }
  });

  it('acts once for one key, or says that it does not know', async (test) => {
    for (const [command, { input }] of await remote(harness(), 'drops', test)) {
      const before = (await harness().received()).length;
      await harness().mood('drops');
      const outcome = await perform(command, input);
      if (command.repeat === 'none') expect(outcome.status).toBe('unknown');
      await harness().mood('accepts');
      if (command.repeat === 'lookup') expect((await command.lookup?.(KEY))?.status).toBe('done');
      if (command.repeat === 'key') expect((await perform(command, input)).status).toBe('done');
      expect((await harness().received()).length - before).toBe(1);
    }
  });

  it('saves the same key into the same place', async (test) => {
    for (const [command, { input }] of await remote(harness(), 'accepts', test)) {
      const before = (await harness().received()).length;
      if ((await perform(command, input)).status !== 'saved') continue;
      const later = { ...CONTEXT, now: CONTEXT.now + 86_400_000, key: KEY };
      expect((await command.perform(input, later)).status).toBe('saved');
      expect((await harness().received()).length).toBe(before + 1);
    }
  });

  it('lets nothing leave in practice mode', async (test) => {
    const before = await harness().received();
    for (const [command, { input }] of await remote(harness(), 'accepts', test)) {
      const outcome = await command.perform(input, { ...CONTEXT, practice: true, key: KEY });
      expect(outcome.status).toBe('saved');
    }
    expect(await harness().received()).toEqual(before);
  });
}

type Sampled<C extends CommandHandler> = readonly [command: C, sample: CommandSample];

function each({ connector, samples }: ConnectorHarness): Sampled<CommandHandler>[] {
  return connector.commands.flatMap((command): Sampled<CommandHandler>[] => {
    const sample = samples[commandName(command)];
    return sample ? [[command, sample]] : [];
  });
}

/** The commands that leave the machine, with the outside in a mood; skips the test where it cannot be in it. */
async function remote(
  harness: ConnectorHarness,
  mood: Mood,
  test: TestContext,
): Promise<Sampled<RemoteCommand>[]> {
  const reason = harness.cannot?.[mood];
  if (reason !== undefined) test.skip(reason);
  await harness.mood(mood);
  return each(harness).flatMap(([command, sample]): Sampled<RemoteCommand>[] =>
    command.where === 'remote' ? [[command, sample]] : [],
  );
}

function perform(command: RemoteCommand, input: JsonObject): Promise<Outcome> {
  return command.perform(input, { ...CONTEXT, key: KEY });
}

function expectFailure(outcome: Outcome): MainstayError | undefined {
  expect(outcome.status).toBe('failed');
  if (outcome.status !== 'failed') return undefined;
  expect(isMainstayError(outcome.error)).toBe(true);
  expect(outcome.error.message).not.toMatch(/\{\w+\}|undefined|\[object/);
  if (outcome.retryAfterMs !== undefined) expect(outcome.retryAfterMs).toBeGreaterThan(0);
  return outcome.error;
}
