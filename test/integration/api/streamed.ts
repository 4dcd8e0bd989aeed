import { once } from 'node:events';
import { connect } from 'node:net';
import { type DescribedApi, TOKEN } from './described.ts';

interface Streamed {
  /** Its place in the log. */
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** What the stream brings while something is done, until settings have changed; `after` is what was read before. */
export async function streamed(
  { server }: DescribedApi,
  act: () => Promise<void>,
  after?: string,
): Promise<readonly Streamed[]> {
  if (!server.server.listening) await server.listen({ host: '127.0.0.1', port: 0 });
  const address = new URL(server.listeningOrigin);
  const resumed = after === undefined ? '' : `Last-Event-ID: ${after}\r\n`;
  const socket = connect(Number(address.port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.write(
    `GET /api/v1/stream HTTP/1.0\r\nHost: ${address.host}\r\nAuthorization: Bearer ${TOKEN}\r\n${resumed}\r\n`,
  );
  while (!text.includes('retry:')) await once(socket, 'data');
  await act();
  while (!text.includes('event: settings')) await once(socket, 'data');
  socket.destroy();
  return [...text.matchAll(/^id: (\d+)\nevent: (\w+)\ndata: (.*)$/gm)].map(
    ([, id = '', event = '', data = '']) => ({
      id,
      event,
      data: JSON.parse(data),
    }),
  );
}
