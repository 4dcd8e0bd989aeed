import { type ComponentChildren, Fragment } from 'preact';
import type { Preview, Suggestion } from '../api/types.ts';
import { untilText } from '../convert/time.ts';
import { Isolated } from '../shell/isolated.tsx';
import { usePage, useZones } from '../shell/page.ts';
import { SeenMark, Text } from '../shell/text.tsx';
import { words } from '../words.ts';
import { Attachments } from './attachments.tsx';
import { Note } from './note.tsx';

/** All lines of a card between its title and its buttons, in the order that every platform keeps. */
export function Body({ suggestion }: { readonly suggestion: Suggestion }) {
  const { preview, reason, undo, cost, expiresAt } = suggestion;
  const { now } = usePage();
  const zones = useZones();
  const until = words.card.waitsUntil(untilText(expiresAt, zones, now()));
  return (
    <div class="card-body">
      <Changes changes={preview.changes} />
      <Terms preview={preview} />
      {preview.text !== undefined && <Words preview={preview} text={preview.text} />}
      <Attachments attachments={preview.attachments} />
      {preview.notes.map((note) => (
        <Note key={note.text} note={note} mendable={suggestion.status === 'pending'} />
      ))}
      {reason !== '' && (
        <p class="small">
          <Isolated text={words.card.because(reason)} />
          <SeenMark />
        </p>
      )}
      <p class="small">
        {[undo, cost, until].filter((part) => part !== '').join(' · ')}
        <SeenMark />
      </p>
    </div>
  );
}

function Terms({ preview: { to, facts, subject } }: { readonly preview: Preview }) {
  if (to.length === 0 && facts.length === 0 && subject === undefined) return null;
  return (
    <dl class="terms">
      {to.length > 0 && <Term label={words.card.to}>{lines(to)}</Term>}
      {facts.map(({ label, text, whole }) => (
        <Term key={label} label={label}>
          <Isolated text={text} />
          {whole !== undefined && <Whole text={whole} />}
        </Term>
      ))}
      {subject !== undefined && (
        <Term label={words.card.subject}>
          <Isolated text={subject} />
        </Term>
      )}
    </dl>
  );
}

/** All that a shortened line says, which need not be in view before the card is approved: the file has it too. */
function Whole({ text }: { readonly text: string }) {
  return (
    <details class="whole">
      <summary>{words.card.whole}</summary>
      <p>{lines(text.split('\n'))}</p>
    </details>
  );
}

function lines(texts: readonly string[]) {
  return texts.map((text, index) => (
    <Fragment key={index}>
      {index > 0 && <br />}
      <Isolated text={text} />
    </Fragment>
  ));
}

function Term({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <div class="term">
      <dt>
        <Isolated text={label} />
      </dt>
      <dd>
        {children}
        <SeenMark />
      </dd>
    </div>
  );
}

function Changes({ changes }: Pick<Preview, 'changes'>) {
  if (changes.length === 0) return null;
  return (
    <dl class="terms changes" aria-label={words.card.changes}>
      {changes.map(({ label, from, to }) => (
        <Term key={label} label={label}>
          <span class="for-readers">{words.card.was} </span>
          <del>
            <Isolated text={from} />
          </del>{' '}
          <span aria-hidden="true">→</span>
          <span class="for-readers">, {words.card.now} </span>{' '}
          <ins>
            <Isolated text={to} />
          </ins>
        </Term>
      ))}
    </dl>
  );
}

/** The exact words that will leave, as the one who gets them will see them. */
function Words({ preview: { to, subject }, text }: { readonly preview: Preview; readonly text: string }) {
  const reader = firstName(to[0]);
  return (
    <section class="letter">
      <h3>
        {subject === undefined ? words.card.text : words.card.mail}{' '}
        {reader && (
          <span>
            <Isolated text={words.card.asSeen(reader)} />
          </span>
        )}
      </h3>
      <blockquote>
        <Text text={text} by="others" />
      </blockquote>
    </section>
  );
}

/** "Ana" of `Ana Torres <ana@torres.example>` or `Ben Okafor, Telegram`; none of a bare address. */
function firstName(recipient = ''): string {
  const name = recipient.split(/[<,]/)[0]?.trim() ?? '';
  return name.includes('@') ? '' : (name.split(/\s+/)[0] ?? '');
}
