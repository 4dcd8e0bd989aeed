import {
  addMoney,
  dateAt,
  formatMoney,
  type JsonObject,
  type Money,
  shortened,
  shownDate,
} from '../../kernel/index.ts';
import type {
  CommandContext,
  CommandPreview,
  DocumentRenderer,
  PreviewFact,
  Staging,
  Store,
} from '../../ports/index.ts';
import { type Credit, type Customer, customerSchema, type Invoice, type Quote } from '../records/kinds.ts';
import { type RecordBooks, readRecord } from '../records/records.ts';
import type { SettingsKeeper } from '../settings/settings.ts';
import { businessVersion } from '../versions.ts';
import { missingFromSeller } from './business.ts';
import { customerOf } from './customers.ts';
import { type Issuing, type PaperDefaults, printable } from './paper.ts';

/** What commands that issue papers work with. */
export interface PaperDeps {
  readonly books: RecordBooks;
  readonly settings: SettingsKeeper;
  readonly renderer: DocumentRenderer;
  readonly defaults: PaperDefaults;
  readonly store: Store;
}

/** What a number reads as while there is none. */
export const UNASSIGNED = 'assigned on approval';

/** The attachment id of a paper's PDF; it is rendered from the record when first asked for. */
export function pdfId(recordId: string): string {
  return `pdf_${recordId}`;
}

/** Everything that a paper is issued from, as it is now. Throws NOT_FOUND for a customer that there is not. */
export async function issuingFor(
  deps: PaperDeps,
  source: Pick<Staging, 'get'>,
  {
    customerId,
    number,
    context,
  }: { readonly customerId: string; readonly number: string; readonly context: CommandContext },
): Promise<Issuing> {
  return {
    number,
    today: dateAt(context.now, context.zone),
    customerId,
    customer: madeCustomer(context, customerId) ?? (await customerOf(source, customerId)),
    business: deps.settings.current().business,
    defaults: deps.defaults,
  };
}

/** One that an earlier command of the same card will add. */
function madeCustomer({ made }: CommandContext, id: string): Customer | undefined {
  return made?.has(id) ? customerSchema.parse(made.get(id)) : undefined;
}

/** What a card shows of a paper that is not issued yet: its sums, its draft as PDF, what it rests on, what is missing. */
export async function previewPaper(
  deps: PaperDeps,
  paper: Invoice | Quote | Credit,
  { name, today }: { readonly name: string; readonly today: string },
): Promise<Required<Pick<CommandPreview, 'facts' | 'outputs' | 'restsOn' | 'attachments' | 'notes'>>> {
  const { bytes, pages } = await deps.renderer.paper(printable(paper, 'draft'));
  const { business } = deps.settings.current();
  const missing = missingFromSeller(business);
  const customer = await readRecord(deps.store, 'customer', paper.customer);
  return {
    facts: [amountFact(paper)],
    outputs: {
      total: formatMoney(paper.total),
      ...('dueOn' in paper ? { due: shownDate(paper.dueOn, today) } : {}),
    },
    restsOn: [
      businessVersion(business),
      ...(customer ? [{ kind: 'customer', id: customer.id, version: customer.body.version }] : []),
    ],
    attachments: [{ bytes, name: `${name}.pdf`, contentType: 'application/pdf', pages }],
    notes: missing.length > 0 ? [{ text: missingNote(missing), mend: 'business' }] : [],
  };
}

/** Net, as the operator says it, for limits. */
export function chargedAmount(
  input:
    | {
        readonly amount?: Money | undefined;
        readonly lines?: readonly { readonly amount: Money }[] | undefined;
      }
    | undefined,
): Money | 'unknown' {
  const amounts = input?.lines?.map(({ amount }) => amount) ?? (input?.amount ? [input.amount] : []);
  const [first] = amounts;
  return first ? addMoney(first.currency, amounts) : 'unknown';
}

/** “Write invoice 2026-014, landing page, $1,200.00” */
export function paperTitle(
  name: string,
  input: {
    readonly amount?: Money | undefined;
    readonly what?: string | undefined;
    readonly lines?: readonly { readonly what: string }[] | undefined;
  },
  { number }: JsonObject,
): string {
  const { amount, what, lines } = input;
  const heading = typeof number === 'string' ? `Write ${name} ${number}` : `Write ${article(name)} ${name}`;
  return [heading, what ?? lines?.[0]?.what, amount && formatMoney(amount)]
    .filter((part) => part !== undefined)
    .join(', ');
}

function article(name: string): string {
  return /^[aeiou]/.test(name) ? 'an' : 'a';
}

const SHOWN_LINES = 3;
const SHOWN_WORDS = 60;

/** The lines with their sums in short, and in full where that leaves something out. */
function amountFact({ lines, taxes, total }: Invoice | Quote | Credit): PreviewFact {
  const sums = [
    ...taxes.map(({ rate, tax }) => (tax.minor === 0 ? `tax ${rate}%` : `tax ${rate}% ${formatMoney(tax)}`)),
    `total ${formatMoney(total)}`,
  ];
  const all = lines.map(({ description, amount }) => `${description} ${formatMoney(amount)}`);
  const short = lines
    .slice(0, SHOWN_LINES)
    .map(({ description, amount }) => `${shortened(description, SHOWN_WORDS)} ${formatMoney(amount)}`);
  const left = lines.length - short.length;
  const more = left > 0 ? [`${left} more ${left === 1 ? 'line' : 'lines'}`] : [];
  const isWhole = left === 0 && short.every((line, index) => line === all[index]);
  return {
    label: 'Amount',
    text: [...short, ...more, ...sums].join(', '),
    ...(isWhole ? {} : { whole: [...all, ...sums].join('\n') }),
  };
}

function missingNote(missing: readonly string[]): string {
  const verb = missing.length > 1 || missing[0] === 'bank details' ? 'are' : 'is';
  const listed = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(missing);
  return `your ${listed} ${verb} missing on it.`;
}
