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
  PreviewNote,
  RemoteCommand,
} from './connector.ts';
export type { DocumentRenderer, InvoiceDocument, InvoiceLine, InvoiceParty } from './document.ts';
export type { IncomingMessage, Intake, Receipt } from './intake.ts';
export type { AgentLoop, CustomerRequest, LoopRequest, OperatorRequest } from './loop.ts';
export type { Intent, Match, Matcher } from './matcher.ts';
export type { Scheduler } from './scheduler.ts';
export type {
  Batch,
  CollectionSpec,
  CommitResult,
  Condition,
  Document,
  IndexSpec,
  IndexValues,
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
