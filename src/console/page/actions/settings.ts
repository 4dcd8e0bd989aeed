import type { BusinessChange, Problem, Result, Settings, SettingsChange } from '../api/types.ts';
import type { World } from './world.ts';

export function createSettingsActions({ store, api, browserZone }: World) {
  async function readSettings(): Promise<Problem | undefined> {
    return taken(await api.settings());
  }

  /** Stops every effect, or lets them go on. */
  async function setPaused(paused: boolean): Promise<Problem | undefined> {
    return taken(await (paused ? api.pause() : api.resume()));
  }

  /** Sets the operator's zone, both at home and here (IANA name). */
  async function setZone(zone: string): Promise<Problem | undefined> {
    return taken(await api.changeSettings({ zone: { home: zone, here: zone } }));
  }

  /** Sets what stands on invoices. */
  async function setBusiness(business: BusinessChange): Promise<Problem | undefined> {
    return taken(await api.changeSettings({ business }));
  }

  /** Sets how careful Mainstay is: practice, the hold, quiet hours. */
  async function setCare(
    change: Exclude<SettingsChange, { zone: object } | { business: object }>,
  ): Promise<Problem | undefined> {
    return taken(await api.changeSettings(change));
  }

  /** At the first opening, the browser's zone is taken as the operator's. */
  async function takeZone(): Promise<void> {
    if (store.get().settings?.zone.home !== null) return;
    const problem = await setZone(browserZone);
    if (!problem) store.update((state) => ({ ...state, zoneTaken: true }));
  }

  function taken(result: Result<Settings>): Problem | undefined {
    if (!result.ok) return result.problem;
    store.update((state) => ({ ...state, settings: result.value }));
    return undefined;
  }

  return { readSettings, setPaused, setZone, setBusiness, setCare, takeZone };
}
