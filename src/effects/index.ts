export { type EffectDeps, type PendingCall, resolvedInput } from './deps.ts';
export {
  EFFECT_STATUSES,
  type Effect,
  type EffectStatus,
  effects,
  isCarriedOut,
  namedOutputs,
  readEffect,
} from './effect.ts';
export { type EffectGroup, planGroup, stagePlanned } from './ledger.ts';
export { createEffects, type Effects, type Resolution } from './service.ts';
export { undoingOf } from './undo.ts';
export { createUndoConnector } from './undo-command.ts';
