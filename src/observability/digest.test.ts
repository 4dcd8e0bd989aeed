import { describe, expect, it } from 'vitest';
import type { EventFilter, EventLog } from '../events/index.ts';
import type { Event } from '../kernel/index.ts';
import { answeredTurn, happened, received } from './day.fake.ts';
import { digestOf } from './digest.ts';

/** A log of these events that is only read. */
function logOf(events: readonly Event[]): Pick<EventLog, 'scan'> {
  const numbered = events.map((event, place) => ({ ...event, sequence: place + 1 }));
  const fits = (event: Event, { from = '', to = '9', ...filter }: EventFilter) =>
    event.time >= from &&
    event.time < to &&
    (filter.types ?? [filter.type ?? event.type]).includes(event.type) &&
    (filter.correlation ?? event.correlationid) === event.correlationid &&
    event.sequence > (filter.afterSequence ?? 0);
  return {
    async *scan(filter) {
      yield* numbered.filter((event) => fits(event, filter));
    },
  };
}

function digest(
  events: readonly Event[],
  { zone = 'UTC', answering }: { zone?: string; answering?: string } = {},
) {
  const now = Date.parse('2026-11-23T20:00:00Z');
  const question = {
    date: '2026-11-23',
    zone,
    now,
    backups: [],
    ...(answering === undefined ? {} : { answering }),
  };
  return digestOf(logOf(events) as EventLog, question);
}

