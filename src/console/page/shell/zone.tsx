import { useState } from 'preact/hooks';
import { words } from '../words.ts';
import { Dialog } from './dialog.tsx';
import { usePage } from './page.ts';

/** Says which time zone is used, and lets it be changed. */
export function ZoneLine() {
  const { state, browserZone } = usePage();
  const [open, setOpen] = useState(false);
  const zone = state.settings?.zone.home;
  if (!zone) return null;
  return (
    <div class="zone-line">
      <p>{zone === browserZone ? words.zone.fromBrowser(zone) : words.zone.set(zone)}</p>
      <button type="button" class="quiet" onClick={() => setOpen(true)}>
        {words.zone.change}
      </button>
      {open && <ZoneDialog zone={zone} close={() => setOpen(false)} />}
    </div>
  );
}

function ZoneDialog({ zone, close }: { readonly zone: string; readonly close: () => void }) {
  const { actions } = usePage();
  const [chosen, setChosen] = useState(zone);
  const [problem, setProblem] = useState('');
  const submit = async (event: Event) => {
    event.preventDefault();
    const failed = await actions.setZone(chosen);
    if (failed) setProblem(failed.detail);
    else close();
  };

  return (
    <Dialog title={words.zone.title} look="sheet" close={close}>
      <form class="form" onSubmit={submit}>
        <label for="zone" class="for-readers">
          {words.zone.title}
        </label>
        <select id="zone" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
          {regions(zone).map(([region, zones]) => (
            <optgroup key={region} label={region}>
              {zones.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <p class="problem" role="alert">
          {problem}
        </p>
        <div class="form-end">
          <button type="button" class="plain" onClick={close}>
            {words.cancel}
          </button>
          <button type="submit" class="primary">
            {words.zone.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** All zones by continent, the present one among them even where this browser does not list it. */
function regions(present: string): readonly (readonly [string, readonly string[]])[] {
  const all = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', present])].toSorted();
  const found = new Map<string, string[]>();
  for (const zone of all) {
    const region = zone.split('/')[0] ?? zone;
    found.set(region, [...(found.get(region) ?? []), zone]);
  }
  return [...found];
}
