import { IANAZone } from 'luxon';
import { z } from 'zod';
import { inputSpecSchema } from '../../agent/index.ts';
import { jsonSchema } from '../../kernel/index.ts';
import { VALUE_KEYS, valueSpecSchema } from './values/spec.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'must be small letters, digits and dashes' });
const stepId = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_]*$/, { error: 'must be letters, digits and _, beginning with a small letter' });
const text = z.string().min(1, { error: 'is empty' });
const zoneName = z
  .string()
  .refine((zone) => zone === 'here' || zone === 'home' || IANAZone.isValidZone(zone), {
    error: 'must be here, home, or a time zone such as Europe/Berlin',
  });
const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
/** The text that an agent’s step uses without a model: a file, or an expression that gives it. */
const otherwiseText = z.string().refine((given) => isWritten(given) || FILE_NAME.test(given), {
  error: 'must be the name of a file in the skill’s own folder, or a text such as ${{ values.mail }}',
});
const withTree = z.record(z.string(), jsonSchema);

const commandInSuggest = z.strictObject({ as: stepId.exactOptional(), do: text, with: withTree });

/** Whether an `otherwise` is the text itself, and not the name of its file. */
export function isWritten(otherwise: string): boolean {
  return otherwise.includes('${{');
}

/** Under which name a version keeps an `otherwise` text: `invoicing/cover-note.md`. */
export function templateKey({
  skill,
  otherwise,
}: {
  readonly skill: string;
  readonly otherwise: string;
}): string {
  return `${skill}/${otherwise}`;
}

/** The one thing that a step does; exactly one of these stands in it. */
const kinds = {
  call: text,
  agent: z.strictObject({ skill: name, goal: text, tier: text, otherwise: otherwiseText }),
  suggest: z.strictObject({
    title: text,
    reason: text.exactOptional(),
    /** Lines of the card beside those of its commands. */
    facts: z.array(z.strictObject({ label: text, text })).exactOptional(),
    /** The unusual; one that is empty or null is left out. */
    notes: z.array(text).exactOptional(),
    commands: z.array(commandInSuggest).min(1),
    expiresInDays: z.number().positive().max(30).exactOptional(),
    /** Ids of pending cards that this one answers as well. */
    insteadOf: jsonSchema.exactOptional(),
  }),
  ask: inputSpecSchema.extend({ question: text }),
  wait: z
    .strictObject({ event: text.exactOptional(), subject: text.exactOptional(), until: text.exactOptional() })
    .refine(({ event, until }) => event !== undefined || until !== undefined, {
      error: 'needs an event, a time in `until`, or both',
    })
    .refine(({ event, subject }) => subject === undefined || event !== undefined, {
      error: 'belongs to an event',
      path: ['subject'],
    }),
  workflow: name,
  reply: z.strictObject({
    text,
    choices: jsonSchema.exactOptional(),
    /** Ids of cards that its lines name. */
    cards: jsonSchema.exactOptional(),
    /** Files to fetch, each with its `id` and `name`. */
    files: jsonSchema.exactOptional(),
  }),
} as const;

type StepKind = keyof typeof kinds;

const STEP_KINDS = Object.keys(kinds) as readonly StepKind[];

const retrySchema = z.strictObject({
  attempts: z.int().min(1).max(10),
  delaySeconds: z.number().min(0).default(0),
});

