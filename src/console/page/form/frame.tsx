import type { ComponentChildren } from 'preact';
import { words } from '../words.ts';
import { type FormNode, isOptional } from './node.ts';

/** What is wrong, by path. */
export type Problems = ReadonlyMap<string, string>;

interface Props {
  readonly node: FormNode;
  readonly problems: Problems;
  readonly children: ComponentChildren;
}

/** Label, help and problem around one input. */
export function Frame({ node, problems, children }: Props) {
  const help = node.kind === 'joined' ? [words.form.tokens(node.references), node.help] : [node.help];
  const shown = help.filter((text) => text !== '').join('. ');
  return (
    <div class={`field field-${node.kind}`}>
      <Label node={node} />
      {children}
      {shown && (
        <p id={`${idOf(node)}-help`} class="small">
          {shown}
        </p>
      )}
      <FieldProblem node={node} problems={problems} />
    </div>
  );
}

/** The name of an input, and whether it may stay empty. */
export function Label({ node }: { readonly node: FormNode }) {
  return (
    <label for={idOf(node)}>
      {node.label}
      {isOptional(node) && <span class="optional"> {words.form.optional}</span>}
    </label>
  );
}

export function FieldProblem({ node, problems }: Omit<Props, 'children'>) {
  const problem = problems.get(node.path);
  return problem === undefined ? null : (
    <p id={`${idOf(node)}-problem`} class="problem">
      {problem}
    </p>
  );
}

/** The id of a field's input: `inputs/0/due` becomes `field-inputs-0-due`. */
export function idOf({ path }: FormNode): string {
  return `field-${path.replaceAll('/', '-')}`;
}

/** What an input says about itself to those who cannot see it. */
export function stateOf(node: FormNode, problems: Problems) {
  return {
    id: idOf(node),
    autocomplete: 'off',
    dir: 'auto',
    'aria-invalid': problems.has(node.path),
    'aria-describedby': `${idOf(node)}-problem ${idOf(node)}-help`,
  } as const;
}
