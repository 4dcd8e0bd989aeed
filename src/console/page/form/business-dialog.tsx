import { useState } from 'preact/hooks';
import type { Business, BusinessChange, Json, Schema } from '../api/types.ts';
import { Dialog } from '../shell/dialog.tsx';
import { usePage } from '../shell/page.ts';
import { words } from '../words.ts';
import { formOf } from './build.ts';
import { Field } from './field.tsx';
import { pathsOf, placed, readForm } from './read.ts';

const TEXT = words.business;

const SCHEMA: Schema = {
  type: 'object',
  properties: {
    name: text(TEXT.name),
    address: text(TEXT.address, 'longtext'),
    taxNumber: text(TEXT.taxNumber),
    bank: text(TEXT.bank, 'longtext'),
    nextInvoiceNumber: text(TEXT.nextInvoiceNumber),
  },
};

/** Asks for what stands on invoices. */
export function BusinessDialog({ close }: { readonly close: () => void }) {
  const { state, actions } = usePage();
  const [before] = useState(state.settings?.business);
  const [form, setForm] = useState(() => formOf(SCHEMA, inputOf(before), 'business'));
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const submit = async (event: Event) => {
    event.preventDefault();
    const failed = await actions.setBusiness(changesIn(readForm(form).value, before));
    if (!failed) return close();
    setProblems(placed(failed.errors ?? [{ path: '', message: failed.detail }], pathsOf(form)));
  };

  return (
    <Dialog title={TEXT.title} look="sheet" close={close}>
      <form class="form" onSubmit={submit} noValidate>
        <Field node={form} problems={problems} change={setForm} />
        <p class="problem" role="alert">
          {problems.get('')}
        </p>
        <div class="form-end">
          <button type="button" class="plain" onClick={close}>
            {words.cancel}
          </button>
          <button type="submit" class="primary">
            {TEXT.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function inputOf(business: Partial<Business> = {}): Json {
  return Object.fromEntries(Object.entries(business));
}

/** Only what was changed, so that nothing is set back that has moved on meanwhile, such as the next number. */
function changesIn(value: Json | undefined, before: Partial<Business> = {}): BusinessChange {
  const old: Readonly<Record<string, Json>> = { ...before };
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name, now]) => now !== (old[name] ?? null)));
}

/** A text that may be empty, which is then forgotten. */
function text(title: string, kind = 'text'): Schema {
  return { title, anyOf: [{ type: 'string', kind }, { type: 'null' }] };
}
