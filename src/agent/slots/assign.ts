import { canonicalJson, type Json } from '../../kernel/index.ts';
import { findPhrases, type Phrase, type Reading } from './phrases.ts';
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
  for (const [name, spec] of specs) {
    const cues = findPhrases(assigning, spec.cues ?? []);
    const cued = free.find(
      (candidate) => claims.isFree(candidate) && isCued(assigning.text, cues, candidate),
    );
    if (cued) take(assigning, name, cued);
    else open.push([name, spec]);
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

/** Whether a cue stands right before the place, or begins it. */
function isCued(text: string, cues: readonly Phrase[], place: Span): boolean {
  const cue = cues.findLast(({ start }) => start <= place.start);
  if (!cue) return false;
  return cue.start === place.start || /^[ :=#]*(?:(?:is|of|are) )?$/.test(text.slice(cue.end, place.start));
}
