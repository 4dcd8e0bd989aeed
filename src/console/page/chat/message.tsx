import { attachmentAddress } from '../api/client.ts';
import type { Message } from '../api/types.ts';
import { CardSlot } from '../card/card.tsx';
import { clockTime } from '../convert/time.ts';
import { Isolated } from '../shell/isolated.tsx';
import { usePage, useZones } from '../shell/page.ts';
import { Text } from '../shell/text.tsx';
import { whyAddress } from '../state/route.ts';
import { cardsAt } from '../state/state.ts';
import { words } from '../words.ts';

/** One message: ours, Mainstay's or a customer's, with the card that belongs to it. */
export function MessageItem({ message }: { readonly message: Message }) {
  const { state } = usePage();
  const {
    id,
    direction,
    author,
    text,
    suggestionId,
    suggestionIds = [],
    choices,
    attachments = [],
  } = message;
  const cards = suggestionId === undefined ? [] : cardsAt(state, suggestionId);
  // A card that says it all needs no line above it that says the same.
  const titled = suggestionId !== undefined && state.suggestions.get(suggestionId)?.title === text;
  return (
    <div class={`message message-${author.kind}`}>
      {text !== '' && !titled && (
        <div class="bubble">
          {author.kind === 'customer' && (
            <p class="author" dir="auto">
              {author.name}
            </p>
          )}
          {author.kind !== 'customer' && <span class="for-readers">{speaker(message)}: </span>}
          <Text text={text} by={author.kind === 'assistant' ? 'us' : 'others'} />
        </div>
      )}
      {attachments.length > 0 && <Files files={attachments} />}
      {cards.map((card) => (
        <CardSlot key={card} id={card} />
      ))}
      {suggestionIds.length > 0 && <CardLinks ids={suggestionIds} />}
      {choices && choices.length > 0 && <Choices choices={choices} />}
      <p class="meta">
        <Time at={message.at} />
        {direction === 'out' && suggestionId === undefined && (
          <a class="quiet" href={whyAddress(id)}>
            {words.card.why}
          </a>
        )}
      </p>
    </div>
  );
}

function Files({ files }: { readonly files: NonNullable<Message['attachments']> }) {
  return (
    <ul class="attachments" aria-label={words.card.attached}>
      {files.map(({ id, name }) => (
        <li key={id}>
          <span class="term-name">{words.card.attached}</span>
          <a href={attachmentAddress(id)} download={name}>
            <Isolated text={name} />
          </a>
        </li>
      ))}
    </ul>
  );
}

function speaker({ author }: Message): string {
  return author.kind === 'operator' ? words.chat.you : words.name;
}

function Time({ at }: { readonly at: string }) {
  return <time dateTime={at}>{clockTime(at, useZones())}</time>;
}

/** The cards that a digest names, as long as they wait. */
function CardLinks({ ids }: { readonly ids: readonly string[] }) {
  const { state, openCard } = usePage();
  const waiting = ids
    .flatMap((id) => state.suggestions.get(id) ?? [])
    .filter(({ status }) => status === 'pending');
  if (waiting.length === 0) return null;
  return (
    <div class="choices" role="group" aria-label={words.waiting.title}>
      {waiting.map(({ id, title }) => (
        <button key={id} type="button" class="plain" onClick={() => openCard(id)}>
          {words.waiting.open}: <Isolated text={title} />
        </button>
      ))}
    </div>
  );
}

function Choices({ choices }: { readonly choices: readonly string[] }) {
  const { fill } = usePage();
  return (
    <div class="choices" role="group" aria-label={words.chat.choices}>
      {choices.map((choice) => (
        <button key={choice} type="button" class="plain" onClick={() => fill(choice)}>
          <Isolated text={choice} />
        </button>
      ))}
    </div>
  );
}
