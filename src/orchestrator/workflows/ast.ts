import type { ASTNode } from '@marcbachmann/cel-js';

/** A name and the fields read from it: `steps.draft.text`. A field that is computed is null. */
export interface Reference {
  readonly root: string;
  readonly path: readonly (string | null)[];
  /** Where it begins in the expression. */
  readonly start: number;
}

/** What an expression refers to, each chain of fields at its full length. */
export function referencesIn(node: ASTNode): Reference[] {
  const chain = chainOf(node);
  if (!chain) return childrenOf(node).flatMap(referencesIn);
  return [chain.reference, ...chain.computed.flatMap(referencesIn)];
}

function chainOf(
  node: ASTNode,
): { readonly reference: Reference; readonly computed: readonly ASTNode[] } | undefined {
  if (node.op === 'id') return { reference: { root: node.args, path: [], start: node.start }, computed: [] };
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const inner = chainOf(node.args[0]);
  if (!inner) return undefined;
  const { reference, computed } = inner;
  const [, field] = node.args;
  const name =
    typeof field === 'string'
      ? field
      : field.op === 'value' && typeof field.args === 'string'
        ? field.args
        : null;
  return {
    reference: { ...reference, path: [...reference.path, name] },
    computed: typeof field === 'string' ? computed : [...computed, field],
  };
}

const MAX_EXPRESSION_CHARACTERS = 2_000;
const LOOPS = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);
const MAX_NESTED_LOOPS = 2;

export interface Refusal {
  readonly problem: string;
  readonly mend: string;
}

/** Why an expression may not be used although it can be read: it could hang, or would mean something else here. */
export function refusalOf(ast: ASTNode): Refusal | undefined {
  if (ast.input.length > MAX_EXPRESSION_CHARACTERS) {
    const problem = `an expression is ${ast.input.length} characters long, and ${MAX_EXPRESSION_CHARACTERS} is the most`;
    return { problem, mend: 'Split it over several steps.' };
  }
  if (calls(ast, 'matches')) {
    const mend = 'Compare with ==, contains, startsWith or endsWith.';
    return { problem: '“matches” is not available, because a pattern can hang', mend };
  }
  if (calls(ast, 'has')) {
    return {
      problem: '“has” is not available, because a field that is missing reads as null',
      mend: 'Compare with null.',
    };
  }
  if (searchesFields(ast)) {
    return { problem: '“in” searches lists, not the fields of a name', mend: 'Compare the field with null.' };
  }
  if (nestedLoops(ast) > MAX_NESTED_LOOPS) {
    return {
      problem: `more than ${MAX_NESTED_LOOPS} loops stand inside each other`,
      mend: 'Use a step with `forEach`.',
    };
  }
  return undefined;
}

function calls(node: ASTNode, name: string): boolean {
  const own = (node.op === 'call' || node.op === 'rcall') && node.args[0] === name;
  return own || childrenOf(node).some((child) => calls(child, name));
}

const FIELDS = new Set(['input', 'steps', 'event', 'business', 'command']);

/** A missing field reads as null, so it would seem to be in there. */
function searchesFields(node: ASTNode): boolean {
  const right = node.op === 'in' ? chainOf(node.args[1])?.reference : undefined;
  if (right && FIELDS.has(right.root) && right.path.length <= (right.root === 'steps' ? 1 : 0)) return true;
  return childrenOf(node).some(searchesFields);
}

/** `a.filter(…).map(…)` is one loop after the other; only what stands in a loop's arguments is inside it. */
function nestedLoops(node: ASTNode): number {
  const deepest = (nodes: readonly ASTNode[]) => Math.max(0, ...nodes.map(nestedLoops));
  if (node.op !== 'rcall') return deepest(childrenOf(node));
  const [name, receiver, args] = node.args;
  return Math.max(nestedLoops(receiver), deepest(args) + (LOOPS.has(name) ? 1 : 0));
}

function childrenOf({ args }: ASTNode): readonly ASTNode[] {
  return nodesIn(args);
}

function nodesIn(value: unknown): readonly ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
