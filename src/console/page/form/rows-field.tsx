import type { FunctionComponent } from 'preact';
import { words } from '../words.ts';
import { withNewRow, withoutRow } from './build.ts';
import { FieldProblem, idOf, type Problems } from './frame.tsx';
import type { FormNode, NodeOf } from './node.ts';

interface Props {
  readonly node: NodeOf<'rows'>;
  readonly problems: Problems;
  readonly change: (node: FormNode) => void;
  /** How one value of a row is drawn. */
  readonly Item: FunctionComponent<{
    readonly node: FormNode;
    readonly problems: Problems;
    readonly change: (node: FormNode) => void;
  }>;
}

/** A list of which lines can be added and removed. */
export function RowsField({ node, problems, change, Item }: Props) {
  return (
    <fieldset class="rows">
      <legend>{node.label}</legend>
      {node.rows.map((row, index) => (
        <div key={row.key} class="row" role="group" aria-label={words.form.row(index + 1)}>
          <Item
            node={row.node}
            problems={problems}
            change={(next) => {
              const rows = node.rows.map((old) => (old.key === row.key ? { ...old, node: next } : old));
              change({ ...node, rows });
            }}
          />
          <button
            type="button"
            class="quiet"
            aria-label={`${words.form.remove} ${words.form.row(index + 1)}`}
            onClick={() => change(withoutRow(node, row.key))}
          >
            {words.form.remove}
          </button>
        </div>
      ))}
      <FieldProblem node={node} problems={problems} />
      <button
        id={idOf(node)}
        type="button"
        class="plain"
        data-invalid={problems.has(node.path)}
        onClick={() => change(withNewRow(node))}
      >
        {words.form.add}
      </button>
    </fieldset>
  );
}
