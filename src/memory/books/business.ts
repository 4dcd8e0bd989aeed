import { z } from 'zod';
import { dateAt, MainstayError } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import { changesBetween } from '../records/records.ts';
import { peekNumber, setNextNumber } from '../settings/numbering.ts';
import { stageSettings } from '../settings/patch.ts';
import { type Business, businessSchema, type SettingsKeeper } from '../settings/settings.ts';
import { changesSchema, formerValues, undoneBy } from './former.ts';

/** `business.change@1`: sets the fields of the operator's business that are given. */
export function businessChange(settings: SettingsKeeper): LocalCommand {
  return {
    where: 'local',
    type: 'business.change',
    version: 1,
    label: 'Your business',
    input: businessSchema,
    outputs: ['name', 'noted', 'missing', 'changes', 'number'],
    undo: undoneBy('business.restore@1', ['changes', 'number']),
    title: () => 'Change what is known of your business',
    preview: async () => ({ facts: [] }),
    apply: async (unit, input, { cause }) => {
      const business = businessSchema.parse(input);
      const { nextInvoiceNumber, ...rest } = business;
      // Saying all of it once more must not fail because invoices have been written since.
      const isSaidAgain =
        nextInvoiceNumber === settings.current().business.nextInvoiceNumber && Object.keys(rest).length > 0;
      const changed: Business = isSaidAgain ? rest : business;
      const year = Number(dateAt(cause.at, settings.homeZone()).slice(0, 4));
      const before = { ...settings.current().business };
      const from = await peekNumber(unit, 'invoice', year);
      const after = await stageSettings(unit, settings, { patch: { business: changed }, cause });
      return {
        name: after.business.name ?? '',
        noted: notedWords(changed),
        missing: missingFromSeller(after.business),
        changes: changesBetween(before, after.business),
        ...(changed.nextInvoiceNumber ? { number: { from, to: changed.nextInvoiceNumber } } : {}),
      };
    },
  };
}

/**
 * `business.restore@1`: puts back what a change of the business replaced, the next invoice number among it. Throws
 * CHANGED_SINCE where something newer changed it too, or the number was given.
 */
export function businessRestore(settings: SettingsKeeper): LocalCommand {
  const input = z.strictObject({
    changes: changesSchema.default([]),
    number: z.strictObject({ from: z.string(), to: z.string() }).optional(),
  });
  return {
    where: 'local',
    type: 'business.restore',
    version: 1,
    label: 'Your business',
    input,
    outputs: [],
    undo: { never: 'what was put back is changed again by saying so' },
    title: () => 'Put back what was known of your business',
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { changes, number } = input.parse(given);
      const what = 'What I know of your business';
      const year = Number(dateAt(cause.at, settings.homeZone()).slice(0, 4));
      const patch = formerValues({ ...settings.current().business }, { changes, what, id: 'business' });
      if (number && number.from !== number.to) {
        if ((await peekNumber(unit, 'invoice', year)) !== number.to)
          throw new MainstayError('CHANGED_SINCE', { values: { what: 'The next invoice number' } });
        await setNextNumber(unit, 'invoice', { number: number.from, year });
      }
      await settings.change(unit, { business: patch }, cause);
      return {};
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