describe('the digest of a day', () => {
  it('says so where nothing happened', async () => {
    expect((await digest([])).text).toBe(
      'Today Mon 23 Nov. Nothing came in and nothing was sent.\nNo backup yet',
    );
  });

  it('ends with the last backup, on the day that is today', async () => {
    expect((await digest(answeredTurn('m1'))).text.split('\n').at(-1)).toBe('No backup yet');
    const yesterday = { date: '2026-11-23', zone: 'UTC', now: Date.parse('2026-11-24T20:00:00Z') };
    const { text } = await digestOf(logOf(answeredTurn('m1')) as EventLog, { ...yesterday, backups: [] });
    expect(text).not.toContain('backup');
  });

  it('says how the messages add up', async () => {
    const { text } = await digest([...answeredTurn('m1'), ...answeredTurn('m2'), received('m3')], {
      answering: 'm3',
    });
    expect(text.split('\n')[0]).toBe('Today Mon 23 Nov. 3 messages in = 3 answered + 0 waiting + 0 failed');
  });

  it('names the message that is not accounted for', async () => {
    const { text } = await digest([...answeredTurn('m1'), received('m2')]);
    expect(text).toContain('2 messages in, 1 accounted for.');
    expect(text).toContain('Not accounted for: “words of m2”, 9:00');
  });

  it('begins and ends with the day where it is read', async () => {
    const events = [
      '2026-11-22T22:59:59.999Z',
      '2026-11-22T23:00:00.000Z',
      '2026-11-23T22:59:59.999Z',
      '2026-11-23T23:00:00.000Z',
    ];
    const found = await digest(
      events.map((at, index) => received(`m${index}`, at)),
      { zone: 'Europe/Berlin' },
    );
    expect(found.received.map(({ id }) => id)).toEqual(['m1', 'm2']);
  });

  it('has 25 hours when the clocks go back', async () => {
    const log = logOf(
      ['2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z', '2026-10-25T23:00:00.000Z'].map((at, index) =>
        received(`m${index}`, at),
      ),
    );
    const found = await digestOf(log as EventLog, {
      date: '2026-10-25',
      zone: 'Europe/Berlin',
      now: 0,
      backups: [],
    });
    expect(found.received.map(({ id }) => id)).toEqual(['m0', 'm1']);
  });

  it('counts as answered what was answered after midnight', async () => {
    const [came, ...later] = answeredTurn('m1', '2026-11-24T00:00:01.000Z');
    expect(came).toBeDefined();
    expect(await digest([received('m1', '2026-11-23T23:59:59.000Z'), ...later])).toMatchObject({
      answered: 1,
      missing: [],
    });
  });

  it('knows what became after midnight of an answer to a question of the day before', async () => {
    const late = { at: '2026-11-24T00:00:01.000Z', turn: 'm1' };
    const events = [
      ...answeredTurn('m1', '2026-11-22T09:00:00.000Z').slice(0, 3),
      received('m2', '2026-11-23T23:59:59.000Z'),
      happened(
        'question.answered',
        { run: 'run of m1', conversation: 'main', step: 'input:x', event: 'm2', value: 1 },
        late,
      ),
      happened('message.posted', { message: 'p', conversation: 'main', text: 'Done.', answers: 'm2' }, late),
      happened('run.finished', { run: 'run of m1', workflow: 'w', status: 'succeeded' }, late),
    ];
    expect(await digest(events)).toMatchObject({ answered: 1, waiting: 0, missing: [] });
  });

  it('knows that the run which a message answered ended after midnight', async () => {
    const events = [
      ...answeredTurn('m1', '2026-11-22T09:00:00.000Z').slice(0, 3),
      received('m2'),
      happened('question.answered', {
        run: 'run of m1',
        conversation: 'main',
        step: 'input:x',
        event: 'm2',
        value: 1,
      }),
      happened('message.posted', { message: 'p', conversation: 'main', text: 'Approve it?', answers: 'm2' }),
      happened(
        'run.finished',
        { run: 'run of m1', workflow: 'w', status: 'succeeded' },
        { at: '2026-11-24T08:00:00.000Z' },
      ),
    ];
    expect(await digest(events)).toMatchObject({ answered: 1, waiting: 0, missing: [] });
  });

  it('knows that one of several requests in a message failed after midnight, where the first was done before', async () => {
    const [came, ...first] = answeredTurn('m1', '2026-11-23T23:59:59.000Z');
    const late = { at: '2026-11-24T00:00:01.000Z', turn: 'm1' };
    const split = { message: 'm1', conversation: 'main', workflow: 'w', text: 'x', saidAt: late.at };
    const events = [
      ...(came ? [came] : []),
      happened('message.split', split, { at: '2026-11-23T23:59:59.000Z', turn: 'm1' }),
      ...first,
      happened('run.started', { run: 'second', workflow: 'w', version: 'v' }, late),
      happened('run.finished', { run: 'second', workflow: 'w', status: 'failed' }, late),
    ];
    expect(await digest(events)).toMatchObject({ answered: 0, failed: 1 });
  });

  it('reads of the days after it only what concerns its messages', async () => {
    const asked: EventFilter[] = [];
    const log = logOf([...answeredTurn('m1'), ...answeredTurn('m2', '2026-11-24T08:00:00.000Z')]);
    const watched = {
      scan: (filter: EventFilter) => {
        asked.push(filter);
        return log.scan(filter);
      },
    };
    await digestOf(watched as EventLog, { date: '2026-11-23', zone: 'UTC', now: 0, backups: [] });
    expect(asked).toEqual([{ from: '2026-11-23T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z' }]);
  });

  it('does not count messages of the next day', async () => {
    expect(
      await digest([...answeredTurn('m1'), ...answeredTurn('m2', '2026-11-24T08:00:00.000Z')]),
    ).toMatchObject({ answered: 1 });
  });

  it('says what left and what went into the books', async () => {
    const mail = {
      effect: 'e',
      command: 'email.send@1',
      status: 'x',
      attempts: 1,
      recipient: 'ana@example.com',
    };
    const total = { field: 'total', from: null, to: { minor: 120_000, currency: 'USD' } };
    const { text } = await digest([
      ...answeredTurn('m1'),
      happened('effect.done', mail),
      happened('effect.saved', mail),
      happened('record.created', { kind: 'invoice', id: 'i', version: 1, by: 'operator', changes: [total] }),
      happened('record.created', { kind: 'customer', id: 'c', version: 1, by: 'operator', changes: [] }),
    ]);
    expect(text.split('\n').slice(1, -1)).toEqual([
      'Sent: 1, saved as a file, not sent: 1',
      '1 customer added, invoiced $1,200.00',
    ]);
  });
});
