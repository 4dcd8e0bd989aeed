import type { Effect } from '../../console/index.ts';

/** A mail of which nobody knows whether it arrived, but for what a test says of it. */
export function uncertainEffect(told: Partial<Effect>): Effect {
  return {
    id: 'eff_1',
    command: 'email.send@1',
    input: {},
    title: 'invoice 2026-014',
    status: 'unknown',
    at: '2026-11-23T09:00:00.000Z',
    changedAt: '2026-11-23T09:00:00.000Z',
    idempotencyKey: 'key',
    attempts: 1,
    outputs: {},
    undo: '',
    undoable: false,
    ...told,
  };
}
