import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromEditable, type JoinedText, referencesOf, toEditable } from './tokens.ts';

const subject: JoinedText = { $join: ['Invoice ', { $output: 'invoice.number' }, ' for the landing page'] };

describe('tokens', () => {
  it('shows a reference as a token and takes it back', () => {
    expect(toEditable(subject)).toBe('Invoice {invoice.number} for the landing page');
    expect(fromEditable('{invoice.number}: landing page', ['invoice.number'])).toEqual({
      $join: [{ $output: 'invoice.number' }, ': landing page'],
    });
  });

  it('is plain text once the last reference is deleted', () => {
    expect(fromEditable('Invoice for the landing page', referencesOf(subject))).toBe(
      'Invoice for the landing page',
    );
  });

  it('leaves braces alone that name no reference of this text', () => {
    expect(fromEditable('{name} {invoice.pdf}', ['invoice.number'])).toBe('{name} {invoice.pdf}');
  });

  it('gives back exactly what it was given, whatever the words look like', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('{a.b}', String.raw`\{a.b}`, '\\', '{', 'a.b}', String.raw`\\{c}`),
    );
    const reference = fc.constantFrom('a.b', 'c', 'a.b*').map(($output) => ({ $output }));
    fc.assert(
      fc.property(fc.array(fc.oneof(word, reference)), (parts) => {
        const joined = { $join: parts };
        const back = fromEditable(toEditable(joined), referencesOf(joined));
        expect(written(typeof back === 'string' ? [back] : back.$join)).toEqual(written(parts));
      }),
      { numRuns: 2000 },
    );
  });
});

/** Neighbouring words as one, so that only the meaning is compared. */
function written(parts: JoinedText['$join']): unknown[] {
  const result: unknown[] = [''];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else result.push(part, ...(typeof part === 'string' ? [] : ['']));
  }
  return result;
}
