import { once } from 'node:events';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentOf, runMainstay } from './command.ts';
import { type MainstayProcess, startMainstay, temporaryHome } from './process.ts';
import { noTerminal, openTerminal, type TerminalProcess } from './terminal.ts';

let server: MainstayProcess;
beforeEach(async () => {
  server = await startMainstay();
  const body = { text: 'Add customer Ana Torres, ana@torres.example' };
  await server.call('POST', '/api/v1/messages?wait=9000', { body });
});
afterEach(() => server.stop());

/** A person reads a card before they press a key for it. */
const read = () => pause(600);

/** A port that a server can be started on again. */
async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return String(port);
}

async function inTerminal(
  work: (terminal: TerminalProcess) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const terminal = openTerminal(['chat'], { ...environmentOf(server), ...env });
  try {
    await terminal.shows('Write what you need');
    await work(terminal);
  } finally {
    terminal.kill();
  }
}

describe('mainstay chat in a pipe', () => {
  it('takes a message a line, and decides the newest card by a command', async () => {
    const { code, out, errors } = await runMainstay(['chat'], {
      env: environmentOf(server),
      input:
        'What is waiting?\nInvoice Ana $300 for the logo\n/reject too early\nInvoice Ana $310 for the logo\n/approve\n',
    });
    expect([code, errors]).toEqual([0, '']);
    expect(out).toContain('┌ Send invoice to Ana Torres: $300.00\n│ To: Ana Torres <ana@torres.example>');
    expect(out).toMatch(/✕ Rejected by you in the terminal, .*Nothing was sent\. Reason: too early/);
    expect(out).toMatch(/✓ Approved by you .*Saved as a file, not/);
    const mails = await readdir(join(server.home, 'outbox'));
    expect(await readFile(join(server.home, 'outbox', mails.at(-1) ?? ''), 'utf8')).toContain(
      'To: Ana Torres',
    );
  });

  it('says what it could not do, and fails then', async () => {
    const { code, errors } = await runMainstay(['chat'], {
      env: environmentOf(server),
      input: `/approve\n/aprove\n${'x'.repeat(30_000)}\n`,
    });
    expect(code).toBe(1);
    expect(errors.split('\n')).toEqual([
      '✕ Nothing waits for you. Cards appear here and in your chats.',
      '✕ There is no /aprove. /help lists what there is; //aprove sends it.',
      expect.stringMatching(/^✕ .*/),
      '',
    ]);
  });

  it('answers in JSON lines in the shapes of the API', async () => {
    const { code, out } = await runMainstay(['chat', '--json', '--conversation', 'script'], {
      env: environmentOf(server),
      input: 'Invoice Ana $320 for the logo\n/approve\n',
    });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(0);
    expect(lines.map(({ type }) => type)).toEqual(['message', 'card', 'outcome']);
    expect(lines[1]).toMatchObject({ status: 'pending', title: 'Send invoice to Ana Torres: $320.00' });
    expect(lines[2]).toMatchObject({ status: 'approved', id: lines[1]?.['id'] });
  });

  it('sends once what a restart of the server cut off', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const first = await startMainstay({ env: { MAINSTAY_PORT: port } });
    const chat = runMainstay(['chat'], {
      env: environmentOf(first),
      input: Array.from({ length: 30 }, (_, index) => `Add customer Number ${index} Person\n`).join(''),
    });
    while ((await first.call('GET', '/api/v1/records/customer')).body.items.length < 3) await pause(20);
    await first.kill();
    const second = await startMainstay({ home: first.home, env: { MAINSTAY_PORT: port } });
    expect((await chat).code).toBe(0);
    const { body } = await second.call('GET', '/api/v1/records/customer?limit=500');
    expect(body.items).toHaveLength(30);
    await second.stop();
  });

  it('says what to do where no server runs', async () => {
    const env = { MAINSTAY_HOME: await temporaryHome(), MAINSTAY_PORT: '1' };
    const { code, errors } = await runMainstay(['chat'], { env, input: 'hello\n' });
    expect([code, errors]).toEqual([1, expect.stringContaining('Start it with `mainstay start`')]);
  });
});