const stepSchema = z
  .strictObject({
    id: stepId,
    needs: z.array(stepId).default([]),
    if: text.exactOptional(),
    forEach: text.exactOptional(),
    retry: retrySchema.exactOptional(),
    timeoutSeconds: z.number().positive().exactOptional(),
    onFailure: stepId.exactOptional(),
    with: withTree.exactOptional(),
    ...(Object.fromEntries(Object.entries(kinds).map(([kind, schema]) => [kind, schema.exactOptional()])) as {
      [K in StepKind]: z.ZodExactOptional<(typeof kinds)[K]>;
    }),
  })
  .superRefine((step, context) => {
    const used = STEP_KINDS.filter((kind) => step[kind] !== undefined);
    if (used.length !== 1) {
      const message =
        used.length === 0
          ? `does nothing; give it one of ${STEP_KINDS.join(', ')}`
          : `does several things: ${used.join(', ')}`;
      context.addIssue({ code: 'custom', message });
    }
    if (step.with && !step.call && !step.workflow)
      context.addIssue({ code: 'custom', path: ['with'], message: 'belongs to call and workflow only' });
  });

const triggers = {
  message: z
    .strictObject({
      plane: z.enum(['operator', 'customer']),
      examples: z.array(text).default([]),
      exact: z.array(text).exactOptional(),
      leads: z.array(text).exactOptional(),
    })
    .refine(({ examples, exact = [] }) => examples.length + exact.length > 0, {
      message: 'needs examples, or phrases in exact',
    }),
  /** A customer's message that the operator passes on. */
  relayed: z.strictObject({ example: text }),
  event: z.strictObject({ type: text, when: text.exactOptional(), with: withTree.exactOptional() }),
  schedule: z.strictObject({
    when: text,
    zone: zoneName.default('here'),
    daily: z.boolean().default(false),
  }),
};

/** A workflow file, as it is written. */
export const sourceSchema = z
  .strictObject({
    name,
    version: z.int().positive(),
    /** As “help” lists it; the name in words where there is none. */
    title: text.exactOptional(),
    on: z.strictObject({
      message: triggers.message.exactOptional(),
      relayed: triggers.relayed.exactOptional(),
      event: triggers.event.exactOptional(),
      schedule: z
        .union([text.transform((when) => triggers.schedule.parse({ when })), triggers.schedule])
        .exactOptional(),
    }),
    input: z
      .record(
        z.string().regex(/^[a-z][a-zA-Z0-9]*$/, {
          error: 'must be letters and digits, beginning with a small letter',
        }),
        inputSpecSchema,
      )
      .default({}),
    /** What the operator may change of it without changing the file. */
    values: z
      .record(
        z.string().regex(/^[a-z][a-zA-Z0-9]*$/, {
          error: 'must be letters and digits, beginning with a small letter',
        }),
        valueSpecSchema,
      )
      .default({}),
    steps: z.array(stepSchema).min(1),
    /** What the operator set instead of the values of the file; kept with a version, never written in a file. */
    set: z.record(z.string(), jsonSchema).default({}),
    /** The texts of its `otherwise` files, kept with it, by `templateKey`. */
    templates: z.record(z.string(), z.string()).default({}),
  })
  .superRefine(({ steps, templates }, context) => {
    for (const [index, { agent }] of steps.entries()) {
      if (!agent || !FILE_NAME.test(agent.otherwise)) continue;
      if (Object.hasOwn(templates, templateKey(agent))) continue;
      const message = `names a file that is not there: ${templateKey(agent)}`;
      context.addIssue({ code: 'custom', path: ['steps', index, 'agent', 'otherwise'], message });
    }
  });

/** What a version keeps with its source and no file may say. */
export const KEPT_KEYS: readonly string[] = ['templates', 'set'];

/** Every word that may stand before a colon, to guess what a wrong one was meant to be. */
export const SOURCE_KEYS: readonly string[] = [
  sourceSchema,
  ...Object.values(triggers),
  inputSpecSchema,
  stepSchema,
  retrySchema,
  kinds.agent,
  kinds.suggest,
  commandInSuggest,
  kinds.ask,
  kinds.wait,
  kinds.reply,
]
  .flatMap(({ shape }) => Object.keys(shape))
  .concat(VALUE_KEYS)
  .filter((key) => !KEPT_KEYS.includes(key));

export type WorkflowSource = z.infer<typeof sourceSchema>;

export type StepSource = WorkflowSource['steps'][number];
