import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { type JsonObject, parsed } from '../../../src/kernel/index.ts';
import { words } from './words.ts';

/**
 * RFC 5321 lengths; the local part is a dot-atom of RFC 5322. Domain labels may be in any script, as the mail
 * library writes them in punycode; a local part beyond ASCII needs SMTPUTF8, which few servers have.
 */
const ATOM = "[\\w!#$%&'*+/=?^`{|}~-]+";
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?';
const TOP_LEVEL = '(?:\\p{L}[\\p{L}\\p{M}]{1,62}|[xX][nN]--[A-Za-z0-9-]{1,59})';
const ADDRESS = new RegExp(`^(?=[^@]{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${TOP_LEVEL}$`, 'u');

/** Controls, bidi and other format characters, line separators, halves of a character, blanks that are no spaces. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/u;

/** Joiners that a script or an emoji cannot be written without; anywhere else they only hide. */
const JOINED = [
  /(?<=\p{Extended_Pictographic}\uFE0F?[\u{1F3FB}-\u{1F3FF}]?)\u200D(?=\p{Extended_Pictographic}|[\u2640\u2642])/gu,
  /(?<=[\p{scx=Arab}\p{scx=Deva}\p{scx=Beng}\p{scx=Sinh}\p{scx=Mlym}\p{scx=Knda}])[\u200C\u200D](?=[\p{scx=Arab}\p{scx=Deva}\p{scx=Beng}\p{scx=Sinh}\p{scx=Mlym}\p{scx=Knda}])/gu,
];

/** In a text: controls beside tab and line breaks, what reorders or tags text invisibly, halves of a character. */
const HIDDEN_IN_TEXT = /[^\P{Cc}\t\n\r]|\r(?!\n)|[\p{Cs}\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/u;

/** One line as a reader sees it: nothing in it that is invisible, reorders it, or ends it. */
function isPlainLine(text: string): boolean {
  return text === text.trim() && !HIDDEN.test(withoutJoiners(text));
}

/** The line without what `isPlainLine` refuses; may be empty. */
export function plainLine(text: string): string {
  if (isPlainLine(text)) return text;
  return withoutJoiners(text).replaceAll(new RegExp(HIDDEN, 'gu'), ' ').replaceAll(/\s+/g, ' ').trim();
}

export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text) && hasRealDomain(text);
}

/** Not every letter may stand in a domain (IDNA). */
function hasRealDomain(address: string): boolean {
  return domainToASCII(address.slice(address.lastIndexOf('@') + 1)) !== '';
}

function withoutJoiners(text: string): string {
  return JOINED.reduce((rest, joiner) => rest.replaceAll(joiner, ''), text);
}

const line = (max: number) =>
  z.string().min(1).max(max).refine(isPlainLine, { error: words.fields.line, abort: true });
const file = z.string().min(1).max(200).refine(isPlainLine, { error: words.fields.file });

/**
 * `email.send@1`: one recipient, plain text. Nothing is trimmed or changed, so what was approved is what leaves;
 * what cannot be shown as it is, is refused.
 */
export const mailSchema = z
  .strictObject({
    to: z
      .email({ pattern: ADDRESS, error: words.fields.address, abort: true })
      .max(254)
      .refine(hasRealDomain, { error: words.fields.address })
      .meta({ title: 'To' }),
    toName: line(200)
      .refine((name) => !/[<>]/.test(name), { error: words.fields.name })
      .exactOptional()
      .meta({ title: 'Name' }),
    subject: line(200).meta({ title: 'Subject' }),
    body: z
      .string()
      .min(1)
      .max(20_000)
      .refine((text) => !HIDDEN_IN_TEXT.test(text), { error: words.fields.body })
      .meta({ title: 'Text', kind: 'longtext' }),
    attach: z
      .union([file, z.array(file).min(1).max(20)])
      .exactOptional()
      .meta({ title: 'Attached', readOnly: true }),
  })
  .refine(({ to, toName }) => toName === undefined || toName === to || !/[^\s@]@[^\s@]+\.\w/u.test(toName), {
    error: words.fields.otherAddress,
    path: ['toName'],
  });

export type Mail = z.infer<typeof mailSchema>;

/** The mail that an input describes. Throws REQUEST_INVALID with one error for each wrong field. */
export function parseMail(input: JsonObject): Mail {
  return parsed(mailSchema, input);
}

/** The ids to attach, in order. */
export function attachedIds({ attach }: Mail): readonly string[] {
  return attach === undefined ? [] : [attach].flat();
}
