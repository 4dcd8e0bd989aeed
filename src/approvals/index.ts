export { inputSchemaOf } from './changes.ts';
export type { ApprovalDeps } from './deps.ts';
export { CARD_LIFETIME_MS, type Proposal, type Proposed } from './propose.ts';
export { type Approvals, createApprovals } from './service.ts';
export {
  type CardPreview,
  SUGGESTION_STATUSES,
  type Suggestion,
  type SuggestionStatus,
  suggestions,
} from './suggestion.ts';
export { checkToken, issueToken, readToken, type TokenAction, type TokenClaim } from './tokens.ts';
