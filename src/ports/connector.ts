import type { z } from 'zod';
import type { Cause, JsonObject, MainstayError, Money } from '../kernel/index.ts';
import type { Staging } from './unit.ts';

/** A file on a card: one that is stored under `id`, or a draft whose bytes are stored with the card. */
export interface PreviewAttachment {
  readonly id?: string;
  readonly bytes?: Uint8Array;
  readonly name: string;
  readonly contentType: string;
  readonly pages?: number;
}

/** Something unusual about what a card proposes, and the form in which it can be mended. */
export interface PreviewNote {
  readonly text: string;
  readonly mend?: 'business';
}

/** A line of the card; `whole` is all that it says where `text` had to be shortened. */
export interface PreviewFact {
  readonly label: string;
  readonly text: string;
  readonly whole?: string;
}

/** What a command contributes to the card that proposes it. Order is the order shown. */
export interface CommandPreview {
  /** Who receives it: exact name and address; absent where nothing leaves. */
  readonly to?: string;
  readonly facts?: readonly PreviewFact[];
  readonly subject?: string;
  /** The exact text that will leave. */
  readonly text?: string;
  readonly attachments?: readonly PreviewAttachment[];
  /** What it was drawn from beside its input: where that changes, the card is out of date. */
  readonly restsOn?: readonly { readonly kind: string; readonly id: string; readonly version: number }[];
  /** Outputs that are known beforehand, in words, by name: the title of a card may name them. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** The record that it will make, by the output that will name it: later commands of the card may be drawn from it. */
  readonly makes?: { readonly output: string; readonly data: JsonObject };
  /** The unusual things that the operator should know. */
  readonly notes?: readonly PreviewNote[];
}

/** What may be known when a command is previewed, checked or carried out. */
export interface CommandContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The operator's home zone (IANA), which dates invoices. */
  readonly zone: string;
  /** Practice: numbers read PRACTICE-n and nothing leaves. */
  readonly practice: boolean;
  /** While a card is drawn: records that its earlier commands will make, by what stands for their ids meanwhile. */
  readonly made?: ReadonlyMap<string, JsonObject>;
}

interface CommandSpec {
  /** `email.send` */
  readonly type: string;
  readonly version: number;
  /** What it makes, as a heading: “Invoice”. */
  readonly label: string;
  /** Validates the input before it is shown and again before it is carried out. */
  readonly input: z.ZodType<Record<string, unknown>>;
  /** Outputs that later commands of the same suggestion may refer to, by name. */
  readonly outputs: readonly string[];
  /** The command that compensates this one, or the reason why there is none, in the operator's words. */
  readonly undo:
    | {
        readonly command: string;
        /** As a card says it: “invoice can be voided”. */
        readonly text: string;
        input(outputs: JsonObject): JsonObject;
      }
    | { readonly never: string };
  /** It cannot be taken back, so it is proposed although it stays on this computer, unless a rule says otherwise. */
  readonly asksFirst?: true;
  /** What it does, in a few words, for lists: “Invoice 2026-001 to Ana Torres”. `outputs` is empty until it is done. */
  title(input: JsonObject, outputs: JsonObject): string;
  /** What the card says once it is done, as a sentence: “Sent 9:14.” Absent where the title has said it all. */
  done?(outputs: JsonObject, time: string): string;
  /** What it moves, for limits on amounts: `unknown` counts as above any. Absent where no money is moved. */
  amount?(input: JsonObject): Money | 'unknown';
  /** Pure reading; references to outputs of earlier commands are already words such as “(number)”. */
  preview(input: JsonObject, context: CommandContext): Promise<CommandPreview>;
}

export interface LocalContext extends CommandContext {
  /** The same key again must end in the same change, made once. */
  readonly key: string;
  readonly cause: Cause;
}

/** A change of our own books: staged on the caller's unit of work, so that it commits with what caused it. */
export interface LocalCommand extends CommandSpec {
  readonly where: 'local';
  /** Throws a MainstayError where the change is impossible; then nothing may have been staged. */
  apply(unit: Staging, input: JsonObject, context: LocalContext): Promise<JsonObject>;
}

/** What became of a call to the outside. */
export type Outcome =
  | {
      readonly status: 'done' | 'saved';
      readonly outputs: JsonObject;
      readonly providerRef?: string;
      readonly note?: string;
    }
  | { readonly status: 'failed'; readonly error: MainstayError; readonly retryAfterMs?: number }
  /** The other side may or may not have acted. */
  | { readonly status: 'unknown'; readonly error: MainstayError };

/** A call that leaves the machine. */
export interface RemoteCommand extends CommandSpec {
  readonly where: 'remote';
  /** How a repeat is kept from acting twice: the other side honours our key, can be asked, or neither. */
  readonly repeat: 'key' | 'lookup' | 'none';
  /** Never throws for what the other side does; the key is the same at every attempt. */
  perform(input: JsonObject, context: CommandContext & { readonly key: string }): Promise<Outcome>;
  /**
   * What was sent, as a file, made again from the input and what `perform` gave; `at` is when it was done (epoch ms).
   */
  copy?(sent: {
    readonly input: JsonObject;
    readonly key: string;
    readonly outputs: JsonObject;
    readonly at: number;
  }): Promise<{ readonly bytes: Uint8Array }>;
  /** What became of an earlier attempt; `undefined` where the other side knows nothing of it. */
  lookup?(key: string): Promise<Outcome | undefined>;
}

export type CommandHandler = LocalCommand | RemoteCommand;

/** One outside system, or the local books, as commands that can be proposed and carried out. */
export interface Connector {
  readonly name: string;
  readonly commands: readonly CommandHandler[];
  /** Whether it is set up, in the operator's words; doctor prints it. */
  status(): { readonly ready: boolean; readonly text: string };
  close?(): Promise<void>;
}

/** Bytes that a command attaches, found by the id that an earlier command gave. */
export interface Attachments {
  /** With `asIssued`, a paper as it was before it was voided. */
  read(
    id: string,
    options?: { readonly asIssued?: boolean },
  ): Promise<{
    readonly name: string;
    readonly contentType: string;
    readonly bytes: Uint8Array;
    readonly pages?: number;
  }>;
}
