import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Migration } from '../../../src/ports/index.ts';
import { allOf, createHome, put, THINGS } from './home.fixture.ts';
import { lockHome, openSqliteStore } from './index.ts';

let home: string;
let remove: () => Promise<void>;
const children: ChildProcess[] = [];

beforeEach(async () => {
  ({ home, remove } = await createHome());
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  await remove();
});

function start(...positionals: readonly string[]) {
  const script = join(import.meta.dirname, 'killed.child.ts');
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', script, ...positionals], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout }) };
}

async function firstLine(...positionals: readonly string[]): Promise<{ child: ChildProcess; line: string }> {
  const { child, lines } = start(...positionals);
  const [line] = await once(lines, 'line');
  return { child, line: String(line) };
}

function otherHalf(id: string): string {
  return id.endsWith('left') ? id.replace('left', 'right') : id.replace('right', 'left');
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

describe('the lock on the home folder', () => {
  it('is refused to another process while one holds it, and free once that was killed', async () => {
    const { child, line } = await firstLine('lock', home);
    expect(line).toBe('locked');
    await expect(lockHome(home)).rejects.toMatchObject({
      code: 'HOME_LOCKED',
      message: expect.stringContaining(home),
    });
    await kill(child);
    await (await lockHome(home)).release();
  });

  it('is refused in the same process too, until it is released', async () => {
    const lock = await lockHome(home);
    await expect(lockHome(home)).rejects.toMatchObject({ code: 'HOME_LOCKED' });
    expect((await firstLine('lock', home)).line).toContain('HOME_LOCKED');
    await lock.release();
    await lock.release();
    expect((await firstLine('lock', home)).line).toBe('locked');
  });

  it('makes a folder that is missing', async () => {
    const deep = join(home, 'new', 'deep');
    const lock = await lockHome(deep);
    expect((await stat(deep)).mode & 0o777).toBe(0o700);
    await lock.release();
  });

  it('says HOME_UNWRITABLE, and why, where the folder cannot be made or written', async () => {
    await writeFile(join(home, 'file'), '');
    await expect(lockHome(join(home, 'file', 'home'))).rejects.toMatchObject({
      code: 'HOME_UNWRITABLE',
      message: expect.stringContaining('not a directory'),
    });
    await mkdir(join(home, 'lock'));
    await expect(lockHome(home)).rejects.toMatchObject({ code: 'HOME_UNWRITABLE' });
  });

  it('is not had on files that may only be read', async () => {
    await chmod(home, 0o555);
    expect((await firstLine('lock', home, 'as-nobody')).line).toContain('HOME_UNWRITABLE');
    await chmod(home, 0o755);
    await writeFile(join(home, 'lock'), '');
    await chmod(join(home, 'lock'), 0o444);
    expect((await firstLine('lock', home, 'as-nobody')).line).toContain('HOME_UNWRITABLE');
  });
});

describe('after a kill', () => {
  it('every confirmed batch is there, and no batch by half', async () => {
    const { child, lines } = start('commit', home);
    const confirmed: string[] = [];
    for await (const line of lines) {
      confirmed.push(line);
      if (confirmed.length === 300) child.kill('SIGKILL');
    }
    const store = await openSqliteStore({ home, collections: [THINGS], migrations: [] });
    const ids = new Set((await allOf(store)).map(({ id }) => id));
    await store.close();
    expect(confirmed.length).toBeGreaterThanOrEqual(300);
    const lost = confirmed.filter((name) => !ids.has(`${name}-left`));
    const halves = [...ids].filter((id) => !ids.has(otherHalf(id)));
    expect({ lost, halves }).toEqual({ lost: [], halves: [] });
  });

  it('a migration goes on where it stood, and changes each document once', async () => {
    const collections = [{ ...THINGS, schemaVersion: 1 }];
    const before = await openSqliteStore({ home, collections, migrations: [] });
    const documents = Array.from({ length: 1_300 }, (_, n) => ({
      id: `t${String(n).padStart(5, '0')}`,
      index: {},
      body: Buffer.from('v1'),
    }));
    await put(before, documents);
    await before.close();
    const [, signal] = await once(start('migrate', home).child, 'exit');
    expect(signal).toBe('SIGKILL');
    const seen: string[] = [];
    const migration: Migration = {
      collection: THINGS.name,
      to: 2,
      change: ({ id, index, body }) => {
        seen.push(id);
        return { index, body: Buffer.concat([body, Buffer.from(' v2')]) };
      },
    };
    const store = await openSqliteStore({
      home,
      collections: [{ ...THINGS, schemaVersion: 2 }],
      migrations: [migration],
    });
    const bodies = (await allOf(store)).map(({ body }) => Buffer.from(body).toString());
    await store.close();
    expect(seen).toEqual(documents.slice(500).map(({ id }) => id));
    expect(bodies).toHaveLength(1_300);
    expect(new Set(bodies)).toEqual(new Set(['v1 v2']));
  });
});
