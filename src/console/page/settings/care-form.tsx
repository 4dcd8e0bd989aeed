import { useEffect, useState } from 'preact/hooks';
import type { Problem, Settings } from '../api/types.ts';
import { usePage } from '../shell/page.ts';
import { words } from '../words.ts';

const TEXT = words.settings;

interface PartProps<T> {
  readonly value: T;
  readonly change: (value: T) => void;
}

/** Practice, which is set at once, and the hold and quiet hours, which are saved. */
export function CareForm({ settings }: { readonly settings: Settings }) {
  const { actions } = usePage();
  const [hold, setHold] = useFollowed(String(settings.hold));
  const [from, setFrom] = useFollowed(settings.quietHours.from);
  const [to, setTo] = useFollowed(settings.quietHours.to);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState('');
  const tell = (failed: Problem | undefined) => {
    setProblem(failed?.errors?.[0]?.message ?? failed?.detail ?? '');
    setSaid(failed ? '' : TEXT.saved);
    return failed === undefined;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const quiet = { from, to };
    const before = settings.quietHours;
    const seconds = Number(hold);
    if (seconds !== settings.hold && !tell(await actions.setCare({ hold: seconds }))) return;
    if ((from !== before.from || to !== before.to) && !tell(await actions.setCare({ quietHours: quiet })))
      return;
    tell(undefined);
  };
  return (
    <form class="care" onSubmit={submit} onInput={() => setSaid('')} noValidate>
      <h2>{TEXT.care}</h2>
      <Practice
        value={settings.practice}
        change={async (practice) => tell(await actions.setCare({ practice }))}
      />
      <Hold value={hold} change={setHold} />
      <QuietHours
        value={{ from, to }}
        change={(quiet) => {
          setFrom(quiet.from);
          setTo(quiet.to);
        }}
      />
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

/** What is typed over a setting; where nothing is, the setting as it comes, from wherever it was changed. */
function useFollowed(setting: string): [string, (typed: string) => void] {
  const [typed, setTyped] = useState<string>();
  useEffect(() => {
    if (typed === setting) setTyped(undefined);
  }, [setting]);
  return [typed ?? setting, (now) => setTyped(now === setting ? undefined : now)];
}

/** Shows what was chosen while it is being set: a box that is drawn again meanwhile must not jump back. */
function Practice({ value, change }: { readonly value: boolean; change(value: boolean): Promise<unknown> }) {
  const [chosen, setChosen] = useState<boolean>();
  const choose = async (practice: boolean) => {
    setChosen(practice);
    await change(practice);
    setChosen(undefined);
  };
  return (
    <div class="care-part">
      <label class="check">
        <input
          type="checkbox"
          checked={chosen ?? value}
          aria-describedby="practice-hint"
          onChange={(event) => void choose(event.currentTarget.checked)}
        />
        {TEXT.practice}
      </label>
      <p class="small" id="practice-hint">
        {TEXT.practiceHint}
      </p>
    </div>
  );
}

function Hold({ value, change }: PartProps<string>) {
  return (
    <div class="care-part">
      <label for="hold">{TEXT.hold}</label>
      <input
        id="hold"
        type="number"
        min="0"
        inputMode="numeric"
        value={value}
        aria-describedby="hold-hint"
        onInput={(event) => change(event.currentTarget.value)}
      />
      <p class="small" id="hold-hint">
        {TEXT.holdHint}
      </p>
    </div>
  );
}

function QuietHours({ value, change }: PartProps<Settings['quietHours']>) {
  return (
    <div class="care-part">
      <fieldset class="quiet-hours">
        <legend>{TEXT.quiet}</legend>
        <label for="quiet-from">{TEXT.quietFrom}</label>
        <input
          id="quiet-from"
          type="time"
          value={value.from}
          onInput={(event) => change({ ...value, from: event.currentTarget.value })}
        />
        <label for="quiet-to">{TEXT.quietTo}</label>
        <input
          id="quiet-to"
          type="time"
          value={value.to}
          onInput={(event) => change({ ...value, to: event.currentTarget.value })}
        />
      </fieldset>
      <p class="small">{TEXT.quietHint}</p>
    </div>
  );
}
