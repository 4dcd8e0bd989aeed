import { useState } from 'preact/hooks';
import { usePage } from '../shell/page.ts';
import { words } from '../words.ts';

/** Stops what has not started and undoes at once what is only ours; for the rest a card is made, which waits like any other. */
export function Undo({ id, label }: { readonly id: string; readonly label: string }) {
  const { actions } = usePage();
  const [state, setState] = useState<'resting' | 'busy' | 'card'>('resting');
  const [problem, setProblem] = useState('');
  const press = async () => {
    setState('busy');
    setProblem('');
    const answer = await actions.undo(id);
    setState(answer.ok && answer.value === 'card' ? 'card' : 'resting');
    if (!answer.ok) setProblem(answer.problem.detail);
  };
  if (state === 'card') {
    return (
      <span class="small" role="status">
        {words.log.undoCard} <a href="#/waiting">{words.waiting.open}</a>
      </span>
    );
  }
  return (
    <>
      <button type="button" class="quiet" disabled={state === 'busy'} onClick={press}>
        {state === 'busy' ? words.log.undoing : label}
      </button>
      {problem && (
        <span class="problem" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
