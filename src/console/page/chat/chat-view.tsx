import { useRef } from 'preact/hooks';
import { dayName } from '../convert/time.ts';
import { More, Unread } from '../shell/more.tsx';
import { usePage, useZones } from '../shell/page.ts';
import { ZoneLine } from '../shell/zone.tsx';
import { words } from '../words.ts';
import { Composer } from './composer.tsx';
import { FirstScreen } from './first-screen.tsx';
import { MessageItem } from './message.tsx';
import { OutgoingItem } from './outgoing.tsx';
import { useStick } from './stick.ts';

interface Props {
  readonly draft: string;
  readonly setDraft: (text: string) => void;
}

/** The conversation, with its cards, and the field to write in. */
export function ChatView({ draft, setDraft }: Props) {
  const { state } = usePage();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const own = state.outgoing.at(-1)?.id;
  const last = own ?? state.messages.at(-1)?.id;
  const stick = useStick({ scroller, content, last, own });
  const empty = state.chat.state === 'read' && state.messages.length === 0 && state.outgoing.length === 0;

  return (
    <div class="chat">
      <h1 class="for-readers">{words.chat.title}</h1>
      <div class="scroller" ref={scroller} onScroll={stick.scrolled} onClick={stick.pressed} tabIndex={-1}>
        <div class="column" ref={content}>
          {empty && <FirstScreen />}
          {!empty && state.zoneTaken && <ZoneLine />}
          <Messages keep={stick.keep} />
        </div>
      </div>
      {stick.below && (
        <p class="below">
          <button type="button" class="plain" onClick={stick.toEnd}>
            {words.chat.newer}
          </button>
        </p>
      )}
      <Composer draft={draft} setDraft={setDraft} />
    </div>
  );
}

function Messages({ keep }: { readonly keep: (change: () => Promise<void>) => Promise<void> }) {
  const { state, actions, now } = usePage();
  const zones = useZones();
  if (state.chat.state === 'failed') return <Unread text={words.chat.unread} read={actions.readMessages} />;
  const days = state.messages.map(({ at }) => dayName(at, zones, now()));
  return (
    <>
      {state.chat.next !== null && (
        <More label={words.chat.earlier} read={() => keep(actions.readOlderMessages)} />
      )}
      <div class="messages" role="log" aria-live="off" aria-label={words.chat.list}>
        {state.messages.map((message, index) => (
          <div key={message.id} class="entry">
            {days[index] !== days[index - 1] && <p class="day">{days[index]}</p>}
            <MessageItem message={message} />
          </div>
        ))}
        {state.outgoing.map((outgoing) => (
          <div key={outgoing.id} class="entry">
            <OutgoingItem outgoing={outgoing} />
          </div>
        ))}
      </div>
    </>
  );
}
