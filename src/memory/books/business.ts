import type { LocalCommand } from '../../ports/index.ts';
import { stageSettings } from '../settings/patch.ts';
import { type Business, businessSchema, type SettingsKeeper } from '../settings/settings.ts';

/** `business.change@1`: sets the fields of the operator's business that are given. */
export function businessChange(settings: SettingsKeeper): LocalCommand {
  return {
    where: 'local',
    type: 'business.change',
    version: 1,
    label: 'Your business',
    input: businessSchema,
    outputs: ['name', 'noted', 'missing'],
    undo: { never: 'What is known of your business is put back by saying it again' },
    title: () => 'Change what is known of your business',
    preview: async () => ({ facts: [] }),
    apply: async (unit, input, { cause }) => {
      const business = businessSchema.parse(input);
      const { nextInvoiceNumber, ...rest } = business;
      // Saying all of it once more must not fail because invoices have been written since.
      const isSaidAgain =
        nextInvoiceNumber === settings.current().business.nextInvoiceNumber && Object.keys(rest).length > 0;
      const changed = isSaidAgain ? rest : business;
      const after = await stageSettings(unit, settings, { patch: { business: changed }, cause });
      return {
        name: after.business.name ?? '',
        noted: notedWords(changed),
        missing: missingFromSeller(after.business),
      };
    },
  };
}

/** What was understood, so that a misreading is seen at once. */
function notedWords(business: Business): string[] {
  const labels: [keyof Business, string][] = [
    ['name', 'name'],
    ['address', 'address'],
    ['taxNumber', 'tax number'],
    ['bank', 'bank details'],
    ['nextInvoiceNumber', 'next invoice'],
  ];
  return labels.flatMap(([field, label]) =>
    business[field] === undefined ? [] : [`${label} “${business[field].replaceAll('\n', ', ')}”`],
  );
}

/** The parts of a seller that a complete invoice has and this one lacks, in the operator's words. */
export function missingFromSeller(business: Business): string[] {
  const parts: [keyof Business, string][] = [
    ['name', 'name'],
    ['address', 'address'],
    ['taxNumber', 'tax number'],
    ['bank', 'bank details'],
  ];
  return parts.filter(([field]) => !business[field]).map(([, label]) => label);
}