describe('mainstay chat in a terminal', () => {
  it('draws a card with its keys, and the outcome where the keys were', async (test) => {
    test.skip(noTerminal() !== undefined, noTerminal());
    await inTerminal(async (terminal) => {
      terminal.type('Invoice Ana $400 for coaching\r');
      await terminal.shows('▸ Send invoice to Ana Torres: $400.00');
      await terminal.shows('a approve · e edit · r reject · w why · o open file');
      await read();
      terminal.type('a\r');
      await terminal.shows('✓ Approved by you');
      expect(terminal.lines().filter((line) => line.includes('a approve'))).toEqual([]);
      expect(terminal.lines().filter((line) => line.startsWith('> Invoice Ana'))).toHaveLength(1);
      terminal.type('\u0004');
      expect(await terminal.ended()).toBe(0);
    });
  });

  it('edits in $EDITOR, says at the field what cannot be used, and opens it again', async (test) => {
    test.skip(noTerminal() !== undefined, noTerminal());
    const editor = join(server.home, 'editor.sh');
    await writeFile(
      editor,
      '#!/bin/sh\nif grep -q "# ✕" "$1"; then sed -i "s/due: .*/due: 2199-01-05/" "$1"; else sed -i "s/due: .*/due: someday/; s/410.00 USD/415.00 USD/" "$1"; fi\n',
    );
    await chmod(editor, 0o700);
    await inTerminal(
      async (terminal) => {
        terminal.type('Invoice Ana $410 for coaching\r');
        await terminal.shows('▸ Send invoice to Ana Torres: $410.00');
        await read();
        terminal.type('e\r');
        await terminal.shows('▸ Send invoice to Ana Torres: $415.00');
        await terminal.shows('Amount before tax: $410.00 → $415.00');
        await terminal.shows(/Due on: .* → Sat 5 Jan 2199/);
        await read();
        terminal.type('r\r');
        await terminal.shows('Why not? (optional)');
        terminal.type('not now\r');
        await terminal.shows(/✕ Rejected by you .* Reason: not now/);
        terminal.type('/quit\r');
        expect(await terminal.ended()).toBe(0);
      },
      { EDITOR: editor },
    );
  });

  it('gives no key to a card that was not read, and none by itself after a decision', async (test) => {
    test.skip(noTerminal() !== undefined, noTerminal());
    await inTerminal(async (terminal) => {
      terminal.type('Invoice Ana $420 for coaching\rInvoice Ana $430 for coaching\r');
      await terminal.shows('┌ Send invoice to Ana Torres: $430.00');
      await terminal.shows('(1 of 2)');
      await read();
      terminal.type('a\ra\r');
      await terminal.shows('✓ Approved by you');
      await terminal.shows('No card has the keys.');
      terminal.type('\t');
      await terminal.shows('▸ Send invoice to Ana Torres: $430.00');
      await read();
      terminal.type('/reject\r');
      await terminal.shows('Why not? (optional)');
      terminal.type('\r');
      await terminal.shows('✕ Rejected by you');
      terminal.type('\u0003');
      expect(await terminal.ended()).toBe(0);
    });
  });

  it('shows what was decided elsewhere, and keeps what is being typed', async (test) => {
    test.skip(noTerminal() !== undefined, noTerminal());
    await inTerminal(async (terminal) => {
      terminal.type('half a sent');
      await terminal.shows('> half a sent');
      const { body } = await server.call('POST', '/api/v1/messages?wait=9000', {
        body: { text: 'Invoice Ana $440 for coaching' },
      });
      await terminal.shows('▸ Send invoice to Ana Torres: $440.00');
      const [card] = body.suggestions;
      await server.call('POST', `/api/v1/suggestions/${card.id}/decision`, {
        body: { decision: 'reject', hash: card.hash },
      });
      await terminal.shows('✕ Rejected by you');
      await terminal.endsIn('> half a sent');
      expect(terminal.lines()).toContain('> Invoice Ana $440 for coaching');
    });
  });

  it('survives a restart of the server, and sends then what was written meanwhile', {
    timeout: 60_000,
  }, async (test) => {
    test.skip(noTerminal() !== undefined, noTerminal());
    const port = await freePort();
    const first = await startMainstay({ env: { MAINSTAY_PORT: port } });
    const terminal = openTerminal(['chat'], environmentOf(first));
    try {
      await terminal.shows('Hello, I am Mainstay.');
      await first.kill();
      terminal.type('Add customer Ben Okafor\r');
      await terminal.shows('Not sent yet');
      await terminal.shows('Reconnecting');
      const second = await startMainstay({ home: first.home, env: { MAINSTAY_PORT: port } });
      await terminal.shows('Connected again.');
      await terminal.shows('Added customer Ben Okafor');
      const { body } = await second.call('GET', '/api/v1/records/customer');
      expect(body.items).toHaveLength(1);
      terminal.type('\u0004');
      expect(await terminal.ended()).toBe(0);
      await second.stop();
    } finally {
      terminal.kill();
    }
  });

  it('takes several lines that were pasted as one message, whatever their letters', async (test) => {
    test.skip(noTerminal() !== undefined, noTerminal());
    await inTerminal(async (terminal) => {
      terminal.type('\u001b[200~fnord שלום 你好世界\nblarg 👩‍👩‍👧\n\u001b[201~\r');
      await terminal.shows('I did not understand');
      const { body } = await server.call('GET', '/api/v1/conversations/main/messages?limit=2');
      expect(body.items[0].text).toBe('fnord שלום 你好世界\nblarg 👩‍👩‍👧');
    });
  });
});
