import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, type CatalogueEntry, type ErrorCode } from './catalogue.ts';
import { isMainstayError, MainstayError } from './error.ts';

const codes = Object.keys(CATALOGUE) as ErrorCode[];
const document = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

/** Each heading of the page that is a code, with what stands under it. */
const explained = new Map(
  document
    .split(/^### /m)
    .slice(1)
    .map((section): [string, string] => {
      const [heading = '', ...body] = section.split('\n');
      return [heading.trim(), body.join('\n').split(/^## /m)[0] ?? ''];
    }),
);

const MENDED_BY = { user: 'you', config: 'the set-up', outside: 'the system outside', bug: 'us' } as const;

describe('docs/errors.md', () => {
  it('explains every code of the catalogue', () => {
    expect(codes.filter((code) => !explained.has(code))).toEqual([]);
  });

  it('explains nothing that is no code', () => {
    expect([...explained.keys()].filter((heading) => !Object.hasOwn(CATALOGUE, heading))).toEqual([]);
  });

  it.each(codes)('says of %s who mends it, whether a repeat may help, and its HTTP status', (code) => {
    const { blame, retry, http } = CATALOGUE[code];
    const line = `Mended by ${MENDED_BY[blame]} · ${retry ? 'a repeat may help' : 'a repeat does not help'} · HTTP ${http}`;
    expect(explained.get(code)?.split('\n')).toContain(line);
  });

  it.each(codes)('says of %s what it means and what to do', (code) => {
    const prose =
      explained
        .get(code)
        ?.split('\n')
        .filter((line) => line !== '' && !line.startsWith('Mended by')) ?? [];
    expect(prose.join(' ').length).toBeGreaterThan(40);
  });
});

describe('the catalogue', () => {
  it.each(codes)('gives %s a whole sentence as its message', (code) => {
    expect(CATALOGUE[code].message).toMatch(/^[A-Z{“].*[.}]$/);
  });

  it.each(codes)('gives %s an HTTP status of an error', (code) => {
    const { http }: CatalogueEntry = CATALOGUE[code];
    expect(http >= 400 && http <= 599).toBe(true);
  });

  it('calls only what may pass by itself worth a repeat', () => {
    expect(codes.filter((code) => CATALOGUE[code].retry && CATALOGUE[code].blame === 'bug')).toEqual([]);
  });
});

describe('a MainstayError', () => {
  it('fills the values into the message of its code', () => {
    const error = new MainstayError('NOT_FOUND', { values: { kind: 'run', id: 'run_1' } });
    expect(error.message).toBe('There is no run with the id “run_1”. Check the id, or list what there is.');
    expect(error).toMatchObject({
      name: 'MainstayError',
      code: 'NOT_FOUND',
      blame: 'user',
      retry: false,
      httpStatus: 404,
      fields: [],
    });
  });

  it('leaves a placeholder standing where a value is missing, and takes zero for a value', () => {
    expect(new MainstayError('NOT_FOUND', { values: { kind: 'run' } }).message).toContain('{id}');
    expect(new MainstayError('REQUEST_TOO_LARGE', { values: { maxBytes: 0 } }).message).toContain(
      'than 0 bytes',
    );
  });

  it('does not read a value as a template', () => {
    const error = new MainstayError('NOT_FOUND', { values: { kind: '{id}', id: '$& {kind}' } });
    expect(error.message).toContain('no {id} with the id “$& {kind}”');
  });

  it('keeps its cause and the wrong fields', () => {
    const cause = new Error('below');
    const fields = [{ path: 'amount', message: 'is needed' }];
    expect(new MainstayError('REQUEST_INVALID', { cause, fields })).toMatchObject({ cause, fields });
  });

  it('is told apart by its code', () => {
    const error: unknown = new MainstayError('STOPPING');
    expect([
      isMainstayError(error),
      isMainstayError(error, 'STOPPING'),
      isMainstayError(error, 'NOT_FOUND'),
    ]).toEqual([true, true, false]);
    expect(isMainstayError(new Error('STOPPING'))).toBe(false);
  });
});
