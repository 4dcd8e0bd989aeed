import type { Effect, Message, Settings, Suggestion } from '../../console/index.ts';
import type { Change } from '../client/stream.ts';
import { cardLines, outcomeText, uncertainLines } from '../terminal/card.ts';
import { createStyle, type Style } from '../terminal/style.ts';
import { visible, widthOf, wrapped } from '../terminal/text.ts';
import {
  type Focus,
  focused,
  idOf,
  NOTHING,
  titleOf,
  type Waiting,
  withNext,
  withoutWaiting,
  withWaiting,
} from './focus.ts';
import { hintOf } from './hint.ts';
import type { Screen } from './screen.ts';
import { words } from './words.ts';

/** What the operator sees of the conversation and of what waits, kept up with the changes that arrive. */
export interface View {
  /** Shows what is new in it; what was shown before is not shown again. */
  take(change: Change): void;
  /** Counts as shown. */
  skip(message: Message): void;
  /** These words are on their way from here, so they need not be shown when they come back. */
  expect(text: string): void;
  say(text: string): void;
  /** Gives the keys to the next one that waits, and shows it. */
  next(): void;
  showAll(): void;
  focus(): Waiting | undefined;
  waiting(): readonly Waiting[];
  /** When what has the keys was shown, in epoch milliseconds. */
  shownAt(): number;
  /** Whether a card was ever shown here. */
  hadCards(): boolean;
  /** The successor gets the keys when its predecessor loses them. */
  succeeds(id: string, successor: string): void;
  style: Style;
}

export interface ViewOptions {
  readonly screen: Pick<Screen, 'print' | 'hint'>;
  readonly output: NodeJS.WritableStream;
  now(): number;
}

/** An outcome changes a few times within a moment; only what it comes to is shown. */
const SETTLE_MS = 400;

interface State extends ViewOptions {
  readonly style: Style;
  readonly seen: Set<string>;
  readonly expected: string[];
  /** By card: the hash of what was shown of it, or its outcome. */
  readonly shown: Map<string, string>;
  readonly successors: Map<string, string>;
  readonly settling: Map<string, NodeJS.Timeout>;
  settings: Settings | undefined;
  focus: Focus;
  shownAt: number;
  /** What was drawn last, so that its outcome needs no title. */
  latest: string;
}

/** Begins with nothing shown. */
export function createView(options: ViewOptions): View {
  const state: State = {
    ...options,
    style: createStyle(options.output),
    seen: new Set(),
    expected: [],
    shown: new Map(),
    successors: new Map(),
    settling: new Map(),
    settings: undefined,
    focus: NOTHING,
    shownAt: 0,
    latest: '',
  };
  return {
    style: state.style,
    say: (text) => say(state, text),
    take: (change) => take(state, change),
    skip: ({ id }) => state.seen.add(id),
    expect: (text) => state.expected.push(text),
    next: () => next(state),
    showAll: () => showAll(state),
    focus: () => focused(state.focus),
    waiting: () => state.focus.waiting,
    shownAt: () => state.shownAt,
    hadCards: () => state.shown.size > 0,
    succeeds: (id, successor) => state.successors.set(id, successor),
  };
}

function take(state: State, { kind, value }: Change): void {
  if (kind === 'message') takeMessage(state, value);
  else if (kind === 'suggestion') takeCard(state, value);
  else if (kind === 'effect') takeEffect(state, value);
  else takeSettings(state, value);
}

function say({ screen, output }: State, text: string): void {
  screen.print(wrapped(text, widthOf(output)));
}

function setFocus(state: State, changed: Focus): void {
  state.focus = changed;
  state.screen.hint(hintOf(changed, { style: state.style, width: widthOf(state.output) }));
}

