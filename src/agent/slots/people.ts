import type { Assigning } from './assign.ts';
import { choicesOf } from './choices.ts';
import { findEmails } from './emails.ts';
import { findMentions, type Mention } from './mentions.ts';
import { type NameIndex, nameIndex, resolveName } from './names.ts';
import { findPhrases, leadStart } from './phrases.ts';
import { type Cue, type NamedSpec, regionOf } from './regions.ts';
import { overlap } from './spans.ts';
import type { InputSpec, NamedRecord, SlotContext, Span } from './types.ts';
import { PROBLEMS } from './words.ts';

const LEAD: ReadonlySet<string> = new Set(['to', 'for', 'from']);
const AFTER_NAME =
  /^\s*(?:$|[,;:.!?)\n\d\p{Sc}-]|(?:for|over|of|about|due|by|at|and|please|net|is|with)(?![\p{L}\p{N}]))/iu;

/** Who is meant, for every record input: one record, or several to choose between. */
export function assignRecords(
  assigning: Assigning,
  {
    specs,
    cues,
    context,
  }: { readonly specs: readonly NamedSpec[]; readonly cues: readonly Cue[]; readonly context: SlotContext },
): void {
  const open = [...specs];
  for (const named of specs) {
    open.shift();
    const missing = unknownPaper(assigning.text, named[1], context);
    if (missing !== undefined) {
      assigning.found.problems.set(named[0], PROBLEMS.unknownName(missing, named[1].kind ?? ''));
      continue;
    }
    const index = nameIndex(context.records(named[1].kind ?? '', named[1].status));
    const mentions = mentionsFor(assigning, { named, index, cues });
    const others = open.filter(([, spec]) => spec.kind === named[1].kind).length;
    settle(assigning, { name: named[0], index, mentions: others > 0 ? mentions.slice(0, 1) : mentions });
  }
}

/** “2026-009”, “Q-2026-001”; a date goes on with its day. */
const PAPER_NUMBER = /(?<![\p{L}\p{N}-])(?:\p{L}{1,4}-)?\d{4}-\d{2,}(?![\p{L}\p{N}-])/gu;
const PAPERS = ['invoice', 'quote', 'credit'];

/** A number of no paper that there is: who it would be for is then not guessed from a name beside it. */
function unknownPaper(text: string, { kind = '' }: InputSpec, context: SlotContext): string | undefined {
  if (!PAPERS.includes(kind)) return undefined;
  const numbers = text.match(PAPER_NUMBER) ?? [];
  if (numbers.length === 0) return undefined;
  const known = new Set(
    PAPERS.flatMap((paper) => context.records(paper).map(({ name }) => name.toLowerCase())),
  );
  return numbers.find((number) => !known.has(number.toLowerCase()));
}

function isPaper([, { kind = '' }]: NamedSpec): boolean {
  return PAPERS.includes(kind);
}

interface Looking {
  readonly named: NamedSpec;
  readonly index: NameIndex;
  readonly cues: readonly Cue[];
}

/** The mentions that say who it is about, most telling ones only. */
function mentionsFor(assigning: Assigning, { named, index, cues }: Looking): readonly Mention[] {
  const addresses = findEmails(assigning.text);
  const free = findMentions(assigning, index).filter(
    (mention) => assigning.claims.isFree(mention) && !addresses.some((address) => overlap(address, mention)),
  );
  const cued = free.filter((mention) => follows(assigning, named, mention));
  if (cued.length > 0) return cued;
  const numbered = free.filter(({ asked }) => isPaper(named) && /\d/.test(asked));
  if (numbered.length > 0) return numbered;
  const byRank = [1, 2, 3].map((rank) => free.filter((mention) => rankOf(assigning, cues, mention) === rank));
  const best = byRank.find((mentions) => mentions.length > 0);
  return best ?? byAddress(assigning, index);
}

/** 1 for a name where the request names its subject, 2 right after a cue (“for Ana, …”), 3 as the very first word. */
function rankOf(assigning: Assigning, cues: readonly Cue[], mention: Mention): number {
  const region = regionOf(
    assigning,
    cues.filter((cue) => assigning.claims.isFree(cue)),
    mention,
  );
  const isFollowed = AFTER_NAME.test(assigning.text.slice(mention.end, mention.end + 12));
  if (region === 'none') return mention.firstWord ? 3 : 1;
  return region === 'direct' && isFollowed && !mention.possessive ? 2 : 0;
}

function follows(assigning: Assigning, [, { cues = [] }]: NamedSpec, mention: Mention): boolean {
  return findPhrases(assigning, cues).some(
    ({ end }) => end <= mention.start && assigning.text.slice(end, mention.start).trim() === '',
  );
}

function byAddress(assigning: Assigning, index: NameIndex): readonly Mention[] {
  return findEmails(assigning.text).flatMap((candidate) => {
    const asked = 'value' in candidate && typeof candidate.value === 'string' ? candidate.value : '';
    const records = asked === '' ? [] : resolveName(index, asked);
    const { start, end } = candidate;
    return records.length === 0 ? [] : [{ start, end, records, asked, possessive: false, firstWord: false }];
  });
}

function settle(
  assigning: Assigning,
  {
    name,
    index,
    mentions,
  }: { readonly name: string; readonly index: NameIndex; readonly mentions: readonly Mention[] },
): void {
  const [first] = mentions;
  if (!first) return;
  for (const mention of mentions) assigning.claims.add(withLead(assigning, mention));
  const records = [
    ...new Map(mentions.flatMap((mention) => mention.records.map((one) => [one.id, one]))).values(),
  ];
  const narrowed = narrowest(mentions) ?? records;
  const [only] = narrowed;
  if (only && narrowed.length === 1) assigning.found.values.set(name, only.id);
  else
    assigning.found.ambiguous.set(
      name,
      choicesOf(index, narrowed, mentions.length === 1 ? first.asked : undefined),
    );
}

/** Where one mention is clear and the others agree with it (“Ana Torres … Ana”), that one holds. */
function narrowest(mentions: readonly Mention[]): readonly NamedRecord[] | undefined {
  const one = mentions.find(({ records }) => records.length === 1);
  const id = one?.records[0]?.id;
  const agree =
    id !== undefined && mentions.every(({ records }) => records.some((record) => record.id === id));
  return agree ? one?.records : undefined;
}

function withLead(assigning: Assigning, mention: Span): Span {
  return { start: leadStart(assigning, mention.start, { lead: LEAD, maxWords: 1 }), end: mention.end };
}
