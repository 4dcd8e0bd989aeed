import { fileURLToPath } from 'node:url';
import { createTransformersEmbedder } from '../../adapters/embedder/transformers/index.ts';
import type { IntentDecision } from '../../src/agent/matching/decide.ts';
import { createMatcher, type MatcherOptions } from '../../src/agent/matching/matcher.ts';
import { readRelayed } from '../../src/agent/relayed/read.ts';
import type { Embedder, Intent } from '../../src/ports/index.ts';
import { quantile, report } from '../report.ts';
import { isRight, type Labelled, readIntents, readLabelled } from './data.ts';

const MODEL = fileURLToPath(new URL('../../models/bge-small-en-v1.5', import.meta.url));
const TARGETS = {
  accuracy: 0.92,
  'out of scope told': 0.8,
  'false action': 0.01,
  'per message, p50': 15,
} as const;
const WARM_UP = 50;

interface Answer {
  readonly text: string;
  readonly story: string | undefined;
  readonly decision: IntentDecision;
  readonly ms: number;
}

/**
 * What Mainstay makes of messages that nobody tuned on (held-out.json), or where that is missing, of those that the
 * limits were chosen on (dev.json, which flatters). `wrong` prints what went wrong.
 */
export async function measureUnderstanding({ wrong }: { readonly wrong: boolean }): Promise<void> {
  const heldOut = readLabelled('held-out.json');
  const set = heldOut ?? readLabelled('dev.json') ?? [];
  const intents = readIntents();
  const name = `understanding${heldOut ? '' : ' dev.json'}`;
  const embedder = createTransformersEmbedder({ folder: MODEL });
  for (const sight of ['words', 'meaning', 'together'] as const) {
    const answers = await ask({ intents, meanings: { embedder, maxWaitMs: 60_000 }, sight }, set);
    reportAnswers(`${name}, ${WAYS[sight]}`, answers);
    if (wrong && sight === 'together') listWrong(answers);
  }
  await measureTime(intents, embedder, set);
  await embedder.close();
}

const WAYS = { words: 'by words alone', meaning: 'by meaning alone', together: 'together' } as const;

/** As in a conversation, what the operator passes on is told before anything is matched. */
const RELAYED: IntentDecision = { kind: 'act', name: 'customer-message', score: 1 };

async function ask(options: MatcherOptions, set: Labelled): Promise<readonly Answer[]> {
  const matcher = createMatcher(options);
  const answers: Answer[] = [];
  for (const { text, story } of set) {
    const started = performance.now();
    const decision = readRelayed(text, () => false) ? RELAYED : await matcher.match(text);
    answers.push({ text, story, decision, ms: performance.now() - started });
  }
  return answers;
}

/** The best guess, where there is one: acted on, or asked about first. */
function guessOf(decision: IntentDecision): string | undefined {
  if (decision.kind === 'act') return decision.name;
  return decision.kind === 'ask' ? decision.nearest[0] : undefined;
}

function reportAnswers(name: string, answers: readonly Answer[]): void {
  const asked = answers.filter(({ story }) => story !== undefined);
  const other = answers.filter(({ story }) => story === undefined);
  const share = (list: readonly Answer[], holds: (answer: Answer) => boolean) =>
    list.filter(holds).length / list.length;
  const acted = ({ decision }: Answer) => decision.kind === 'act';
  const right = ({ decision, story }: Answer) => isRight(guessOf(decision), story);
  report(`${name}: accuracy`, share(asked, right), {
    atLeast: TARGETS.accuracy,
    acted: share(asked, (answer) => acted(answer) && right(answer)),
    sameWorkflow: share(asked, ({ decision, story }) => guessOf(decision) === story),
    samples: asked.length,
  });
  report(
    `${name}: out of scope told`,
    share(other, ({ decision }) => decision.kind === 'none'),
    {
      atLeast: TARGETS['out of scope told'],
      notActed: share(other, (answer) => !acted(answer)),
      samples: other.length,
    },
  );
  report(
    `${name}: false action`,
    share(answers, (answer) => acted(answer) && !right(answer)),
    {
      target: TARGETS['false action'],
      samples: answers.length,
    },
  );
}

/** Every message takes the embedding here, and none comes from the cache. */
async function measureTime(intents: readonly Intent[], embedder: Embedder, set: Labelled): Promise<void> {
  const fresh = set.map(({ text }, i) => ({ text: `${text} (${i})`, story: undefined }));
  const answers = await ask({ intents, meanings: { embedder, maxWaitMs: 60_000 }, sight: 'meaning' }, fresh);
  const times = answers
    .slice(WARM_UP)
    .map(({ ms }) => ms)
    .toSorted((one, other) => one - other);
  report('understanding a message, p50', quantile(times, 0.5), {
    target: TARGETS['per message, p50'],
    samples: times.length,
  });
  report('understanding a message, p99', quantile(times, 0.99), { samples: times.length });
}

function listWrong(answers: readonly Answer[]): void {
  for (const { text, story, decision } of answers) {
    if (isRight(guessOf(decision), story)) continue;
    const score = decision.kind === 'act' ? ` ${decision.score.toFixed(2)}` : '';
    process.stderr.write(
      `${decision.kind}${score} ${guessOf(decision) ?? 'none'}, meant ${story ?? 'none'}: ${text}\n`,
    );
  }
}
