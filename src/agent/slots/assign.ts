import { canonicalJson, type Json } from '../../kernel/index.ts';
import { findPhrases, type Reading } from './phrases.ts';
import type { NamedSpec } from './regions.ts';
import type { Claims } from './spans.ts';
import type { Candidate, Choice, Span } from './types.ts';
import { PROBLEMS } from './words.ts';

/** What was found so far, by input. */
export interface Found {
  readonly values: Map<string, Json>;
  readonly ambiguous: Map<string, readonly Choice[]>;
  readonly problems: Map<string, string>;
}

export interface Assigning extends Reading {
  readonly claims: Claims;
  readonly found: Found;
}

/**
 * Gives the places found for one type to the inputs of that type: first to an input whose cue stands right before,
 * then in order. More different values than inputs is a problem of the first one left, never a silent choice.
 */
export function assign(
  assigning: Assigning,
  specs: readonly NamedSpec[],
  candidates: readonly Candidate[],
): void {
  const { claims } = assigning;
  const free = candidates.filter((candidate) => claims.isFree(candidate));
  const open: NamedSpec[] = [];
  for (const named of specs) {
    const cued = free.find((candidate) => claims.isFree(candidate) && isCued(assigning, named, candidate));
    if (cued) take(assigning, named[0], cued);
    else open.push(named);
  }
  assignInOrder(
    assigning,
    open,
    free.filter((candidate) => claims.isFree(candidate)),
  );
}

function assignInOrder(assigning: Assigning, open: readonly NamedSpec[], left: readonly Candidate[]): void {
  const distinct = new Map(left.map((candidate) => [contentOf(candidate), candidate]));
  const [first] = open;
  if (!first) return;
  if (distinct.size > open.length) {
    const shown = [...distinct.values()].map(({ start, end }) => assigning.text.slice(start, end));
    assigning.found.problems.set(first[0], PROBLEMS.several(shown));
    for (const candidate of left) assigning.claims.add(candidate);
    return;
  }
  [...distinct.values()].forEach((candidate, i) => {
    const name = open[i]?.[0];
    if (name !== undefined) take(assigning, name, candidate);
  });
  for (const candidate of left) assigning.claims.add(candidate);
}

function take({ claims, found }: Assigning, name: string, candidate: Candidate): void {
  claims.add(candidate);
  if ('value' in candidate) found.values.set(name, candidate.value);
  else found.problems.set(name, candidate.problem);
}

function contentOf(candidate: Candidate): string {
  return canonicalJson('value' in candidate ? candidate.value : candidate.problem);
}

/** Whether one of the input’s cues stands right before the place, or begins it. */
function isCued(reading: Reading, [, { cues = [] }]: NamedSpec, place: Span): boolean {
  return findPhrases(reading, cues).some(
    (cue) =>
      cue.start === place.start ||
      (cue.end <= place.start &&
        /^[ :=#]*(?:(?:is|of|are) )?$/.test(reading.text.slice(cue.end, place.start))),
  );
}
