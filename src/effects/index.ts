export type { EffectDeps, PendingCall } from './dispatch.ts';
export { type Effect, EFFECT_STATUSES, type EffectStatus, effects, isCarriedOut, readEffect } from './effect.ts';
export { type EffectGroup, effectIdOf, planGroup, stagePlanned } from './ledger.ts';
export { createEffects, type Effects, type Resolution } from './service.ts';
