import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentOf, runMainstay } from './command.ts';
import { type MainstayProcess, startMainstay } from './process.ts';

const ROOT = join(import.meta.dirname, '../..');

let server: MainstayProcess;
beforeAll(async () => {
  server = await startMainstay();
  const input = 'Add customer Ana Torres, ana@torres.example\nInvoice Ana $300 for the logo\n/approve\n';
  await runMainstay(['chat'], { env: environmentOf(server), input });
});
afterAll(() => server.stop());

const ask = (...args: readonly string[]) => runMainstay(args, { env: environmentOf(server) });

describe('digest and replay', () => {
  it('tell a day, in words and in JSON', async () => {
    const { out } = await ask('digest');
    expect(out).toContain('2 messages in = 2 answered + 0 waiting + 0 failed');
    expect(JSON.parse((await ask('digest', '--json')).out)).toMatchObject({ answered: 2 });
    expect((await ask('digest', '--date', '2020-01-01')).out).toContain('Nothing came in');
    expect((await ask('digest', '--date', 'yesterday')).code).toBe(1);
  });

  it('tell a run step by step: what each got and gave, and what was decided', async () => {
    const { body } = await server.call('GET', '/api/v1/workflows/invoice');
    const run = body.lastRuns[0].id;
    const { code, out } = await ask('replay', run);
    expect(code).toBe(0);
    const order = [
      'Started by “Invoice Ana $300 for the logo”',
      'Input amount is known\n    gave $300.00',
      'propose: suggest started\n    got  title:',
      'subject: Invoice {invoice.number} for the logo',
      'propose: waits for the decision on its card',
      'propose: Decided by you, terminal: approved',
      'propose: invoice.create@1: done',
      'propose: email.send@1: saved, not sent',
      'propose: succeeded',
      'The run succeeded',
    ].map((text) => out.indexOf(text));
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(order).not.toContain(-1);
    expect(JSON.parse((await ask('replay', run, '--json')).out)).toMatchObject({
      id: run,
      status: 'succeeded',
    });
    expect(await ask('replay', 'run_none')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('NOT_FOUND'),
    });
  });
});

describe('workflows', () => {
  it('check names file, line and mend, and fails; what is installed passes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mainstay-'));
    const file = join(folder, 'broken.yaml');
    const shipped = await readFile(join(ROOT, 'skills/customers/workflow.yaml'), 'utf8');
    await writeFile(file, shipped.replace('customer.create@1', 'customer.creat@1'));
    const { code, out } = await runMainstay(['workflows', 'check', file]);
    expect(code).toBe(1);
    expect(out).toMatch(/broken\.yaml:\d+:\d+: there is no command “customer\.creat@1”/);
    expect(out).toContain('Did you mean “customer.create@1”?');
    const all = await runMainstay(['workflows', 'check', '--json']);
    expect(all.code).toBe(0);
    expect(JSON.parse(all.out).files.length).toBeGreaterThanOrEqual(10);
    expect((await runMainstay(['workflows', 'check', 'none.yaml'])).errors).toContain('FILE_UNREADABLE');
  });

  it('list says what there is, in which version, and how it went', async () => {
    expect((await ask('workflows', 'list')).out).toMatch(
      /^invoice {2}.+ {2}[0-9a-f]{12}\n {4}“.+\n {4}.+succeeded {2}run_/m,
    );
  });

  it('diff shows what of the file is not running yet, and earlier versions by their hash', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mainstay-'));
    const own = join(folder, 'config', 'workflows');
    await mkdir(own, { recursive: true });
    await cp(join(ROOT, 'config', 'mainstay.yaml'), join(folder, 'config', 'mainstay.yaml'));
    const write = (text: string) =>
      writeFile(
        join(own, 'hello.yaml'),
        `name: hello\nversion: 1\non: { message: { plane: operator, examples: ["hello there"] } }\nsteps:\n  - id: tell\n    reply: { text: "${text}" }\n`,
      );
    await write('Good day.');
    const first = await startMainstay({ cwd: folder });
    const env = environmentOf(first);
    const diff = (...args: readonly string[]) =>
      runMainstay(['workflows', 'diff', 'hello', ...args], { env, cwd: folder });
    expect((await diff()).out).toContain('They are the same.');
    await write('Good evening.');
    const { out } = await diff();
    expect(out).toMatch(/^hello: [0-9a-f]{12} → file\n/);
    expect(out).toContain('-       text: Good day.\n+       text: Good evening.');
    const { body } = await first.call('GET', '/api/v1/workflows/hello');
    await first.stop();
    const second = await startMainstay({
      home: first.home,
      cwd: folder,
      env: { MAINSTAY_PORT: env['MAINSTAY_PORT'] ?? '0' },
    });
    expect((await diff()).out).toContain(`hello: ${body.hash.slice(0, 12)} → `);
    expect((await diff(body.hash.slice(0, 6), 'file')).out).toContain('+       text: Good evening.');
    expect((await diff('ffffffff')).errors).toContain('NOT_FOUND');
    await second.stop();
  });

  it('list and diff show what was set, also after a restart', async () => {
    const first = await startMainstay();
    const { body } = await first.call('GET', '/api/v1/workflows/invoice');
    const set = await first.call('PATCH', '/api/v1/workflows/invoice', {
      body: { values: { due: 21, subject: 'Bill {number}' } },
      headers: { 'if-match': body.hash },
    });
    expect(set.status).toBe(200);
    await first.stop();
    const second = await startMainstay({ home: first.home });
    const env = environmentOf(second);
    const lines = [
      'Due after: 21 (shipped: 14)',
      'Subject of the mail: “Bill {number}” (shipped: “Invoice {number} for {what}”)',
    ];
    const list = (await runMainstay(['workflows', 'list'], { env })).out.replaceAll(/\s+/g, ' ');
    const { out } = await runMainstay(['workflows', 'diff', 'invoice'], { env });
    for (const line of lines)
      expect([list, out]).toEqual([expect.stringContaining(line), expect.stringContaining(line)]);
    expect(out).toContain('+ set:\n+   due: 21\n+   subject: Bill {number}');
    expect(
      JSON.parse((await runMainstay(['workflows', 'diff', 'invoice', '--json'], { env })).out),
    ).toMatchObject({
      set: { due: 21, subject: 'Bill {number}' },
    });
    await second.stop();
  });
});
