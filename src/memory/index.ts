import type { CollectionSpec } from '../ports/index.ts';
import { attachments } from './attachments/attachments.ts';
import { records } from './records/records.ts';
import { numbering } from './settings/numbering.ts';
import { settings } from './settings/settings.ts';
import { conversations } from './working/conversations.ts';
import { messages } from './working/messages.ts';

export { attachments, fileDocument } from './attachments/attachments.ts';
export { createBooks } from './books/connector.ts';
export { createAttachments } from './books/documents.ts';
export { type IssuedPaper, issuedPapers } from './books/issued.ts';
export type { PaperDefaults } from './books/paper.ts';
export { lastNoticeDay, noticeText, priceText } from './records/contracts.ts';
export { type Directory, type NamedRecord, openDirectory } from './records/directory.ts';
export {
  type Contract,
  contractSchema,
  fieldTitle,
  type Invoice,
  isRecordKind,
  RECORD_KINDS,
  type RecordKind,
} from './records/kinds.ts';
export {
  type BusinessRecord,
  createRecordBooks,
  type RecordBooks,
  type RecordVersion,
  readRecord,
  recordMigrations,
  records,
} from './records/records.ts';
export { openAmount, takingsSince, takingsWords } from './records/takings.ts';
export { isPractised, peekNumber } from './settings/numbering.ts';
export { stageSettings } from './settings/patch.ts';
export { hereZone, isQuiet } from './settings/quiet.ts';
export {
  knownZone,
  openSettings,
  type Settings,
  type SettingsKeeper,
  type SettingsPatch,
  settingsPatchSchema,
} from './settings/settings.ts';
export { createRecordTools } from './tools/index.ts';
export { BUSINESS, changedSince } from './versions.ts';
export {
  type Conversation,
  changeConversation,
  conversations,
  type OpenQuestion,
  openConversation,
  readConversation,
} from './working/conversations.ts';
export { type Message, messages, postMessage } from './working/messages.ts';

/** The collections that this room keeps. */
export const memoryCollections: readonly CollectionSpec[] = [
  attachments,
  conversations,
  messages,
  numbering,
  records,
  settings,
];
