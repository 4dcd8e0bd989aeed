import { DateTime } from 'luxon';
import { EVENT_TYPES } from '../../kernel/index.ts';
import type { Checking, Place, WorkflowEnvironment } from './checking.ts';
import { checkCall, checkChild, checkStartingWith, checkSuggest } from './commands.ts';
import { checkText, checkTree, typedEnvironment } from './expressions.ts';
import { checkInputs } from './inputs.ts';
import { didYouMean, type Path, type SourceProblem, unknownWord } from './problem.ts';
import { scanTemplate } from './scan.ts';
import { isWritten, type StepSource, templateKey, type WorkflowSource } from './schema.ts';
import { checkStructure, upstreamOf } from './structure.ts';
import { type ConfigTimes, patternOf, withTimes, withValues } from './timing.ts';
import { TEXT, type ValueTypes } from './value-type.ts';
import { checkValues } from './values/check.ts';
import { valuesInForce } from './values/in-force.ts';

/** Events that start workflows in ways of their own. */
const STARTED_OTHERWISE: Readonly<Record<string, string>> = {
  'message.received': 'Write examples under on.message.',
  'schedule.due': 'Write the times under on.schedule.',
};

/** Checks what the schema cannot: references, order, commands and the types of expressions. */
export function checkWorkflow(
  workflow: WorkflowSource,
  environment: WorkflowEnvironment,
  others: Checking['others'],
): SourceProblem[] {
  const structure = checkStructure(workflow);
  if (structure.length > 0) return structure;
  const upstream = upstreamOf(workflow.steps);
  const checking = { workflow, environment, others, upstream, cel: typedEnvironment(workflow) };
  const problems = [
    ...checkTrigger(checking),
    ...checkValues(workflow, environment.times ?? {}),
    ...checkInputs(checking),
    ...workflow.steps.flatMap((step, index) => checkStep(checking, step, ['steps', index])),
  ];
  return onceEach(problems);
}

/** What is wrong with a text is told once, however often the text is used. */
function onceEach(problems: readonly SourceProblem[]): SourceProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** What nothing would ever start is refused rather than kept silently. */
function checkTrigger(checking: Checking): SourceProblem[] {
  const { workflow, environment } = checking;
  const { event, message, schedule } = workflow.on;
  const byCustomer = {
    path: ['on', 'message', 'plane'],
    problem: 'customers cannot write to Mainstay yet',
    mend: 'Write plane: operator.',
  };
  return [
    ...(event ? checkEvent(checking, event) : []),
    ...(message?.plane === 'customer' ? [byCustomer] : []),
    ...(schedule
      ? checkSchedule(withValues(schedule.when, valuesInForce(workflow).constants), environment.times ?? {})
      : []),
  ];
}

function checkEvent(
  checking: Checking,
  { type, when, with: given = {} }: NonNullable<WorkflowSource['on']['event']>,
): SourceProblem[] {
  const path = ['on', 'event'];
  const mend = STARTED_OTHERWISE[type];
  if (mend !== undefined)
    return [{ path: [...path, 'type'], problem: `${type} starts workflows by itself`, mend }];
  return [
    ...unknownEvent(checking, [...path, 'type'], type),
    ...(when === undefined
      ? []
      : checkText(checking, { path: [...path, 'when'], starting: true }, { text: when, types: ['bool'] })),
    ...checkStartingWith(checking, given, [...path, 'with']),
  ];
}

function checkSchedule(when: string, times: ConfigTimes): SourceProblem[] {
  const path = ['on', 'schedule'];
  const mend = 'Write it as in “every weekday at 8:30”, or as a cron pattern such as 30 8 * * 1-5.';
  try {
    const words = withTimes(when, times);
    const isKnown = words === null || patternOf(words) !== undefined;
    return isKnown ? [] : [{ path, problem: `“${when}” names no times that come round`, mend }];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ path, problem: error.message, mend: didYouMean('', Object.keys(times)) }];
  }
}

function unknownEvent({ environment }: Checking, path: Path, word: string): SourceProblem[] {
  return unknownWord(path, 'event', {
    word,
    known: [...Object.keys(EVENT_TYPES), ...(environment.events ?? [])],
  });
}

function checkStep(checking: Checking, step: StepSource, path: Path): SourceProblem[] {
  const place = { step: step.id, each: step.forEach !== undefined };
  const text = (
    value: string | undefined,
    field: Path,
    { types, ...where }: { types: ValueTypes } & Partial<Place>,
  ) =>
    value === undefined
      ? []
      : checkText(checking, { ...place, path: [...path, ...field], ...where }, { text: value, types });
  return [
    ...text(step.if, ['if'], { types: ['bool'], each: false }),
    ...text(step.forEach, ['forEach'], { types: ['list'], each: false }),
    ...checkAgent(checking, step, { ...place, path: [...path, 'agent'] }),
    ...checkCall(checking, step, path),
    ...checkChild(checking, step, path),
    ...checkSuggest(checking, step, [...path, 'suggest']),
    ...text(step.ask?.question, ['ask', 'question'], { types: TEXT }),
    ...checkWait(checking, step, [...path, 'wait']),
    ...text(step.reply?.text, ['reply', 'text'], { types: TEXT }),
    ...checkList(checking, step, [...path, 'reply', 'choices']),
    ...checkList(checking, step, [...path, 'reply', 'cards']),
    ...checkList(checking, step, [...path, 'reply', 'files']),
  ];
}

function checkAgent(checking: Checking, { agent }: StepSource, place: Place): SourceProblem[] {
  if (!agent) return [];
  if (isWritten(agent.otherwise)) {
    const path = [...place.path, 'otherwise'];
    return checkText(checking, { ...place, path }, { text: agent.otherwise, types: TEXT });
  }
  const template = templateKey(agent);
  const text = checking.workflow.templates[template] ?? '';
  return checkText(
    checking,
    { ...place, path: [...place.path, 'otherwise'], template },
    { text, types: TEXT },
  );
}

function checkList(checking: Checking, { id, forEach, reply }: StepSource, path: Path): SourceProblem[] {
  const tree = reply?.[path.at(-1) as 'choices' | 'cards' | 'files'];
  if (tree === undefined) return [];
  const place = { path, step: id, each: forEach !== undefined };
  return checkTree(checking, place, { tree, types: ['list'] });
}

function checkWait(checking: Checking, { id, forEach, wait }: StepSource, path: Path): SourceProblem[] {
  if (!wait) return [];
  const { event, subject, until } = wait;
  const place = (field: string) => ({ path: [...path, field], step: id, each: forEach !== undefined });
  return [
    ...(event === undefined ? [] : unknownEvent(checking, [...path, 'event'], event)),
    ...(subject === undefined
      ? []
      : checkText(checking, place('subject'), { text: subject, types: ['string'] })),
    ...(until === undefined ? [] : checkText(checking, place('until'), { text: until, types: ['string'] })),
    ...(until === undefined ? [] : checkTime(until, [...path, 'until'])),
  ];
}

/** A time that is written out is known now. */
function checkTime(text: string, path: Path): SourceProblem[] {
  const computed = scanTemplate(text)?.some(({ kind }) => kind === 'expression') ?? true;
  if (computed || DateTime.fromISO(text, { zone: 'utc' }).isValid) return [];
  return [
    {
      path,
      problem: `“${text}” is no date or time`,
      mend: 'Write it as 2026-12-07, or as ${{ addDays(today, 3) }}.',
    },
  ];
}
