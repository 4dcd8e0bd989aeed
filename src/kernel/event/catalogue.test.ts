import { expect, it } from 'vitest';
import { z } from 'zod';
import { dataSchemaOf, EVENT_TYPES, type EventType } from './catalogue.ts';

const types = Object.keys(EVENT_TYPES) as EventType[];

it('names a type as a subject and what happened to it', () => {
  for (const type of types) expect(type).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)?$/);
});

it('names the schema of an event by type and version', () => {
  expect(dataSchemaOf('effect.done')).toBe('mainstay:event/effect.done/1');
});

it.each(types)('%s refuses data that it does not know', (type) => {
  const found = EVENT_TYPES[type].data.safeParse({ surprise: true });
  expect(found.error?.issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true);
});

it.each(types)('%s can be told as JSON schema, so that others can read the log', (type) => {
  expect(z.toJSONSchema(EVENT_TYPES[type].data, { unrepresentable: 'throw' })).toMatchObject({
    type: 'object',
    additionalProperties: false,
  });
});

it('takes an effect with or without what it may lack, and not with a field that is undefined', () => {
  const effect = { effect: 'eff_1', command: 'email.send@1', status: 'done', attempts: 1 };
  const { data } = EVENT_TYPES['effect.done'];
  expect(data.safeParse(effect).success).toBe(true);
  expect(data.safeParse({ ...effect, recipient: 'ana@example.com', outputs: { id: 'x' } }).success).toBe(
    true,
  );
  expect(data.safeParse({ ...effect, recipient: undefined }).success).toBe(false);
});

it('says when a card expires as a time in UTC', () => {
  const { data } = EVENT_TYPES['suggestion.expired'];
  expect(data.safeParse({ suggestion: 'sug_1', at: '2026-11-23T09:00:00.000Z' }).success).toBe(true);
  expect(data.safeParse({ suggestion: 'sug_1', at: '2026-11-23T09:00:00.000+01:00' }).success).toBe(false);
});
