import { useState } from 'preact/hooks';
import type { Decision, Suggestion } from '../api/types.ts';
import { usePage } from '../shell/page.ts';
import { whyAddress } from '../state/route.ts';
import { words } from '../words.ts';

export type Mode = 'resting' | 'approve' | 'reject' | 'rejecting' | 'editing';

/** What can be done with a card, and what is being done. */
export interface CardControl {
  readonly mode: Mode;
  /** A line beside the buttons: why something did not go through. */
  readonly notice: string;
  readonly approve: () => void;
  /** Approves only once all of the card was in view; else brings the rest into view. */
  readonly approveByKey: () => void;
  readonly edit: () => void;
  readonly askReason: () => void;
  readonly reject: (reason: string) => void;
  readonly why: () => void;
  readonly rest: () => void;
}

interface CardElement {
  readonly current: HTMLElement | null;
}

export function useControl(
  suggestion: Suggestion,
  unseen: () => Element | undefined,
  card: CardElement,
): CardControl {
  const { actions } = usePage();
  const [mode, setMode] = useState<Mode>('resting');
  const [notice, setNotice] = useState('');
  const busy = mode === 'approve' || mode === 'reject';
  const go = (next: Mode) => {
    if (busy) return;
    setNotice('');
    setMode(next);
  };

  async function decide(decision: Exclude<Decision, { decision: 'edit' }>): Promise<void> {
    if (busy) return;
    setNotice('');
    setMode(decision.decision);
    card.current?.focus({ preventScroll: true });
    const answer = await actions.decide(suggestion, decision);
    setMode('resting');
    if (!answer.ok) setNotice(answer.problem.status === 0 ? words.card.uncertain : answer.problem.detail);
  }

  const approve = () => void decide({ decision: 'approve', hash: suggestion.hash });
  return {
    mode,
    notice,
    approve,
    approveByKey() {
      const rest = unseen();
      if (!rest) return approve();
      setNotice(words.card.unseen);
      rest.scrollIntoView({ block: 'center' });
    },
    edit: () => go('editing'),
    askReason: () => go('rejecting'),
    reject: (reason) => void decide({ decision: 'reject', hash: suggestion.hash, ...(reason && { reason }) }),
    why: () => location.assign(whyAddress(suggestion.id)),
    rest: () => go('resting'),
  };
}
