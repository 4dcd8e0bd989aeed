import type { Suggestion } from '../approvals/index.ts';
import type { Registry } from '../connectors/index.ts';
import type { Effect } from '../effects/index.ts';
import { shownSecond, shownTime } from './words.ts';

/** Where and when the line is read, and who knows what commands say. */
export interface Reader {
  readonly zone: string;
  readonly now: number;
  readonly registry: Pick<Registry, 'handler'>;
  /** Whether the card was drawn anew when it went out of date. */
  readonly redrawn: boolean;
}

/** The line that replaces a card's buttons; nothing while it is pending. */
export function outcomeLine(
  suggestion: Suggestion,
  effects: readonly Effect[],
  reader: Reader,
): string | undefined {
  const { status, decision, expiresAt } = suggestion;
  switch (status) {
    case 'pending':
      return undefined;
    case 'approved': {
      const by =
        decision?.rule === undefined
          ? `Approved by ${you(decision?.by)}${on(decision?.via)}`
          : 'Allowed by your rules';
      return `${mark(effects)} ${by}, ${shownTime(decision?.at ?? '', reader)}. ${became(effects, reader)}`.trim();
    }
    case 'rejected': {
      const reason = decision?.reason ? ` Reason: ${decision.reason}` : '';
      return `✕ Rejected by ${you(decision?.by)}${on(decision?.via)}, ${shownTime(decision?.at ?? '', reader)}. Nothing was sent.${reason}`;
    }
    case 'expired':
      return `✕ Expired ${shownTime(expiresAt, reader)}. Nothing was sent. Say “again” for a new card.`;
    case 'superseded':
      return '↻ Replaced. Nothing was sent. The new version is below.';
    case 'stale':
      return `↻ Out of date. Nothing was sent.${reader.redrawn ? ' A new draft is below.' : ''}`;
  }
}

function mark(effects: readonly Effect[]): string {
  if (effects.some(({ status }) => status === 'unknown')) return '?';
  return effects.some(({ status }) => ['failed', 'refused', 'cancelled'].includes(status)) ? '✕' : '✓';
}

function you(by: string | undefined): string {
  return by === 'operator' || by === undefined ? 'you' : by;
}

/** The console is where the card stands, so only other places are named. */
function on(via: string | undefined): string {
  if (via === undefined || via === 'console' || via === 'policy') return '';
  if (via === 'terminal') return ' in the terminal';
  return via === 'api' ? ' over the API' : ` on ${via}`;
}

function became(effects: readonly Effect[], reader: Reader): string {
  const worst = (
    ['unknown', 'failed', 'refused', 'sending', 'planned', 'cancelled', 'saved', 'undone'] as const
  )
    .map((status) => effects.find((effect) => effect.status === status))
    .find((effect) => effect !== undefined);
  const done = effects.filter(({ status }) => status === 'done');
  const said = [...new Set(done.flatMap((effect) => doneText(effect, reader) ?? []))];
  if (worst) return [...said, stateText(worst, reader)].join(' ');
  const last = done.at(-1);
  return said.length > 0 || !last ? said.join(' ') : `Done ${shownTime(last.changedAt, reader)}.`;
}

function doneText({ command, outputs, changedAt }: Effect, reader: Reader): string | undefined {
  return reader.registry.handler(command).done?.(outputs, shownTime(changedAt, reader));
}

function stateText({ status, note, error, title, dueAt }: Effect, reader: Reader): string {
  switch (status) {
    case 'unknown':
      return 'Not sure it arrived; I will not send it again by myself.';
    case 'failed':
      return `Not sent: ${error?.message ?? 'it failed.'}`;
    case 'refused':
      return error?.message ?? 'Your rules refused it.';
    case 'sending':
      return 'Sending.';
    case 'planned':
      if (error) return `Not sent yet: ${error.message}`;
      return dueAt === null ? 'Waiting to be sent.' : `It leaves at ${shownSecond(dueAt, reader)}.`;
    case 'cancelled':
      return 'Stopped. Nothing was sent.';
    case 'saved':
      return note ?? 'Saved as a file, not sent.';
    case 'undone':
      return `Undone: ${title}.`;
    default:
      return '';
  }
}
