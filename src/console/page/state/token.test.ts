import { describe, expect, it } from 'vitest';
import { takeToken } from './token.ts';

function takenFrom(hash: string) {
  const addresses: string[] = [];
  const history = {
    replaceState: (_: unknown, __: string, url?: string | URL | null) => void addresses.push(String(url)),
  };
  return { token: takeToken({ hash, pathname: '/', search: '' }, history), addresses };
}

describe('takeToken', () => {
  it('takes the token and leaves an address without it', () => {
    expect(takenFrom('#token=abc%2B1')).toEqual({ token: 'abc+1', addresses: ['/#/chat'] });
  });

  it('leaves any other address alone', () => {
    expect(takenFrom('#/waiting')).toEqual({ token: undefined, addresses: [] });
    expect(takenFrom('#token=')).toEqual({ token: undefined, addresses: [] });
  });

  it('takes a token that is not encoded well as it is', () => {
    expect(takenFrom('#token=50%').token).toBe('50%');
  });
});
