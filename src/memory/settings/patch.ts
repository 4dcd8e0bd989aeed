import { type Cause, dateAt } from '../../kernel/index.ts';
import type { Staging } from '../../ports/index.ts';
import { setNextNumber } from './numbering.ts';
import type { Settings, SettingsKeeper, SettingsPatch } from './settings.ts';

/**
 * Stages what the operator set: the settings and, where the next invoice number is among them, the counter itself.
 * Throws NUMBER_TAKEN.
 */
export async function stageSettings(
  unit: Staging,
  settings: SettingsKeeper,
  { patch, cause }: { readonly patch: SettingsPatch; readonly cause: Cause },
): Promise<Settings> {
  const number = patch.business?.nextInvoiceNumber;
  const year = Number(dateAt(cause.at, settings.homeZone()).slice(0, 4));
  if (number) await setNextNumber(unit, 'invoice', { number, year });
  return settings.change(unit, patch, cause);
}
