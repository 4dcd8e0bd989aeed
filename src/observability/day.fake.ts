import type { Event, EventData, EventType } from '../kernel/index.ts';

interface Circumstances {
  readonly at?: string;
  /** The message in whose turn it happened. */
  readonly turn?: string;
  readonly id?: string;
}

/** An event at a time, about a turn. */
export function happened<T extends EventType>(
  type: T,
  data: EventData<T>,
  { at = '2026-11-23T09:00:00.000Z', turn = 'm1', id }: Circumstances = {},
): Event {
  const envelope = {
    id: id ?? `${type} ${turn} ${at}`,
    source: '/test',
    subject: 'subject',
    time: at,
    dataschema: '',
    correlationid: turn,
    sequence: 1,
  };
  return { ...envelope, type, data } as Event;
}

/** What the log holds of a turn that was answered at once. */
export function answeredTurn(turn: string, at?: string): Event[] {
  const when = at === undefined ? { turn } : { turn, at };
  const run = `run of ${turn}`;
  return [
    received(turn, at),
    happened('run.started', { run, workflow: 'w', version: 'v' }, when),
    happened(
      'message.posted',
      { message: `reply to ${turn}`, conversation: 'main', text: 'Yes.', answers: turn },
      when,
    ),
    happened('run.finished', { run, workflow: 'w', status: 'succeeded' }, when),
  ];
}

export function received(turn: string, at = '2026-11-23T09:00:00.000Z'): Event {
  const data = { message: turn, conversation: 'main', via: 'console', text: `words of ${turn}` };
  return happened('message.received', data, { id: turn, turn, at });
}
