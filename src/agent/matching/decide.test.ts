import { expect, it } from 'vitest';
import { decideIntent } from './decide.ts';

const LIMITS = { act: 0.8, ask: 0.3 };

function likely(...scores: readonly number[]) {
  return scores.map((score, i) => ({ name: `intent-${i}`, score }));
}

it('acts on what is very likely', () => {
  expect(decideIntent(likely(0.8, 0.1), LIMITS)).toEqual({ kind: 'act', name: 'intent-0', score: 0.8 });
});

it('asks where two are as likely', () => {
  expect(decideIntent(likely(0.45, 0.44, 0.02, 0.01), LIMITS)).toEqual({
    kind: 'ask',
    nearest: ['intent-0', 'intent-1', 'intent-2'],
  });
});

it('asks where the best is only close', () => {
  expect(decideIntent(likely(0.79), LIMITS)).toEqual({ kind: 'ask', nearest: ['intent-0'] });
  expect(decideIntent(likely(0.3), LIMITS)).toEqual({ kind: 'ask', nearest: ['intent-0'] });
});

it('knows none where nothing is likely, and still tells the nearest', () => {
  expect(decideIntent(likely(0.29, 0), LIMITS)).toEqual({ kind: 'none', nearest: ['intent-0', 'intent-1'] });
  expect(decideIntent([], LIMITS)).toEqual({ kind: 'none', nearest: [] });
});
