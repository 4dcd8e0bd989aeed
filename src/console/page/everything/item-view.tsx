import { useEffect, useState } from 'preact/hooks';
import type { Effect, Item, Problem } from '../api/types.ts';
import { CardSlot } from '../card/card.tsx';
import { clockTime, dayName } from '../convert/time.ts';
import { EffectActions } from '../log/effect-row.tsx';
import { Uncertain } from '../log/uncertain.tsx';
import { useFresh } from '../shell/fresh.ts';
import { Isolated } from '../shell/isolated.tsx';
import { Unread } from '../shell/more.tsx';
import { usePage, useZones } from '../shell/page.ts';
import { Text } from '../shell/text.tsx';
import { addressOf, whyAddress } from '../state/route.ts';
import { words } from '../words.ts';
import { EntryList } from './entry-list.tsx';

/** One thing on a page of its own: its fields, what was written, what belongs to it, what happened to it. */
export function ItemView({ id }: { readonly id: string }) {
  const { state, actions } = usePage();
  const back = addressOf({ view: 'everything', looking: state.looking });
  const [item, setItem] = useState<Item>();
  const [problem, setProblem] = useState<Problem>();
  const read = async () => {
    const answer = await actions.readItem(id);
    if (answer.ok) setItem(answer.value);
    // What is there stays where it could not be read; what is gone does not.
    else if (answer.problem.status === 404) setItem(undefined);
    setProblem(answer.ok ? undefined : answer.problem);
  };
  useFresh(read);
  const gone = problem?.status === 404;
  const standIn = gone ? words.item.gone : problem ? words.item.unread : words.item.loading;
  return (
    <div class="scroller">
      <article class="column item" aria-labelledby="item-title">
        <p class="back">
          <a class="quiet" href={back}>
            ← {words.item.back}
          </a>
        </p>
        {item && <p class="small item-kind">{words.everything.kinds[item.kind]}</p>}
        {/* One element whether it is read yet or not, since it may have the focus. */}
        <h1 id="item-title">
          <Isolated text={item?.title ?? standIn} />
        </h1>
        {item && <Shown item={item} />}
        {gone && <p role="status">{words.item.goneHint}</p>}
        {!item && problem && !gone && <Unread text={problem.detail} read={read} />}
      </article>
    </div>
  );
}

function Shown({ item }: { readonly item: Item }) {
  const { state: standing, facts, text, files, suggestionId, related, history } = item;
  const effect = useEffectOf(item);
  return (
    <>
      {standing !== '' && <p class="item-state">{standing}</p>}
      <Facts facts={facts} />
      {text !== undefined && (
        <section class="letter">
          <blockquote>
            <Text text={text} by="others" />
          </blockquote>
        </section>
      )}
      {files.length > 0 && <Files files={files} />}
      {effect?.status === 'unknown' && <Uncertain effect={effect} />}
      {effect && effect.status !== 'unknown' && <EffectActions effect={effect} />}
      {suggestionId !== undefined && <CardSlot id={suggestionId} />}
      {related.length > 0 && (
        <>
          <h2>{words.item.related}</h2>
          <EntryList entries={related} />
        </>
      )}
      {history.length > 0 && <History history={history} />}
    </>
  );
}

/** What of it can be undone, stopped or settled: from the log as far as it is read, else read by itself. */
function useEffectOf({ id, kind }: Item): Effect | undefined {
  const { state, actions } = usePage();
  const [own, setOwn] = useState<Effect>();
  const known = state.effects.find((one) => one.id === id);
  const isOne = kind === 'mail' || kind === 'effect';
  useEffect(() => {
    if (!isOne || known) return;
    void actions.readEffect(id).then((answer) => answer.ok && setOwn(answer.value));
  }, [id, isOne, known === undefined]);
  return known ?? own;
}

function Facts({ facts }: Pick<Item, 'facts'>) {
  if (facts.length === 0) return null;
  return (
    <dl class="terms">
      {facts.map(({ label, text }) => (
        <div class="term" key={label}>
          <dt>{label}</dt>
          <dd class="lines">
            <Isolated text={text} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Files({ files }: Pick<Item, 'files'>) {
  return (
    <ul class="attachments" aria-label={words.item.files}>
      {files.map(({ id, name }) => (
        <li key={id}>
          <a href={`/api/v1/attachments/${encodeURIComponent(id)}`} target="_blank" rel="noopener noreferrer">
            {name}
            <span class="for-readers"> {words.card.newTab}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function History({ history }: Pick<Item, 'history'>) {
  const { now } = usePage();
  const zones = useZones();
  return (
    <>
      <h2>{words.item.history}</h2>
      <ol class="history">
        {history.map(({ id, at, text }) => (
          <li key={`${id} ${at}`}>
            <time class="small" dateTime={at}>
              {dayName(at, zones, now())}, {clockTime(at, zones)}
            </time>
            <span class="history-text">
              <Isolated text={text} />
            </span>
            <a class="quiet" href={whyAddress(id)}>
              {words.card.why}
            </a>
          </li>
        ))}
      </ol>
    </>
  );
}