function show(state: State, waiting: Waiting): void {
  const { here = null, home = null } = state.settings?.zone ?? {};
  const drawing = {
    style: state.style,
    width: widthOf(state.output),
    zone: here ?? home ?? 'UTC',
    now: state.now(),
  };
  const lines =
    waiting.kind === 'card' ? cardLines(waiting.card, drawing) : uncertainLines(waiting.effect, drawing);
  state.latest = idOf(waiting);
  state.screen.print(['', ...lines]);
  if (state.focus.id === state.latest) state.shownAt = state.now();
}

function arrives(state: State, waiting: Waiting, content: string): void {
  const known = state.shown.get(idOf(waiting)) === content;
  state.shown.set(idOf(waiting), content);
  setFocus(state, withWaiting(state.focus, waiting));
  if (!known) show(state, waiting);
}

function takeMessage(state: State, message: Message): void {
  const { id, direction, author, text, suggestionId, choices = [], attachments = [] } = message;
  if (state.seen.has(id)) return;
  state.seen.add(id);
  if (direction === 'in' && author.kind === 'operator') {
    const at = state.expected.indexOf(text);
    if (at === -1) return say(state, state.style.dim(`> ${visible(text)}`));
    state.expected.splice(at, 1);
    return;
  }
  const from = author.kind === 'customer' ? `${state.style.bold(visible(author.name))}: ` : '';
  // A card says by itself what its message says.
  if (suggestionId === undefined) say(state, `${from}${visible(text)}`);
  for (const file of attachments) say(state, state.style.dim(words.attached(visible(file.name), file.id)));
  if (choices.length > 0) say(state, state.style.dim(words.answers(choices.map(visible))));
}

function takeCard(state: State, card: Suggestion): void {
  const { id, status, hash } = card;
  if (status === 'pending') return arrives(state, { kind: 'card', card }, hash);
  if (!state.shown.has(id)) return;
  setFocus(state, withoutWaiting(state.focus, id, card.supersededBy ?? state.successors.get(id)));
  clearTimeout(state.settling.get(id));
  // The card that replaced it says what changed.
  if (status === 'superseded') return;
  state.settling.set(
    id,
    setTimeout(() => sayOutcome(state, card), SETTLE_MS),
  );
}

function sayOutcome(state: State, card: Suggestion): void {
  const text = outcomeText(card, state.style);
  if (state.shown.get(card.id) === text) return;
  state.shown.set(card.id, text);
  if (state.latest !== card.id) say(state, state.style.dim(visible(card.title)));
  state.latest = card.id;
  say(state, text);
}

function takeEffect(state: State, effect: Effect): void {
  const { id, status, title } = effect;
  if (status === 'unknown') return arrives(state, { kind: 'uncertain', effect }, status);
  if (!state.shown.has(id)) return;
  state.shown.delete(id);
  setFocus(state, withoutWaiting(state.focus, id));
  say(state, `${visible(title)}: ${EFFECT_WORDS[status]}`);
}

function takeSettings(state: State, changed: Settings): void {
  if (changed.paused && !state.settings?.paused) say(state, words.paused);
  if (changed.practice && !state.settings?.practice) say(state, words.practice);
  state.settings = changed;
}

function next(state: State): void {
  if (state.focus.waiting.length === 0) return say(state, words.nothingWaits);
  setFocus(state, withNext(state.focus));
  const waiting = focused(state.focus);
  if (waiting) show(state, waiting);
}

function showAll(state: State): void {
  const { waiting, id } = state.focus;
  if (waiting.length === 0) return say(state, words.nothingWaits);
  say(state, waiting.map((one) => `${idOf(one) === id ? '▸' : ' '} ${visible(titleOf(one))}`).join('\n'));
}

const EFFECT_WORDS = {
  planned: 'approved, waiting',
  sending: 'sending',
  done: 'it arrived',
  saved: 'saved, not sent',
  failed: 'it did not arrive',
  refused: 'refused',
  cancelled: 'cancelled',
  undone: 'undone',
} as const satisfies Record<Exclude<Effect['status'], 'unknown'>, string>;
