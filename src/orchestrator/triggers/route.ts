import type { Answered, Request, Understanding } from '../../agent/index.ts';
import type { Json } from '../../kernel/index.ts';
import type { OpenQuestion } from '../../memory/index.ts';
import type { InputSpec, WorkflowDefinition } from '../workflows/types.ts';
import { DID_YOU_MEAN } from './did-you-mean.ts';

/** Where a message goes. */
export type Route =
  | { readonly kind: 'start'; readonly workflow: string; readonly provided: Readonly<Record<string, Json>> }
  /** Several requests in one message. */
  | { readonly kind: 'split'; readonly requests: readonly Request[] }
  | { readonly kind: 'answer'; readonly question: OpenQuestion; readonly value: Json }
  | {
      readonly kind: 'ask-again';
      readonly question: OpenQuestion;
      readonly answered: Exclude<Answered, { kind: 'value' }>;
      readonly spec: InputSpec;
    }
  | { readonly kind: 'cancel'; readonly question: OpenQuestion };

/** What starts where nothing matches. */
const NOT_UNDERSTOOD = 'not-understood';

const CANCEL_WORDS = /^(cancel|never ?mind|forget (it|that|about it)|stop that|drop it)[.! ]*$/i;

export interface Routing {
  readonly text: string;
  readonly now: number;
  readonly question: OpenQuestion | undefined;
  /** The workflow that asked the open question. */
  readonly asking: WorkflowDefinition | undefined;
}

/**
 * A typed answer to the question that was just asked first: “today” is then a day, and no request for the digest. Then exact
 * phrases; then a question that was left; then the examples. A free-text question takes only what matches no workflow, so an unrelated request is never swallowed as its answer; one that was left
 * takes no free text at all. What comes close to a workflow is asked about.
 */
export async function chooseRoute(understanding: Understanding, routing: Routing): Promise<Route> {
  const { text, now, question, asking } = routing;
  const left = question?.left === true;
  const exact = understanding.exact(text);
  const spec = question && asking && specOf(question, asking);
  const typed = spec && spec.type !== 'string';
  const answered = spec
    ? await understanding.answer(text, spec, { now, offered: question?.choices ?? [] })
    : undefined;
  const answer: Route | undefined =
    question && answered?.kind === 'value' ? { kind: 'answer', question, value: answered.value } : undefined;
  if (typed && answer && !left) return answer;
  if (question && spec && !typed && !left && answered?.kind === 'none' && answered.problem !== undefined)
    return { kind: 'ask-again', question, answered, spec };
  if (exact !== undefined) return { kind: 'start', workflow: exact, provided: {} };
  if (question && CANCEL_WORDS.test(text.trim())) return { kind: 'cancel', question };
  if (typed && answer) return answer;
  const requests = await understanding.several(text);
  if (requests.length > 1) return { kind: 'split', requests };
  const understood = await understanding.match(text);
  if (understood.kind === 'act') return { kind: 'start', workflow: understood.name, provided: {} };
  if (answer && !left) return answer;
  const isRequest = understood.kind === 'ask' && spec?.type === 'record' && answered?.kind === 'none';
  if (
    question &&
    !left &&
    spec &&
    answered &&
    answered.kind !== 'value' &&
    isNearAnswer(answered) &&
    !isRequest
  )
    return { kind: 'ask-again', question, answered, spec };
  const nearest = [...understood.nearest];
  return understood.kind === 'ask'
    ? { kind: 'start', workflow: DID_YOU_MEAN, provided: { nearest } }
    : { kind: 'start', workflow: NOT_UNDERSTOOD, provided: { text: text.slice(0, 200), nearest } };
}

/** Whether the text was meant as the answer although it cannot be taken as one. */
function isNearAnswer(answered: Exclude<Answered, { kind: 'value' }>): boolean {
  return answered.kind === 'ambiguous' || answered.problem !== undefined;
}

/** What kind of answer the question takes. */
function specOf({ key }: OpenQuestion, definition: WorkflowDefinition): InputSpec | undefined {
  const [kind, name = ''] = key.split(':');
  if (kind === 'input') return definition.input[name];
  const step = definition.steps.find((candidate) => candidate.id === name);
  return step?.kind === 'ask' ? step.answer : undefined;
}
