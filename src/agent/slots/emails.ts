import { z } from 'zod';
import type { Candidate } from './types.ts';
import { PROBLEMS } from './words.ts';

const addressSchema = z.email().max(254);
const BEFORE_AT = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const AFTER_AT = /[\p{L}\p{N}.-]/u;

/** Every e-mail address in the text; one that is cut short comes with a problem. Linear in the text's length. */
export function findEmails(text: string): readonly Candidate[] {
  const found: Candidate[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > from && BEFORE_AT.test(text.charAt(start - 1))) start -= 1;
    let end = at + 1;
    while (end < text.length && AFTER_AT.test(text.charAt(end))) end += 1;
    while (end > at + 1 && /[.-]/.test(text.charAt(end - 1))) end -= 1;
    while (start < at && /[.'/=]/.test(text.charAt(start))) start += 1;
    from = end;
    const shown = text.slice(start, end);
    if (start === at) continue;
    const valid = addressSchema.safeParse(shown).success;
    found.push({ start, end, ...(valid ? { value: shown } : { problem: PROBLEMS.notAnAddress(shown) }) });
  }
  return found;
}
