import { diffWordsWithSpace } from 'diff';
import { useState } from 'preact/hooks';
import type { WorkflowPreview, WorkflowValue } from '../api/types.ts';
import { Dialog } from '../shell/dialog.tsx';
import { words as common } from '../words.ts';
import { valueWords } from './values.ts';
import { workflowWords } from './words.ts';

interface Props {
  readonly preview: WorkflowPreview;
  readonly values: readonly WorkflowValue[];
  /** Saves; gives what went wrong, if anything. */
  readonly confirm: () => Promise<string | undefined>;
  readonly close: () => void;
}

const words = workflowWords.diff;

/** What saving would change, value by value, before it is done. */
export function DiffDialog({ preview, values, confirm, close }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const press = async () => {
    setBusy(true);
    setProblem((await confirm()) ?? '');
    setBusy(false);
  };
  return (
    <Dialog title={words.title} look="sheet" close={close}>
      <dl class="diff">
        {preview.changes.map((change) => {
          const kind = values.find(({ name }) => name === change.field)?.kind;
          return (
            <div key={change.field}>
              <dt>{change.label}</dt>
              <Difference
                from={valueWords(change.from, kind)}
                to={valueWords(change.to, kind)}
                isText={kind === 'text'}
              />
            </div>
          );
        })}
      </dl>
      <p class="small">{words.note}</p>
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="form-end">
        <button type="button" class="plain" onClick={close}>
          {common.cancel}
        </button>
        <button type="button" class="primary" disabled={busy} onClick={press}>
          {busy ? words.saving : words.confirm}
        </button>
      </div>
    </Dialog>
  );
}

interface DifferenceProps {
  readonly from: string;
  readonly to: string;
  readonly isText: boolean;
}

/** A short value is told before and after; a text word by word, in one. */
function Difference({ from, to, isText }: DifferenceProps) {
  if (!isText) {
    return (
      <dd>
        <del>
          <span class="for-readers">{words.was} </span>
          {from}
        </del>{' '}
        <span aria-hidden="true">→</span>{' '}
        <ins>
          <span class="for-readers">{words.now} </span>
          {to}
        </ins>
      </dd>
    );
  }
  return (
    <dd class="diff-text" dir="auto">
      {diffWordsWithSpace(from, to).map(({ value, added, removed }, index) => {
        if (added) return <ins key={index}>{value}</ins>;
        return removed ? <del key={index}>{value}</del> : value;
      })}
    </dd>
  );
}
