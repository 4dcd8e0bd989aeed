import { words } from '../words.ts';
import { FieldProblem, idOf, Label, type Problems, stateOf } from './frame.tsx';
import type { FormNode, NodeOf } from './node.ts';

interface Props {
  readonly node: NodeOf<'money'>;
  readonly problems: Problems;
  readonly change: (node: FormNode) => void;
}

/** An amount and its currency, side by side. */
export function MoneyField({ node, problems, change }: Props) {
  const currencyId = `${idOf(node)}-currency`;
  return (
    <div class="field field-money">
      <Label node={node} />
      <div class="money">
        <input
          {...stateOf(node, problems)}
          inputMode="decimal"
          value={node.amount}
          onInput={(event) => change({ ...node, amount: event.currentTarget.value })}
        />
        <input
          id={currencyId}
          aria-label={`${node.label}: ${words.form.currency}`}
          autocomplete="off"
          maxLength={3}
          value={node.currency}
          onInput={(event) => change({ ...node, currency: event.currentTarget.value.toUpperCase() })}
        />
      </div>
      {node.help && (
        <p id={`${idOf(node)}-help`} class="small">
          {node.help}
        </p>
      )}
      <FieldProblem node={node} problems={problems} />
    </div>
  );
}
