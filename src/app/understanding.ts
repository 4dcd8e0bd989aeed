import { createUnderstanding, type Understanding } from '../agent/index.ts';
import type { Directory, SettingsKeeper } from '../memory/index.ts';
import { loadPhrasings, type WorkflowDefinition } from '../orchestrator/index.ts';
import type { Embedder, Shelf } from '../ports/index.ts';
import type { Config } from './config.ts';

interface Outside {
  readonly config: Config;
  readonly workflowFolders: readonly string[];
  readonly meanings?: { readonly embedder: Embedder; readonly maxWaitMs?: number };
  readonly shelf?: Shelf;
  onError(error: unknown, about: Readonly<Record<string, string>>): void;
}

/** What words are read with: the workflows' examples, the records that they may name, and the operator's clock. */
export function understandingOf(
  { config, workflowFolders, meanings, shelf, onError }: Outside,
  known: {
    readonly definitions: readonly WorkflowDefinition[];
    readonly directory: Directory;
    here(): string;
    readonly settings: Pick<SettingsKeeper, 'current'>;
  },
): Understanding {
  const { definitions, directory, here, settings } = known;
  return createUnderstanding({
    intents: definitions.map(({ name, on }) => ({
      name,
      examples: on.message?.examples ?? [],
      exact: on.message?.exact ?? [],
      leads: on.message?.leads ?? [],
    })),
    phrasings: () => loadPhrasings(workflowFolders, definitions),
    meanings,
    shelf,
    onProblem: (error) => onError(error, { part: 'understanding' }),
    context: (now) => ({
      now,
      zone: here(),
      currency: config.currency,
      taxRate: config.tax,
      dayFirst: config.dayFirst,
      records: (kind, status) => directory.all(kind, status, { practised: settings.current().practice }),
    }),
  });
}
