import type { Change } from '../api/types.ts';
import { words } from '../words.ts';
import type { News, State } from './state.ts';

/** What was read out before is of no use, but for what came at the same moment. */
const MOST = 3;

/** The state with a line that is read out. */
export function withNews(state: State, news: News): State {
  return { ...state, news: [...state.news, news].slice(-MOST) };
}

/**
 * The state with what a message says to be read out, unless it is the operator's own, makes no sound in quiet hours, or
 * is not new: known already, or older than what is known.
 */
export function withMessageNews(state: State, change: Change): State {
  if (change.event !== 'message') return state;
  const { id, at, author, text, silent } = change.data;
  const last = state.messages.at(-1);
  const isOld = state.messages.some((message) => message.id === id) || (last !== undefined && at < last.at);
  if (isOld || silent || text === '' || author.kind === 'operator') return state;
  const speaker = author.kind === 'assistant' ? words.name : author.name;
  return withNews(state, { id, text: `${speaker}: ${text}` });
}
