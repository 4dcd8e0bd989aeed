import { formatMoney, type LocalDate, type Money } from '../kernel/index.ts';
import { type Takings, takingsSince } from '../memory/index.ts';
import type { Store } from '../ports/index.ts';

/** `Month: invoiced $3,200.00 and €900.00, paid $2,000.00, late €450.00`; empty where there is nothing to say. */
export async function monthLine(store: Store, today: LocalDate): Promise<string> {
  const told = takingsWords(await takingsSince(store, { from: `${today.slice(0, 7)}-01`, today }));
  return told === '' ? '' : `Month: ${told}`;
}

/** `invoiced $3,200.00 and €900.00, paid $2,000.00`; empty where there is nothing to say. */
export function takingsWords({ invoiced, paid, late }: Takings): string {
  return [...words('invoiced', invoiced), ...words('paid', paid), ...words('late', late)].join(', ');
}

function words(label: string, sums: readonly Money[]): string[] {
  return sums.length === 0 ? [] : [`${label} ${sums.map(formatMoney).join(' and ')}`];
}
