import { useRef, useState } from 'preact/hooks';
import type { Effect, Resolution } from '../api/types.ts';
import { focusTitle } from '../shell/focus.ts';
import { Isolated } from '../shell/isolated.tsx';
import { usePage } from '../shell/page.ts';
import { whyAddress } from '../state/route.ts';
import { words } from '../words.ts';

/** An effect of which nobody knows whether it arrived: only the operator can say. */
export function Uncertain({ effect }: { readonly effect: Effect }) {
  const { actions } = usePage();
  const card = useRef<HTMLElement>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const { id, title, recipient, note, error, command } = effect;
  const reason = note ?? error?.message;
  const text = words.uncertain;
  const resolve = async (outcome: Resolution) => {
    setBusy(true);
    card.current?.focus({ preventScroll: true });
    const failed = await actions.resolve(id, outcome);
    setBusy(false);
    setAsking(false);
    setProblem(failed?.detail ?? '');
    if (!failed) requestAnimationFrame(() => document.activeElement === document.body && focusTitle());
  };

  return (
    <article ref={card} class="card card-uncertain" tabIndex={0} aria-labelledby={`uncertain-${id}`}>
      <h2 id={`uncertain-${id}`}>
        <Isolated text={text.title(title)} />
      </h2>
      {recipient && (
        <p>
          <strong>{words.card.to}:</strong> <Isolated text={recipient} />
        </p>
      )}
      {reason !== undefined && (
        <p>
          <Isolated text={reason} />
        </p>
      )}
      <p>{command.startsWith('email.') ? text.mail : text.other}</p>
      <p class="small">{text.stays}</p>
      {asking ? (
        <div class="buttons ask">
          <p>
            <Isolated text={question(recipient)} />
          </p>
          <Button label={text.yes} look="primary" busy={busy} press={() => resolve('retry')} />
          <Button label={text.no} look="plain" busy={busy} press={() => setAsking(false)} />
        </div>
      ) : (
        <div class="buttons">
          <Button label={text.arrived} look="plain" busy={busy} press={() => resolve('done')} />
          <Button label={text.again} look="plain" busy={busy} press={() => setAsking(true)} />
          <Button label={text.leave} look="plain" busy={busy} press={() => resolve('failed')} />
          <a class="quiet" href={whyAddress(id)}>
            {words.card.why}
          </a>
        </div>
      )}
      <p class="problem" role="alert">
        {problem}
      </p>
    </article>
  );
}

interface ButtonProps {
  readonly label: string;
  readonly look: 'primary' | 'plain';
  readonly busy: boolean;
  readonly press: () => void;
}

function Button({ label, look, busy, press }: ButtonProps) {
  return (
    <button type="button" class={look} disabled={busy} onClick={press}>
      {label}
    </button>
  );
}

/** "Ana may get it twice. Send again?", by the first name where there is one. */
function question(recipient = ''): string {
  const name = recipient.split(/[<,\s]/)[0] ?? '';
  return name === '' || name.includes('@') ? words.uncertain.askNobody : words.uncertain.ask(name);
}
