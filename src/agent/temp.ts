import type { Json } from '../kernel/index.ts';
import type { Match } from '../ports/index.ts';
import type { InputSpec, SlotContext } from './slots/types.ts';
const norm = (t: string) => t.toLowerCase().replace(/[^a-z ]/g, ' ').split(/\s+/).filter(Boolean);
export function createLexicalMatcher(intents: readonly { name: string; examples: readonly string[] }[]) {
  return { match: async (text: string): Promise<Match[]> => intents.map(({ name, examples }) => ({ name, score: Math.max(0, ...examples.map((e) => { const a = new Set(norm(e).slice(0, 3)); const b = norm(text).slice(0, 4); return b.filter((w) => a.has(w)).length / Math.max(a.size, 1); })) })).toSorted((a, b) => b.score - a.score) };
}
export async function fillSlots(text: string, inputs: Record<string, InputSpec>, ctx: SlotContext) {
  const values: Record<string, Json> = {}; const ambiguous: Record<string, any> = {}; const missing: string[] = [];
  for (const [name, spec] of Object.entries(inputs)) {
    if (spec.type === 'money') { const m = /\$([\d,]+)/.exec(text); if (m?.[1]) values[name] = { minor: Number(m[1].replaceAll(',', '')) * 100, currency: 'USD' }; }
    if (spec.type === 'email') { const m = /\S+@\S+/.exec(text); if (m) values[name] = m[0]; }
    if (spec.type === 'record') { const f = ctx.records(spec.kind ?? '').filter((r) => text.includes(r.name) || text.includes(r.name.split(' ')[0] ?? '')); if (f.length === 1 && f[0]) values[name] = f[0].id; else if (f.length > 1) ambiguous[name] = f.map((r) => ({ id: r.id, name: r.name, label: r.name.split(' ').at(-1), asked: r.name.split(' ')[0] })); }
    if (spec.type === 'days') { const m = /(\d+) days/.exec(text); if (m) values[name] = Number(m[1]); }
    if (spec.type === 'string' && spec.subject) { const m = new RegExp(`(?:${(spec.after ?? []).join('|')}) ([^,]+)`, 'i').exec(text); if (m?.[1]) values[name] = m[1]; }
    if (spec.type === 'string' && spec.cues) { const m = new RegExp(`(?:${spec.cues.join('|')}) (?:the )?([^,]+)`, 'i').exec(text); if (m?.[1]) values[name] = m[1]; }
    if (!(name in values) && !(name in ambiguous) && !spec.optional && spec.default === undefined) missing.push(name);
  }
  return { values, ambiguous, problems: {}, missing };
}
export async function parseAnswer(spec: InputSpec, text: string, ctx: SlotContext) {
  const f = await fillSlots(text, { a: spec }, ctx); 
  if (spec.type === 'record') { const r = ctx.records(spec.kind ?? '').filter((x) => x.name.includes(text)); if (r.length === 1 && r[0]) return { kind: 'value' as const, value: r[0].id }; }
  return 'a' in f.values ? { kind: 'value' as const, value: f.values['a'] ?? null } : { kind: 'none' as const };
}
