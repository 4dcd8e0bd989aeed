import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMainstayError, type JsonObject } from '../../kernel/index.ts';
import type { Shelf } from '../../ports/index.ts';
import { compileWorkflow } from './compile.ts';
import { ENVIRONMENT, FIXTURE_FOLDERS } from './environment.fake.ts';
import { loadWorkflows } from './load.ts';
import { evaluate, evaluateTree } from './template.ts';
import type { Step, WorkflowDefinition } from './types.ts';

const SCOPE: JsonObject = {
  input: {
    customer: { id: 'cus_1', name: 'Ana Torres', email: 'ana@torres.example' },
    amount: { minor: 120_000, currency: 'USD' },
    what: 'landing page',
    due: 14,
  },
  steps: { draft: { status: 'succeeded', text: 'Hi Ana' } },
  business: { name: 'Olga' },
  today: '2026-11-23',
  zone: 'Europe/Berlin',
};

let folder: string;
let skills: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workflows-'));
  skills = join(folder, 'skills');
  await cp(FIXTURE_FOLDERS[0], skills, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function load(name: string, folders: readonly string[] = [skills]): Promise<WorkflowDefinition> {
  const definitions = await loadWorkflows(folders, ENVIRONMENT);
  const found = definitions.find((definition) => definition.name === name);
  if (!found) throw new RangeError(`There is no ${name}.`);
  return found;
}

async function problemsOf(folders: readonly string[]): Promise<{ first: string; all: string[] }> {
  try {
    await loadWorkflows(folders, ENVIRONMENT);
  } catch (error) {
    if (!isMainstayError(error, 'WORKFLOW_INVALID')) throw error;
    return { first: error.message, all: error.fields.map(({ path, message }) => `${path} ${message}`) };
  }
  return { first: '', all: [] };
}

async function change(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  if (!text.includes(from)) throw new RangeError(`${file} has no ${from}.`);
  await writeFile(join(folder, file), text.replace(from, to));
}

function stepOf<K extends Step['kind']>(
  definition: WorkflowDefinition,
  id: string,
  kind: K,
): Extract<Step, { kind: K }> {
  const step = definition.steps.find((one) => one.id === id);
  if (step?.kind !== kind) throw new RangeError(`${id} is no ${kind}.`);
  return step as Extract<Step, { kind: K }>;
}

/** What can be compared: compiled functions are new ones each time. */
function plain(definition: WorkflowDefinition): unknown {
  return JSON.parse(JSON.stringify(definition));
}

describe('loadWorkflows', () => {
  it('loads every workflow of every folder', async () => {
    const definitions = await loadWorkflows(FIXTURE_FOLDERS, ENVIRONMENT);
    expect(definitions.map(({ name, version, file }) => `${name} ${version} ${file}`)).toEqual([
      'invoice 2 skills/invoicing/workflow.yaml',
      'open-invoices 1 skills/open-invoices/workflow.yaml',
      'payment-reminder 1 skills/payment-reminder/workflow.yaml',
      'weekly 3 workflows/own/weekly.yaml',
    ]);
  });

  it('finds none in a folder that is not there', async () => {
    expect(await loadWorkflows([join(folder, 'none')], ENVIRONMENT)).toEqual([]);
  });

  it('compiles what a card shows and what its commands are given', async () => {
    const propose = stepOf(await load('invoice'), 'propose', 'suggest');
    expect(evaluate(propose.title, SCOPE)).toBe('Invoice Ana Torres $1,200.00');
    expect(
      propose.commands.map((command) => [command.as, command.do, evaluateTree(command.with, SCOPE)]),
    ).toEqual([
      [
        'invoice',
        'invoice.create@1',
        {
          customer: 'cus_1',
          amount: { minor: 120_000, currency: 'USD' },
          what: 'landing page',
          due: '2026-12-07',
        },
      ],
      [
        undefined,
        'email.send@1',
        {
          to: 'ana@torres.example',
          subject: { $join: ['Invoice ', { $output: 'invoice.number' }] },
          body: 'Hi Ana',
          attach: { $output: 'invoice.pdf' },
        },
      ],
    ]);
  });

  it('compiles the text that is used without a model', async () => {
    const { agent } = stepOf(await load('invoice'), 'draft', 'agent');
    expect(evaluate(agent.template, SCOPE)).toBe(
      'Hi Ana, here is the invoice for the landing page, due on 7 December. Thank you, Olga\n',
    );
  });

  it('compiles the defaults of inputs, and leaves steps without `needs` free to start', async () => {
    const { input, steps } = await load('weekly', [...FIXTURE_FOLDERS]);
    const defaults = Object.values(input).map(
      ({ defaultValue }) => defaultValue && evaluateTree(defaultValue, SCOPE),
    );
    expect(defaults).toEqual(['2026-11-16', { minor: 5000, currency: 'EUR' }]);
    expect(steps.map(({ id, needs }) => [id, needs])).toEqual([
      ['pause', []],
      ['again', ['pause']],
    ]);
  });

  it('lets an own workflow use the text of a skill', async () => {
    await cp(join(skills, 'invoicing', 'workflow.yaml'), join(folder, 'own.yaml'));
    await rm(join(skills, 'invoicing', 'workflow.yaml'));
    const { agent } = stepOf(await load('invoice', [skills, folder]), 'draft', 'agent');
    expect(agent.template.source).toContain('here is the invoice');
  });

  it('throws for the first problem and lists all of all files', async () => {
    await change('skills/invoicing/workflow.yaml', 'input.what', 'input.whot');
    await change('skills/invoicing/workflow.yaml', 'steps.draft.text', 'steps.drift.text');
    await change('skills/payment-reminder/workflow.yaml', 'version: 1\n', '');
    const { first, all } = await problemsOf([skills]);
    expect(first).toBe(
      'skills/invoicing/workflow.yaml, line 21: there is no input “whot”. Did you mean “what”?',
    );
    expect(all).toEqual([
      'skills/invoicing/workflow.yaml:21:99 there is no input “whot”. Did you mean “what”?',
      'skills/invoicing/workflow.yaml:23:116 there is no step “drift”. Did you mean “draft”?',
      'skills/payment-reminder/workflow.yaml:1:1 “version” is missing. Add `version:`.',
    ]);
  });

  it('places a problem of a text in that text', async () => {
    await change('skills/invoicing/cover-note.md', 'Thank you', '\nThank ${{ inputs.you }}');
    expect((await problemsOf([skills])).all).toEqual([
      'skills/invoicing/cover-note.md:2:11 there is no “inputs” to refer to. Did you mean “input”?',
    ]);
  });

  it('refuses two workflows of one name', async () => {
    await change('skills/payment-reminder/workflow.yaml', 'name: payment-reminder', 'name: open-invoices');
    await change('skills/invoicing/workflow.yaml', 'workflow: payment-reminder', 'call: invoices.list');
    await change(
      'skills/invoicing/workflow.yaml',
      'with: { invoice: "${{ steps.propose.invoice.id }}" }',
      'with: { status: open }',
    );
    expect((await problemsOf([skills])).all).toEqual([
      'skills/payment-reminder/workflow.yaml:1:1 “open-invoices” is also the name in skills/open-invoices/workflow.yaml. Name one of them differently.',
    ]);
  });

  it('refuses workflows that start each other without a condition', async () => {
    const text = (name: string, other: string, more = '') =>
      `name: ${name}\nversion: 1\ntitle: t\non: {}\nsteps:\n  - { id: s, workflow: ${other}${more} }\n`;
    await writeFile(join(folder, 'a.yaml'), text('a', 'b'));
    await writeFile(join(folder, 'b.yaml'), text('b', 'a'));
    const again = 'would start itself again and again. Give one of the steps an `if`.';
    const own = `${basename(dirname(folder))}/${basename(folder)}`;
    expect((await problemsOf([folder])).all).toEqual([
      `${own}/a.yaml:6:14 “a” ${again}`,
      `${own}/b.yaml:6:14 “b” ${again}`,
    ]);
    await writeFile(join(folder, 'b.yaml'), text('b', 'a', ', if: "${{ today < \'2027\' }}"'));
    expect((await problemsOf([folder])).all).toEqual([]);
  });
});

describe('loadWorkflows with a shelf', () => {
  let checks = 0;
  const kept = new Map<string, unknown>();
  const shelf: Shelf = {
    kept: async (name, key, make) => {
      const place = `${name} ${key}`;
      if (!kept.has(place)) {
        checks += 1;
        kept.set(place, structuredClone(await make()));
      }
      return kept.get(place) as Awaited<ReturnType<typeof make>>;
    },
  };
  const loadKept = (build = 'one', environment = ENVIRONMENT) =>
    loadWorkflows([skills], environment, { shelf, build });
  beforeEach(() => {
    checks = 0;
    kept.clear();
  });

  it('gives the same as without one, and checks the same files once', async () => {
    const plainly = await loadWorkflows([skills], ENVIRONMENT);
    for (const definitions of [await loadKept(), await loadKept()])
      expect(definitions.map(plain)).toEqual(plainly.map(plain));
    expect(checks).toBe(1);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a file changed', () => change('skills/invoicing/workflow.yaml', 'Write an invoice', 'Invoice')],
    ['a text changed that one names', () => change('skills/invoicing/cover-note.md', 'Thank you', 'Thanks')],
    ['a file came', () => cp(join(skills, 'invoicing/cover-note.md'), join(skills, 'invoicing/other.md'))],
    ['a file went', () => rm(join(skills, 'open-invoices'), { recursive: true })],
  ])('checks again where %s', async (_what, happen) => {
    await loadKept();
    await happen().then(() => loadKept());
    expect(checks).toBe(2);
  });

  it('checks again under another build, or other times of day', async () => {
    await loadKept();
    await loadKept('two');
    await loadKept('one', { ...ENVIRONMENT, times: { digest: '07:00', morning: '07:00' } });
    expect(checks).toBe(3);
  });

  it('keeps nothing of what is wrong', async () => {
    await change('skills/payment-reminder/workflow.yaml', 'version: 1\n', '');
    await expect(loadKept()).rejects.toThrow('“version” is missing');
    await expect(loadKept()).rejects.toThrow('“version” is missing');
  });
});

describe('compileWorkflow', () => {
  it('gives the same definition from the stored source when the files are gone', async () => {
    const loaded = await load('invoice');
    const stored = JSON.parse(JSON.stringify(loaded.source)) as JsonObject;
    await rm(skills, { recursive: true });
    expect(plain(compileWorkflow(stored, loaded.file))).toEqual(plain(loaded));
    const { agent } = stepOf(compileWorkflow(stored), 'draft', 'agent');
    expect(evaluate(agent.template, SCOPE)).toContain('Hi Ana, here is');
  });

  it('names a workflow without a title after itself', async () => {
    await change('skills/invoicing/workflow.yaml', 'title: Write an invoice\n', '');
    expect((await load('invoice')).title).toBe('Invoice');
  });

  it('hashes what the workflow says and not how it is written', async () => {
    const { hash } = await load('invoice');
    await change(
      'skills/invoicing/workflow.yaml',
      'version: 2\ntitle: Write an invoice',
      '# a comment\ntitle: "Write an invoice"\nversion:   2',
    );
    expect((await load('invoice')).hash).toBe(hash);
  });

  it.each<[string, string, [string, string]]>([
    ['the workflow', 'skills/invoicing/workflow.yaml', ['default: 14', 'default: 30']],
    ['the text for without a model', 'skills/invoicing/cover-note.md', ['Hi', 'Hello']],
  ])('hashes %s', async (_name, file, [from, to]) => {
    const { hash } = await load('invoice');
    await change(file, from, to);
    expect((await load('invoice')).hash).not.toBe(hash);
  });

  it('keeps the texts of two skills apart that have one name', async () => {
    const step = (id: string, skill: string) =>
      `  - { id: ${id}, agent: { skill: ${skill}, goal: g, tier: small, otherwise: note.md } }\n`;
    const own = `name: own\nversion: 1\ntitle: t\non: {}\nsteps:\n${step('a', 'invoicing')}${step('b', 'payment-reminder')}`;
    await writeFile(join(folder, 'own.yaml'), own);
    await writeFile(join(skills, 'invoicing', 'note.md'), 'first');
    await writeFile(join(skills, 'payment-reminder', 'note.md'), 'second');
    const definition = await load('own', [skills, folder]);
    expect(['a', 'b'].map((id) => stepOf(definition, id, 'agent').agent.template.source)).toEqual([
      'first',
      'second',
    ]);
  });

  it('refuses a stored source that is no workflow', () => {
    expect(() => compileWorkflow({ name: 'x' })).toThrow('a stored version, line 1: version: ');
  });
});
