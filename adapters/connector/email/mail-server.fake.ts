import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Where in a mail's way a fake may do something else than accept: `end` is the reply to the final dot. */
export type Stage = 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'end';

/**
 * A reply, cut off where the line then drops; or `drop`, or `silence`. `body` is asked once the first bytes are there.
 */
export type Step = string | { readonly cut: string };

export type Script = Partial<Record<Stage, Step>>;

/** A mail server on loopback that does at each stage what its script says, and accepts where it says nothing. */
export interface FakeMailServer {
  readonly port: number;
  /** May be changed between mails. */
  script: Script;
  /** Every message whose final dot arrived, without the dots that transport adds; bytes as Latin-1. */
  readonly messages: string[];
  readonly commands: string[];
  connections(): number;
  close(): Promise<void>;
}

const ACCEPTING: Record<Exclude<Stage, 'body'>, string> = {
  greeting: '220 fake ready',
  EHLO: '250-fake\r\n250 AUTH PLAIN',
  AUTH: '235 welcome',
  MAIL: '250 sender ok',
  RCPT: '250 recipient ok',
  DATA: '354 go on',
  end: '250 taken',
};

export async function startFakeMailServer(script: Script = {}): Promise<FakeMailServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
    converse(socket, fake);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeMailServer = {
    port: (server.address() as AddressInfo).port,
    script,
    messages: [],
    commands: [],
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}

function converse(socket: Socket, fake: FakeMailServer): void {
  let buffered = '';
  let inMessage = false;
  let refused = false;
  act(socket, fake.script.greeting ?? ACCEPTING.greeting);
  socket.on('data', (bytes) => {
    buffered += bytes.toString('latin1');
    while (!socket.destroyed) {
      const end = inMessage ? buffered.indexOf('\r\n.\r\n') : buffered.indexOf('\r\n');
      if (inMessage && fake.script.body) return act(socket, fake.script.body);
      if (end < 0) return;
      const text = buffered.slice(0, end);
      buffered = buffered.slice(end + (inMessage ? 5 : 2));
      if (inMessage) fake.messages.push(`${text}\r\n`.replaceAll('\r\n..', '\r\n.').slice(2));
      else fake.commands.push(text);
      const stage = inMessage ? 'end' : stageOf(text);
      const step = stepOf(stage, fake.script, refused);
      if (stage === 'RCPT') refused = typeof step !== 'string' || !step.startsWith('2');
      inMessage = stage === 'DATA' && typeof step === 'string' && step.startsWith('354');
      // So that a dot alone, which ends an empty message, is found like any other.
      if (inMessage) buffered = `\r\n${buffered}`;
      act(socket, step);
    }
  });
}

function stepOf(stage: Exclude<Stage, 'body'> | 'QUIT' | undefined, script: Script, refused: boolean): Step {
  if (!stage) return '502 not known';
  if (stage === 'QUIT') return '221 bye';
  if (stage === 'DATA' && refused) return script.DATA ?? '503 no recipient';
  return script[stage] ?? ACCEPTING[stage];
}

function stageOf(line: string) {
  const verb = line.slice(0, 4).toUpperCase();
  return (['EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'QUIT'] as const).find((stage) => stage === verb);
}

function act(socket: Socket, step: Step): void {
  if (step === 'silence') return;
  if (step === 'drop') socket.destroy();
  else if (typeof step === 'string') socket.write(`${step}\r\n`);
  else socket.end(step.cut);
}
