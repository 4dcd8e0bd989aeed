import type { LocalDate } from '../kernel/index.ts';
import { takingsSince, takingsWords } from '../memory/index.ts';
import type { Store } from '../ports/index.ts';

/** `Month: invoiced $3,200.00 and €900.00, paid $2,000.00, late €450.00`; empty where there is nothing to say. */
export async function monthLine(store: Store, today: LocalDate): Promise<string> {
  const told = takingsWords(await takingsSince(store, { from: `${today.slice(0, 7)}-01`, today }));
  return told === '' ? '' : `Month: ${told}`;
}
