import { type Client, isUnreachable, ServerRefusal } from '../client/client.ts';
import { openStream } from '../client/stream.ts';
import { visible } from '../terminal/text.ts';
import { type Hands, perform } from './acts.ts';
import { catchUp } from './catch-up.ts';
import type { Editor } from './editing.ts';
import { idOf, type Waiting } from './focus.ts';
import { type Intent, intentOf, SLASHED } from './input.ts';
import { openScreen, type Screen, type Streams } from './screen.ts';
import { createSending, type Sending } from './sending.ts';
import { createView, type View } from './view.ts';
import { words } from './words.ts';

export interface InteractiveOptions {
  readonly client: Client;
  readonly conversation: string;
  readonly streams: Streams;
  readonly edit: Editor;
  now(): number;
  newId(): string;
}

/** The line about a lost connection appears only after this long, so that a short break is not seen. */
const QUIET_MS = 1_500;

/** Keys that come sooner after what they decide was shown are not meant for it. */
const READ_MS = 400;

/**
 * The chat in a terminal, until the operator leaves. Resolves with what was not sent. Throws SERVER_UNREACHABLE where
 * no server answers at first; later it waits for one.
 */
export async function chatInteractively(options: InteractiveOptions): Promise<readonly string[]> {
  const { client, conversation, streams, newId } = options;
  await client.call('GET', '/api/v1/settings');
  const left = createEnding();
  /** What had the keys when the operator began to write, and since when. */
  let began: { readonly waiting: Waiting | undefined; readonly at: number } = { waiting: undefined, at: 0 };
  const screen = openScreen(
    streams,
    {
      began: () => {
        began = { waiting: view.focus(), at: options.now() };
      },
      line: (text) => onLine(text),
      tab: () => view.next(),
      left: () => left.resolve(),
    },
    SLASHED,
  );
  const view = createView({ screen, output: streams.output, now: options.now });
  const sending = createSending({ client, conversation, newId, say: view.say });
  const hands = handsOf(options, screen, view);
  // One after the other: a key pressed twice finds the second time that what it was for is decided.
  let work = Promise.resolve();
  const onLine = (text: string) => {
    const intent = intentOf(text, view.hadCards());
    if (intent.do === 'quit') return left.resolve();
    if (intent.do === 'nothing') return;
    const acting = { hands, view, sending, began };
    work = work.then(() => act(intent, acting)).catch((error: unknown) => left.reject(error));
  };
  const stop = follow(options, { view, sending, fail: (error) => left.reject(error) });
  try {
    await left.promise;
  } finally {
    stop();
    screen.close();
  }
  return sending.unsent();
}

/** Ends once, in order or by what nobody expected. */
function createEnding() {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((onward, failed) => {
    resolve = onward;
    reject = failed;
  });
  return { promise, resolve, reject };
}

function handsOf({ client, edit }: InteractiveOptions, screen: Screen, view: View): Hands {
  return {
    client,
    edit: (file) => screen.lend(() => edit(file)),
    say: view.say,
    ask: screen.ask,
    succeeds: view.succeeds,
  };
}

interface Acting {
  readonly hands: Hands;
  readonly view: View;
  readonly sending: Sending;
  readonly began: { readonly waiting: Waiting | undefined; readonly at: number };
}

async function act(intent: Exclude<Intent, { do: 'nothing' }>, acting: Acting): Promise<void> {
  const { hands, view, sending, began } = acting;
  if (intent.do === 'unknown') return view.say(words.unknownCommand(intent.name));
  if (intent.do === 'say') {
    view.expect(intent.text);
    return sending.send(intent.text);
  }
  if (intent.do === 'help') return view.say(words.help.join('\n'));
  if (intent.do === 'next') return view.next();
  if (intent.do === 'cards') return view.showAll();
  if (intent.do === 'quit') return;
  const waiting = view.focus();
  if (!waiting) return view.say(view.waiting().length === 0 ? words.nothingWaits : words.noCard);
  const sameAsBefore = began.waiting && idOf(began.waiting) === idOf(waiting);
  if (!sameAsBefore || began.at - view.shownAt() < READ_MS) return view.say(words.moved);
  try {
    const done = await perform(hands, waiting, { act: intent.do, argument: intent.argument });
    if (!done) return;
    if ('hash' in done) view.take({ kind: 'suggestion', value: done });
    else view.take({ kind: 'effect', value: done });
  } catch (error) {
    if (isUnreachable(error)) view.say(words.uncertainDecision);
    else if (error instanceof ServerRefusal) view.say(`✕ ${visible(error.message)}`);
    else throw error;
  }
}

/** Keeps the view up with the server, through lost connections and restarts; gives what stops it. */
function follow(
  { client, conversation }: InteractiveOptions,
  { view, sending, fail }: { view: View; sending: Sending; fail(error: unknown): void },
): () => void {
  let first = true;
  let told = false;
  let quiet: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  const later = (step: () => Promise<void> | void) => {
    work = work.then(step).catch((error: unknown) => (isUnreachable(error) ? undefined : fail(error)));
  };
  const reopened = async () => {
    clearTimeout(quiet);
    quiet = undefined;
    const { empty } = await catchUp(client, view, {
      conversation,
      first,
      read: () => view.say(words.opened(client.address)),
    });
    if (first && empty) view.say(words.hello.join('\n'));
    first = false;
    if (told) view.say(words.connected);
    told = false;
    sending.resume();
  };
  const close = openStream(client, {
    opened: () => later(reopened),
    changed: (change) => later(() => view.take(change)),
    lost: () => {
      quiet ??= setTimeout(() => {
        told = true;
        view.say(words.reconnecting);
      }, QUIET_MS);
    },
  });
  return () => {
    clearTimeout(quiet);
    close();
  };
}
