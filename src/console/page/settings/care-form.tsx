import { useState } from 'preact/hooks';
import type { Problem, Settings } from '../api/types.ts';
import { usePage } from '../shell/page.ts';
import { words } from '../words.ts';

const TEXT = words.settings;

/** Practice, the hold and quiet hours: each is saved by itself. */
export function CareForm({ settings }: { readonly settings: Settings }) {
  const { actions } = usePage();
  const [hold, setHold] = useState(String(settings.hold));
  const [quiet, setQuiet] = useState(settings.quietHours);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState('');
  const tell = (failed: Problem | undefined) => {
    setProblem(failed?.errors?.[0]?.message ?? failed?.detail ?? '');
    setSaid(failed ? '' : TEXT.saved);
    return failed;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const seconds = Number(hold);
    if (seconds !== settings.hold && tell(await actions.setCare({ hold: seconds }))) return;
    const { from, to } = settings.quietHours;
    if (quiet.from !== from || quiet.to !== to)
      return void tell(await actions.setCare({ quietHours: quiet }));
    tell(undefined);
  };
  return (
    <form class="care" onSubmit={submit} noValidate>
      <h2>{TEXT.care}</h2>
      <div class="care-part">
        <label class="check">
          <input
            type="checkbox"
            checked={settings.practice}
            aria-describedby="practice-hint"
            onChange={async (event) => tell(await actions.setCare({ practice: event.currentTarget.checked }))}
          />
          {TEXT.practice}
        </label>
        <p class="small" id="practice-hint">
          {TEXT.practiceHint}
        </p>
      </div>
      <div class="care-part">
        <label for="hold">{TEXT.hold}</label>
        <input
          id="hold"
          type="number"
          min="0"
          inputMode="numeric"
          value={hold}
          aria-describedby="hold-hint"
          onInput={(event) => setHold(event.currentTarget.value)}
        />
        <p class="small" id="hold-hint">
          {TEXT.holdHint}
        </p>
      </div>
      <div class="care-part">
        <fieldset class="quiet-hours">
          <legend>{TEXT.quiet}</legend>
          <label for="quiet-from">{TEXT.quietFrom}</label>
          <input
            id="quiet-from"
            type="time"
            value={quiet.from}
            onInput={(event) => setQuiet({ ...quiet, from: event.currentTarget.value })}
          />
          <label for="quiet-to">{TEXT.quietTo}</label>
          <input
            id="quiet-to"
            type="time"
            value={quiet.to}
            onInput={(event) => setQuiet({ ...quiet, to: event.currentTarget.value })}
          />
        </fieldset>
        <p class="small">{TEXT.quietHint}</p>
      </div>
      <div class="care-end">
        <button type="submit" class="primary">
          {TEXT.save}
        </button>
        <span role="status">{said}</span>
        <span class="problem" role="alert">
          {problem}
        </span>
      </div>
    </form>
  );
}
