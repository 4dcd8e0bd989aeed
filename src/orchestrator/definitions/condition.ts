import type { JsonObject } from '../../kernel/index.ts';
import { compileTemplate, evaluate } from './template.ts';

/** Compiles the conditions of policies: CEL over `item` (the command), `now` and `today`; kept by their source. */
export function createCondition(): (source: string, facts: { readonly command: unknown; readonly now: number }) => boolean {
  const compiled = new Map<string, ReturnType<typeof compileTemplate>>();
  return (source, { command, now }) => {
    const template = compiled.get(source) ?? compileTemplate(`\${{ ${source} }}`);
    compiled.set(source, template);
    const iso = new Date(now).toISOString();
    return evaluate(template, { item: command as JsonObject, now: iso, today: iso.slice(0, 10) }) === true;
  };
}
