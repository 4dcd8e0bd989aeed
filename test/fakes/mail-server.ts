import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server on loopback that keeps what it took. */
export interface MailServer {
  readonly url: string;
  readonly received: ParsedMail[];
  /** Called once a whole mail is there, before it is acknowledged. */
  onMail: (() => Promise<void> | void) | undefined;
  /** What a whole mail is answered instead of being taken: an SMTP code. */
  refuse: (() => number | undefined) | undefined;
  /** Cuts every connection, as a network does that fails. */
  dropLines(): void;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const received: ParsedMail[] = [];
  const mailServer = {
    onMail: undefined as MailServer['onMail'],
    refuse: undefined as MailServer['refuse'],
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, callback) => {
      void simpleParser(stream).then(async (mail) => {
        const code = mailServer.refuse?.();
        if (code !== undefined)
          return callback(Object.assign(new Error('not this one'), { responseCode: code }));
        received.push(mail);
        await mailServer.onMail?.();
        return callback();
      }, callback);
    },
  });
  const lines = new Set<Socket>();
  server.server.on('connection', (line: Socket) => {
    lines.add(line);
    line.once('close', () => lines.delete(line));
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(mailServer, {
    url: `smtp://127.0.0.1:${port}`,
    received,
    dropLines: () => {
      for (const line of lines) line.destroy();
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}
