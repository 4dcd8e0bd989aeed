import { domainToASCII, domainToUnicode } from 'node:url';
import { invalidRequest, isMainstayError } from '../../../src/kernel/index.ts';
import type { Attachments, CommandPreview, PreviewNote } from '../../../src/ports/index.ts';
import { contentTypeOf, fileNameOf } from './message.ts';
import { attachedIds, type Mail } from './schema.ts';
import { words } from './words.ts';

/** What the card shows of a mail. Throws REQUEST_INVALID where an attached file is not there. */
export async function previewMail(mail: Mail, attachments: Attachments): Promise<CommandPreview> {
  const notes = notesOf(mail);
  // “(pdf)” stands for what an earlier command of the same card will give; that command shows its draft.
  const ids = attachedIds(mail).filter((id) => !/^\(.+\)$/.test(id));
  const files = await Promise.all(ids.map((id) => previewFile(attachments, id)));
  return {
    to: recipientOf(mail),
    subject: mail.subject,
    text: mail.body,
    ...(files.length > 0 ? { attachments: files } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** `Ana Torres <ana@torres.example>`, or the address alone. */
export function recipientOf({ to, toName }: Mail): string {
  return toName === undefined ? to : `${toName} <${to}>`;
}

async function previewFile(attachments: Attachments, id: string) {
  try {
    const file = await attachments.read(id);
    const pages = file.pages === undefined ? {} : { pages: file.pages };
    return { id, name: fileNameOf(file), contentType: contentTypeOf(file), ...pages };
  } catch (error) {
    if (isMainstayError(error, 'NOT_FOUND'))
      throw invalidRequest([{ path: 'attach', message: words.fields.unknownFile }]);
    throw error;
  }
}

/** A domain in letters other than Latin may be made to look like one that the operator knows. */
function notesOf({ to }: Mail): PreviewNote[] {
  const written = to.slice(to.lastIndexOf('@') + 1);
  const shown = domainToUnicode(written);
  const real = domainToASCII(written);
  const foreign = /[^\p{scx=Latin}\p{scx=Common}\p{scx=Inherited}]/u.test(shown);
  const encoded = /(?:^|\.)xn--/i.test(written);
  return foreign || encoded ? [{ text: words.unusualDomain(shown, real) }] : [];
}
