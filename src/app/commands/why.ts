import { readEnvironment } from '../environment.ts';
import { askRunningServer } from '../running-server.ts';

/** `mainstay why ID`, asked of the running server. */
export async function whyCommand(id: string, options: { readonly json?: boolean }): Promise<void> {
  const { status, body } = await askRunningServer(
    readEnvironment(process.env),
    `/api/v1/why/${encodeURIComponent(id)}`,
  );
  if (options.json) console.log(JSON.stringify(body));
  else if (isWhy(body))
    console.log([body.title, ...body.lines.map((line) => `  ${line.text}\n    ${line.id}`)].join('\n'));
  else console.error(detailOf(body));
  if (status !== 200) process.exitCode = 1;
}

function isWhy(body: unknown): body is { title: string; lines: { id: string; text: string }[] } {
  return typeof body === 'object' && body !== null && 'lines' in body && Array.isArray(body.lines);
}

function detailOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'detail' in body
    ? String(body.detail)
    : 'The server gave no answer.';
}
