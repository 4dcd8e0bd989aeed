import { once } from 'node:events';
import { connect } from 'node:net';
import { type DescribedApi, TOKEN } from './described.ts';

interface Streamed {
  readonly event: string;
  readonly data: unknown;
}

/** What the stream brings while something is done, until its settings have changed. */
export async function streamed(
  { server }: DescribedApi,
  act: () => Promise<void>,
): Promise<readonly Streamed[]> {
  const address = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(address.port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.write(
    `GET /api/v1/stream HTTP/1.0\r\nHost: ${address.host}\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`,
  );
  while (!text.includes('retry:')) await once(socket, 'data');
  await act();
  while (!text.includes('event: settings')) await once(socket, 'data');
  socket.destroy();
  return [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event = '', data = '']) => ({
    event,
    data: JSON.parse(data),
  }));
}
