import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Form, Suggestion } from '../../console/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import { ServerRefusal } from '../client/client.ts';
import { readForm, withoutProblems, withProblems, writeForm } from './form.ts';

/** Opens the file and resolves once the editor was closed; with its exit code. */
export type Editor = (file: string) => Promise<number>;

/** The operator's editor, in the terminal that this process has. `command` may have arguments. */
export function createEditor(command: string): Editor {
  return (file) =>
    new Promise((resolve, reject) => {
      const child = spawn(`${command} "${file}"`, { shell: true, stdio: 'inherit' });
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
}

/** What the environment names, else what the system has. */
export function editorCommand(variables: Readonly<Record<string, string | undefined>>): string {
  const named = variables['VISUAL']?.trim() || variables['EDITOR']?.trim();
  return named || (process.platform === 'win32' ? 'notepad' : 'vi');
}

export type Edited =
  | { readonly became: 'card'; readonly card: Suggestion }
  | { readonly became: 'unchanged' | 'failed' };

export interface Editing {
  readonly form: Form;
  readonly title: string;
  readonly edit: Editor;
  /** Makes the new card. Throws ServerRefusal with the fields that cannot be used. */
  submit(inputs: readonly JsonObject[]): Promise<Suggestion>;
}

/**
 * Lets the operator edit a card's commands in a file. What cannot be used is said at its field, and the editor opened
 * again on what was written; closing it without a change gives up.
 */
export async function editCard({ form, title, edit, submit }: Editing): Promise<Edited> {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-'));
  const file = join(folder, 'card.yaml');
  let shown = writeForm(form, title);
  try {
    for (;;) {
      await writeFile(file, shown, { mode: 0o600 });
      if ((await edit(file)) !== 0) return { became: 'failed' };
      const written = await readFile(file, 'utf8');
      if (written.trim() === '' || written === shown) return { became: 'unchanged' };
      const text = withoutProblems(written);
      const { inputs, problems } = readForm(text, form);
      const left = problems.length > 0 ? problems : await refused(() => submit(inputs));
      if (!Array.isArray(left)) return { became: 'card', card: left as Suggestion };
      shown = withProblems(text, left);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The fields that were refused, or what it gave. A refusal of the whole is the caller's. */
async function refused(submit: () => Promise<Suggestion>): Promise<ServerRefusal['fields'] | Suggestion> {
  try {
    return await submit();
  } catch (error) {
    if (!(error instanceof ServerRefusal) || error.status !== 422) throw error;
    return error.fields.length > 0 ? error.fields : [{ path: '', message: error.message }];
  }
}
