/** What keeps a rule of docs/guarantees.md, how it is taken out, and the test that misses it. */
export interface Guard {
  /** The rule's number there. */
  readonly rule: number;
  readonly guard: string;
  readonly file: string;
  /** Stands once in the file; without it the guard is gone. */
  readonly with: string;
  readonly without: string;
  readonly test: { readonly project: 'unit' | 'process'; readonly file: string; readonly name: string };
}

const rooms = (row: number) =>
  ({ project: 'unit', file: 'test/faults/rooms.test.ts', name: `^${row}\\.` }) as const;

export const GUARDS: readonly Guard[] = [
  {
    rule: 1,
    guard: 'an answer waits for the commit',
    file: 'src/gateway/receive.ts',
    with: 'const result = await unit.commit();',
    without: 'void unit.commit();\n      const result = { ok: true };',
    test: { project: 'process', file: 'test/crash/acknowledged.test.ts', name: '' },
  },
  {
    rule: 2,
    guard: 'a key for each fact',
    file: 'src/gateway/receive.ts',
    with: '...(dedupeKey === undefined ? {} : { dedupeKey }),',
    without: '',
    test: {
      project: 'unit',
      file: 'test/integration/story.test.ts',
      name: 'takes the same message under the same id once',
    },
  },
  {
    rule: 3,
    guard: 'payloads are held against their commitments',
    file: 'src/events/verify.ts',
    with: "commitment !== commitTo(salt, data))\n    reasons.push('its payload was changed');",
    without: 'commitment === "")\n    reasons.push("");',
    test: rooms(47),
  },
  {
    rule: 4,
    guard: 'a change names the revision that it read',
    file: 'adapters/store/sqlite/tables.ts',
    with: 'body = ? WHERE id = ? AND revision = ?`',
    without: 'body = ? WHERE id = ? AND ? > 0`',
    test: { project: 'unit', file: 'adapters/store/sqlite/index.test.ts', name: '' },
  },
  {
    rule: 4,
    guard: 'a document carries what it causes where a batch can be cut',
    file: 'src/events/outbox.ts',
    with: 'return isAtomic ? [] : [...outbox.entries];',
    without: 'return [];',
    test: { project: 'unit', file: 'test/integration/outbox.test.ts', name: '' },
  },
  {
    rule: 4,
    guard: 'a start writes what a cut batch left out',
    file: 'src/events/outbox.ts',
    with: 'if (store.isAtomic) return;',
    without: 'return;',
    test: rooms(1),
  },
  {
    rule: 5,
    guard: 'what a run did is in its journal before it goes on',
    file: 'src/orchestrator/runs/stage.ts',
    with: 'outbox.insert(journal.name, journal.toDocument(id, { run: run.id, at, entries }));',
    without: '',
    test: { project: 'unit', file: 'test/integration/step-kinds.test.ts', name: '' },
  },
  {
    rule: 6,
    guard: 'what was being sent is not sent again',
    file: 'src/effects/recover.ts',
    with: "else if (status === 'sending') await continueAfter(deps, effect, await outcomeOf(deps, effect));",
    without:
      "else if (status === 'sending') { const next = await settle(deps, effect, { status: 'planned', dueAt: 0 }); if (next) await makeCall(deps, next); }",
    test: {
      project: 'process',
      file: 'test/crash/invoice-story.test.ts',
      name: 'asks instead of sending again',
    },
  },
  {
    rule: 7,
    guard: 'what is done is held against the decision',
    file: 'src/effects/admit.ts',
    with: 'return bindingHash(commands, effect.body.workflowVersion) === decided.data.hash',
    without: 'return bindingHash(commands, effect.body.workflowVersion) !== ""',
    test: {
      project: 'unit',
      file: 'test/integration/guards.test.ts',
      name: 'refuses an effect that was changed after its approval',
    },
  },
  {
    rule: 8,
    guard: 'a card that was decided cannot be decided otherwise',
    file: 'src/approvals/decide.ts',
    with: "if (status !== 'pending') throw",
    without: "if (status === 'approved' && found.body.hash === '') throw",
    test: rooms(30),
  },
  {
    rule: 9,
    guard: 'a card’s time runs out',
    file: 'src/approvals/attempt.ts',
    with: 'if (Date.parse(found.body.expiresAt) + deps.sleptMs() <= cause.at)',
    without: 'if (Number.isNaN(Date.parse(found.body.expiresAt)))',
    test: rooms(33),
  },
  {
    rule: 10,
    guard: 'what a customer wrote is quoted, not taken for a request',
    file: 'src/orchestrator/triggers/turns.ts',
    with: 'if (relayed) return follow(',
    without: 'if (relayed && !event) return follow(',
    test: { project: 'unit', file: 'test/integration/customer-message.test.ts', name: '' },
  },
  {
    rule: 11,
    guard: 'turns of one conversation wait for each other',
    file: 'src/kernel/lanes.ts',
    with: 'const result = before.then(task, task);',
    without: 'const result = Promise.resolve().then(task);',
    test: { project: 'unit', file: 'src/kernel/lanes.test.ts', name: '' },
  },
  {
    rule: 12,
    guard: 'money is whole minor units',
    file: 'src/kernel/money.ts',
    with: 'minor: z.int()',
    without: 'minor: z.number()',
    test: { project: 'unit', file: 'src/kernel/money.test.ts', name: '' },
  },
  {
    rule: 12,
    guard: 'a time that was dealt with is remembered by the operator’s calendar',
    file: 'src/orchestrator/schedules/occurrence.ts',
    with: 'if (last === null) return from;',
    without: 'if (last !== "") return from;',
    test: rooms(11),
  },
  {
    rule: 13,
    guard: 'a secret does not serialise',
    file: 'src/kernel/secret.ts',
    with: 'toJSON(): string {\n    return REDACTED;',
    without: 'toJSON(): string {\n    return this.#value;',
    test: { project: 'unit', file: 'src/kernel/secret.test.ts', name: '' },
  },
  {
    rule: 14,
    guard: 'a start takes up the turns that were not finished',
    file: 'src/orchestrator/service.ts',
    with: 'await recoverTurns(turns, recovery, await unhandled(deps, saved));',
    without: 'await recoverTurns(turns, recovery, []);',
    test: { project: 'process', file: 'test/faults/processes.test.ts', name: '^3\\.' },
  },
  {
    rule: 14,
    guard: 'what ends each start is set aside',
    file: 'src/orchestrator/recovery.ts',
    with: 'if (id === before?.trying && before.starts >= MAX_STARTS) return false;',
    without: '',
    test: { project: 'process', file: 'test/faults/processes.test.ts', name: '^14\\.' },
  },
  {
    rule: 14,
    guard: 'work waits where the disk is full',
    file: 'src/events/patient.ts',
    with: 'if (!isOutage(error) || !(await pause())) throw error;',
    without: 'throw error;',
    test: rooms(7),
  },
];
