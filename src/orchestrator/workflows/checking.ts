import type { Environment } from '@marcbachmann/cel-js';
import type { CommandHandler, Tool } from '../../ports/index.ts';
import type { Path } from './problem.ts';
import type { WorkflowSource } from './schema.ts';
import type { ConfigTimes } from './timing.ts';

/** What a workflow may use. */
export interface WorkflowEnvironment {
  readonly commands: readonly Pick<CommandHandler, 'type' | 'version' | 'where' | 'input' | 'outputs'>[];
  readonly tools: readonly Pick<Tool, 'name' | 'input'>[];
  /** Types of events that connectors bring, beside our own. */
  readonly events?: readonly string[];
  /** Times of day that config/mainstay.yaml sets. */
  readonly times?: ConfigTimes;
}

/** All that the checks of one workflow look at. */
export interface Checking {
  readonly workflow: WorkflowSource;
  readonly environment: WorkflowEnvironment;
  /** Every workflow by its name; undefined where its own file is broken. */
  readonly others: ReadonlyMap<string, WorkflowSource | undefined>;
  /** For each step, the steps that have ended before it begins. */
  readonly upstream: ReadonlyMap<string, ReadonlySet<string>>;
  /** Knows the types of this workflow's inputs. */
  readonly cel: Environment;
}

/** Where a text stands, which says what it may refer to. */
export interface Place {
  readonly path: Path;
  /** The step that it belongs to; none for the default of an input. */
  readonly step?: string;
  /** Whether it is evaluated once for each item of a `forEach`. */
  readonly each?: boolean;
  /** The named commands before it in the same suggestion, in order. */
  readonly earlier?: readonly { readonly as: string; readonly do: string }[];
  /** Whether it belongs to what starts the workflow, when only the event is known. */
  readonly starting?: boolean;
  /** Whether it is the text of a value, which may not refer to other texts. */
  readonly written?: boolean;
  /** The `otherwise` text that it is. */
  readonly template?: string;
}

/** Something wrong in an expression. */
export interface Found {
  readonly problem: string;
  readonly mend: string;
  /** How far into the expression. */
  readonly offset?: number;
}
