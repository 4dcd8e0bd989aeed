import { useState } from 'preact/hooks';
import type { Settings } from '../api/types.ts';
import { BusinessDialog } from '../form/business-dialog.tsx';
import { Isolated } from '../shell/isolated.tsx';
import { usePage } from '../shell/page.ts';
import { ZoneLine } from '../shell/zone.tsx';
import { words } from '../words.ts';
import { CareForm } from './care-form.tsx';

const TEXT = words.settings;

/** Ours by names that say what they do. */
const CONNECTORS: Readonly<Record<string, string>> = TEXT.connectors;

/** What may be changed while Mainstay runs, what it is connected to, and what it costs. */
export function SettingsView() {
  const { settings } = usePage().state;
  return (
    <div class="scroller">
      <section class="column settings" aria-labelledby="settings-title">
        <h1 id="settings-title">{TEXT.title}</h1>
        {settings && <CareForm settings={settings} />}
        {settings && <Place settings={settings} />}
        {settings && <Connected settings={settings} />}
        <h2>{TEXT.costs}</h2>
        <p>{TEXT.noCosts}</p>
      </section>
    </div>
  );
}

function Place({ settings: { business } }: { readonly settings: Settings }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <h2>{TEXT.place}</h2>
      <ZoneLine />
      <div class="zone-line">
        <p>
          {TEXT.business}: <Isolated text={business.name ?? TEXT.unnamed} />
        </p>
        <button type="button" class="quiet" onClick={() => setOpen(true)}>
          {TEXT.change}
          <span class="for-readers">: {TEXT.business}</span>
        </button>
      </div>
      {open && <BusinessDialog close={() => setOpen(false)} />}
    </>
  );
}

function Connected({ settings: { connectors } }: { readonly settings: Settings }) {
  return (
    <>
      <h2>{TEXT.connected}</h2>
      <dl class="terms">
        {connectors.map(({ name, ready, text }) => (
          <div class="term" key={name}>
            <dt>
              {ready ? '✓' : '?'} {CONNECTORS[name] ?? name}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
