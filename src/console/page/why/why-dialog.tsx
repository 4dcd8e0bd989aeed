import { useState } from 'preact/hooks';
import type { Problem, Why } from '../api/types.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useFresh } from '../shell/fresh.ts';
import { Isolated } from '../shell/isolated.tsx';
import { Unread } from '../shell/more.tsx';
import { usePage } from '../shell/page.ts';
import { words } from '../words.ts';
import { CopyId } from './copy-id.tsx';

/** Why something is as it is: what started it, what it rested on, who decided, in order. */
export function WhyDialog({ id, close }: { readonly id: string; readonly close: () => void }) {
  const { actions } = usePage();
  const [why, setWhy] = useState<Why>();
  const [problem, setProblem] = useState<Problem>();
  const read = async () => {
    const answer = await actions.readWhy(id);
    if (answer.ok) setWhy(answer.value);
    else setProblem(answer.problem);
  };
  useFresh(read);

  return (
    <Dialog title={words.why.title} look="panel" close={close}>
      {why && <Trail why={why} />}
      {!why && problem && <Unread text={problem.detail} read={read} />}
      {!why && !problem && <p class="small">{words.why.loading}</p>}
    </Dialog>
  );
}

function Trail({ why: { title, lines } }: { readonly why: Why }) {
  return (
    <>
      <p class="why-of">
        <Isolated text={title} />
      </p>
      {lines.length === 0 && <p>{words.why.empty}</p>}
      <ol class="trail">
        {lines.map(({ id, kind, text, href }, index) => (
          <li key={index}>
            <p class="trail-kind">{words.why.kinds[kind]}</p>
            <p>{isSafe(href) ? <Link href={href} text={text} /> : <Isolated text={text} />}</p>
            <CopyId id={id} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** What a line rests on, as it is stored, beside the page. */
function Link({ href, text }: { readonly href: string; readonly text: string }) {
  const place = placeOf(href);
  const inside = place.startsWith('#');
  return (
    <a href={place} {...(inside ? {} : { target: '_blank', rel: 'noopener noreferrer' })}>
      <Isolated text={text} />
      {!inside && <span class="for-readers"> {words.card.newTab}</span>}
    </a>
  );
}

/** What has a page of its own is opened there. */
function placeOf(href: string): string {
  const [, item] = /^\/api\/v1\/(?:records\/[a-z]+|effects)\/([^/?]+)$/.exec(href) ?? [];
  if (item !== undefined) return `#/everything/${item}`;
  const [, workflow] = /^\/api\/v1\/workflows\/([^/?]+)/.exec(href) ?? [];
  return workflow === undefined ? href : `#/workflows/${workflow}`;
}

/** Links stay within the console or lead to plain web pages; nothing else is made clickable. */
function isSafe(href: string): boolean {
  return /^(#\/|\/(?!\/)|https:\/\/)/.test(href);
}
