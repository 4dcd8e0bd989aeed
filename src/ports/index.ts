export type { Anchor, AnchoredHead } from './anchor.ts';
export type { Backup, Backups } from './backups.ts';
export type {
  Attachments,
  CommandContext,
  CommandHandler,
  CommandPreview,
  Connector,
  LocalCommand,
  LocalContext,
  Outcome,
  PreviewAttachment,
  PreviewFact,
  PreviewNote,
  RemoteCommand,
} from './connector.ts';
export type { DocumentRenderer, PaperDocument, PaperLine, PaperParty } from './document.ts';
export type { Embedder, Embedding, EmbeddingKind } from './embedder.ts';
export type { IncomingMessage, Intake, Receipt } from './intake.ts';
export type { Intent } from './intent.ts';
export type { AgentLoop, CustomerRequest, LoopRequest, OperatorRequest } from './loop.ts';
export type { Scheduler } from './scheduler.ts';
export type { Shelf } from './shelf.ts';
export type {
  Batch,
  CollectionSpec,
  CommitResult,
  Condition,
  Document,
  IndexSpec,
  IndexValues,
  Migration,
  NewDocument,
  Operation,
  Page,
  Query,
  Scalar,
  Store,
  StoreStats,
} from './store.ts';
export type { Tool, ToolContext } from './tool.ts';
export type { Staging } from './unit.ts';
