import { expect, it } from 'vitest';
import { decideIntent } from './decide.ts';

const LIMITS = { threshold: 0.6, margin: 0.05 };

function scores(...list: readonly number[]) {
  return list.map((score, i) => ({ name: `intent-${i}`, score }));
}

it('acts on a match that is good and leads', () => {
  expect(decideIntent(scores(0.6, 0.4), LIMITS)).toEqual({ kind: 'act', name: 'intent-0', score: 0.6 });
});

it('asks where two are as good', () => {
  expect(decideIntent(scores(0.9, 0.88, 0.2, 0.1), LIMITS)).toEqual({
    kind: 'unsure',
    nearest: ['intent-0', 'intent-1', 'intent-2'],
  });
});

it('asks where the best is only close', () => {
  expect(decideIntent(scores(0.59), LIMITS)).toEqual({ kind: 'unsure', nearest: ['intent-0'] });
});

it('knows none where nothing comes close, and still offers the nearest', () => {
  expect(decideIntent(scores(0.1, 0), LIMITS)).toEqual({ kind: 'none', nearest: ['intent-0', 'intent-1'] });
  expect(decideIntent([], LIMITS)).toEqual({ kind: 'none', nearest: [] });
});
