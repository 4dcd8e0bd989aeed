import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { inputSpecSchema } from '../input-spec.ts';
import type { AnswerContext, InputSpec, NamedRecord } from './types.ts';

type Inputs = Readonly<Record<string, InputSpec>>;

/** As of Monday 23 November 2026, 10:00 in Berlin. */
const MONDAY = Date.parse('2026-11-23T09:00:00Z');

export function customer(name: string, email?: string): NamedRecord {
  const id = name.toLowerCase().replaceAll(' ', '-') + (email ?? '');
  return email === undefined ? { id, name, version: 1 } : { id, name, email, version: 1 };
}

export const CUSTOMERS: readonly NamedRecord[] = [
  { id: 'ana', name: 'Ana Torres', email: 'ana@torres.example', version: 3 },
  { id: 'acme', name: 'Acme GmbH', version: 1 },
  { id: 'lima', name: 'Lima Studio', version: 1 },
  { id: 'kim', name: 'Kim Yu', version: 1 },
  { id: 'nora', name: 'Nora Bérg', version: 1 },
  { id: 'page', name: 'Jimmy Page', version: 1 },
];

export function contextWith(changes: Partial<AnswerContext> = {}): AnswerContext {
  return {
    now: MONDAY,
    zone: 'Europe/Berlin',
    currency: 'USD',
    taxRate: 0,
    dayFirst: true,
    records: (kind) => (kind === 'customer' ? CUSTOMERS : []),
    ...changes,
  };
}

/** The inputs of a shipped workflow, as its file declares them. */
function inputsOf(skill: string): Inputs {
  const file = join(import.meta.dirname, '../../../skills', skill, 'workflow.yaml');
  const { input } = z
    .looseObject({ input: z.record(z.string(), inputSpecSchema) })
    .parse(parse(readFileSync(file, 'utf8')));
  return input;
}

export const INVOICE = inputsOf('invoicing');
export const ADD_CUSTOMER = inputsOf('customers');
export const BUSINESS = inputsOf('business');
