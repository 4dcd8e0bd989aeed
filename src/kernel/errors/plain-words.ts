import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/**
 * What to do about a value that a schema refuses, as one plain sentence: zod's own words speak of types to
 * programmers. Handed to a parse as its `error`; a schema's own sentence goes before it.
 */
export function plainWords(issue: Issue): string {
  if (issue.input === undefined && issue.code !== 'custom') return 'This is needed.';
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? 'Write a value of another kind.';
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'Write it in another form.';
    case 'invalid_value':
      return issue.values.length === 1
        ? `Only ${String(issue.values[0])} can stand here.`
        : `Choose one of: ${issue.values.map(String).join(', ')}.`;
    case 'not_multiple_of':
      return multipleOf(issue.divisor);
    case 'unrecognized_keys':
      return 'Leave this out: nothing here has that name.';
    default:
      return 'Write another value.';
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'Write a text.',
  number: 'Write a number, such as 14.',
  int: 'Write a whole number, such as 14.',
  boolean: 'Write true or false.',
  array: 'Give a list.',
  tuple: 'Give a list.',
  object: 'Give an object with named fields.',
  record: 'Give an object with named fields.',
};

const FORMATS: Readonly<Record<string, string>> = {
  email: 'Write one e-mail address, such as ana@torres.example.',
  date: 'Write a date that exists, such as 2026-12-07.',
  time: 'Write a time, such as 09:30.',
  datetime: 'Write a moment, such as 2026-12-07T09:30:00Z.',
  url: 'Write a web address, such as https://torres.example.',
};

function tooSmall({ origin, minimum, inclusive }: Issue & { readonly code: 'too_small' }): string {
  if (origin === 'string')
    return minimum === 1 ? 'This must not be empty.' : `Write at least ${minimum} characters.`;
  if (origin === 'array') return `Give at least ${counted(Number(minimum))}.`;
  return inclusive === false
    ? `Write a number above ${minimum === 0 ? 'zero' : minimum}.`
    : `Write a number that is ${minimum} or more.`;
}

function tooBig({ origin, maximum, inclusive }: Issue & { readonly code: 'too_big' }): string {
  if (origin === 'string') return `Write at most ${maximum} characters.`;
  if (origin === 'array') return `Give at most ${counted(Number(maximum))}.`;
  return inclusive === false
    ? `Write a number below ${maximum}.`
    : `Write a number that is ${maximum} or less.`;
}

function counted(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries} entries`;
}

/** 0.001 means three decimals. */
function multipleOf(divisor: number): string {
  const decimals = -Math.log10(divisor);
  return Number.isInteger(decimals) && decimals > 0
    ? `Write at most ${decimals} decimals.`
    : `Write a multiple of ${divisor}.`;
}
