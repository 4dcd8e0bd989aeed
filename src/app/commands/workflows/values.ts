import type { WorkflowHistory } from '../../../console/index.ts';
import { formatMoney, type Json, moneySchema, shortened } from '../../../kernel/index.ts';
import { visible } from '../../terminal/text.ts';

const MAX_SHOWN = 60;

/** What the operator set, a line each: `Due after: 21 (shipped: 14)`. */
export function setLines({ values }: Pick<WorkflowHistory, 'values'>): readonly string[] {
  return values
    .filter(({ changed }) => changed)
    .map(({ label, value, shipped }) => `${visible(label)}: ${shown(value)} (shipped: ${shown(shipped)})`);
}

/** What was set and is not used, with the reason. */
export function ignoredLines({ ignored }: Pick<WorkflowHistory, 'ignored'>): readonly string[] {
  return ignored.map(
    ({ name, value, problem }) => `Not used: ${visible(name)} ${shown(value)}. ${visible(problem)}`,
  );
}

function shown(value: Json): string {
  if (value === null) return 'off';
  if (typeof value === 'string') {
    const line = visible(value).replaceAll(/\s+/g, ' ').trim();
    return /^\d{1,2}:\d\d$/.test(line) ? line : `“${shortened(line, MAX_SHOWN)}”`;
  }
  const money = moneySchema.safeParse(value).data;
  return money ? formatMoney(money) : JSON.stringify(value);
}
