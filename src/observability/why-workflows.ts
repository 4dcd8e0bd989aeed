import type { Event, Json } from '../kernel/index.ts';
import { formatMoney, moneySchema, shortened } from '../kernel/index.ts';
import { type Run, workflows } from '../orchestrator/index.ts';
import type { Store } from '../ports/index.ts';
import type { WhyLine } from './why-line.ts';
import { quoted } from './words.ts';

/** Which version of which workflow a run follows, and what of it the operator had set. */
export async function workflowLines(store: Store, { workflow }: Run): Promise<WhyLine[]> {
  const { name, version } = workflow;
  const kept = await workflows.read(store, version);
  const { set, values } = (kept?.body.source ?? {}) as Partial<
    Record<string, Readonly<Record<string, Json>>>
  >;
  const labels = Object.keys(set ?? {}).map((field) => labelOf(values?.[field]) ?? field);
  const yours = labels.length === 0 ? '' : `, with what you set: ${labels.join(', ').toLowerCase()}`;
  return [
    {
      id: version,
      kind: 'workflow',
      text: `Workflow ${name}, version ${version.slice(0, 12)}${yours}`,
      href: addressOf(name, version),
    },
  ];
}

/** What the operator set of a workflow: two versions and every value that differs. */
export function changeLines(events: readonly Event[], at: (iso: string) => string): WhyLine[] {
  return events.flatMap((event): WhyLine[] => {
    if (event.type !== 'workflow.changed') return [];
    const { workflow, from, to, by, changes } = event.data;
    const who = by === 'operator' ? 'you' : by;
    const href = `/api/v1/events/${event.id}`;
    return [
      { id: event.id, kind: 'decision', text: `Set by ${who}, ${at(event.time)}`, href },
      ...changes.map(({ label, from: before, to: after }) => ({
        id: event.id,
        kind: 'effect' as const,
        text: `${label}: ${valueWords(before)} → ${valueWords(after)}`,
        href,
      })),
      {
        id: to,
        kind: 'workflow',
        text: `Workflow ${workflow}, version ${from.slice(0, 12)} → ${to.slice(0, 12)}`,
        href: addressOf(workflow, to),
      },
    ];
  });
}

function addressOf(name: string, version: string): string {
  return `/api/v1/workflows/${name}?version=${version}`;
}

function labelOf(value: Json | undefined): string | undefined {
  const label: unknown =
    typeof value === 'object' && value !== null && 'label' in value ? value['label'] : undefined;
  return typeof label === 'string' ? label : undefined;
}

/** A value in a line: texts in quotes and shortened. */
function valueWords(value: Json): string {
  if (value === null) return 'off';
  const money = moneySchema.safeParse(value).data;
  if (money) return formatMoney(money);
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^\d{1,2}:\d\d$/.test(value) ? value : quoted(shortened(value, 120));
}
