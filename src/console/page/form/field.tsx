import { Isolated } from '../shell/isolated.tsx';
import { words } from '../words.ts';
import { shownValue } from './build.ts';
import { Frame, idOf, type Problems, stateOf } from './frame.tsx';
import { MoneyField } from './money-field.tsx';
import type { FormNode, NodeOf, TextInput } from './node.ts';
import { RowsField } from './rows-field.tsx';

interface Props {
  readonly node: FormNode;
  readonly problems: Problems;
  readonly change: (node: FormNode) => void;
}

/** One value of the form, with its label, its help and what is wrong with it. */
export function Field({ node, problems, change }: Props) {
  switch (node.kind) {
    case 'group':
      return <GroupField node={node} problems={problems} change={change} />;
    case 'rows':
      return <RowsField node={node} problems={problems} change={change} Item={Field} />;
    case 'money':
      return <MoneyField node={node} problems={problems} change={change} />;
    default:
      return (
        <Frame node={node} problems={problems}>
          <Input node={node} problems={problems} change={change} />
        </Frame>
      );
  }
}

function GroupField({ node, problems, change }: Props & { readonly node: NodeOf<'group'> }) {
  return (
    <div class="group">
      {node.entries.map((entry) => (
        <Field
          key={entry.name}
          node={entry.node}
          problems={problems}
          change={(next) => {
            const entries = node.entries.map((old) => (old === entry ? { ...old, node: next } : old));
            change({ ...node, entries });
          }}
        />
      ))}
    </div>
  );
}

type Single = NodeOf<'fixed' | 'text' | 'joined' | 'number' | 'choice' | 'flag'>;

function Input({ node, problems, change }: Props & { readonly node: Single }) {
  const shared = stateOf(node, problems);
  switch (node.kind) {
    case 'fixed':
      return (
        <output id={idOf(node)}>
          <Isolated text={node.shown} />
        </output>
      );
    case 'flag':
      return (
        <input
          {...shared}
          type="checkbox"
          checked={node.draft}
          onChange={(event) => change({ ...node, draft: event.currentTarget.checked })}
        />
      );
    case 'choice':
      return <Choice node={node} problems={problems} change={change} />;
    case 'number': {
      const inputMode = node.whole ? 'numeric' : 'decimal';
      return <input {...shared} inputMode={inputMode} value={node.draft} onInput={typed} />;
    }
    default:
      if (typeOf(node) === 'long')
        return <textarea {...shared} rows={rowsOf(node.draft)} value={node.draft} onInput={typed} />;
      if (typeOf(node) === 'date')
        return <input {...shared} type="date" value={node.draft} onInput={typed} />;
      if (typeOf(node) === 'time')
        return <input {...shared} type="time" value={node.draft} onInput={typed} />;
      if (typeOf(node) === 'email')
        return <input {...shared} type="email" value={node.draft} onInput={typed} />;
      return <input {...shared} value={node.draft} onInput={typed} />;
  }

  function typed(event: { readonly currentTarget: { readonly value: string } }): void {
    if ('draft' in node && typeof node.draft === 'string')
      change({ ...node, draft: event.currentTarget.value });
  }
}

function Choice({ node, problems, change }: Props & { readonly node: NodeOf<'choice'> }) {
  const chosen = node.options.indexOf(node.draft ?? null);
  return (
    <select
      {...stateOf(node, problems)}
      value={String(chosen)}
      onChange={(event) => change({ ...node, draft: node.options[Number(event.currentTarget.value)] })}
    >
      {(chosen === -1 || !node.required) && <option value="-1">{words.form.none}</option>}
      {node.options.map((option, index) => (
        <option key={index} value={String(index)}>
          {shownValue(option)}
        </option>
      ))}
    </select>
  );
}

function typeOf(node: NodeOf<'text' | 'joined'>): TextInput {
  if (node.kind === 'text') return node.input;
  return node.long ? 'long' : 'line';
}

function rowsOf(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 60), 0);
  return Math.min(14, Math.max(2, lines + 1));
}
