import { readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MainstayProcess, startMainstay } from './process.ts';

let mainstay: MainstayProcess;
beforeAll(async () => {
  mainstay = await startMainstay();
});
afterAll(() => mainstay.stop());

describe('what it shows of itself', () => {
  it('describes every route in OpenAPI 3.1', async () => {
    const { body } = await mainstay.call('GET', '/api/v1/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/messages',
        '/api/v1/suggestions/{id}/decision',
        '/api/v1/why/{id}',
        '/api/v1/records/{kind}',
      ]),
    );
  });

  it('lets a browser keep the files of the page, whose names change with them, and nothing else', async () => {
    const page = await fetch(mainstay.address);
    expect(page.headers.get('cache-control')).toBe('no-store');
    const names = (await page.text()).match(/app\.\w+\.(?:js|css)/g) ?? [];
    expect(names).toHaveLength(2);
    for (const name of names) {
      const file = await fetch(`${mainstay.address}/${name}`);
      expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
  });

  it('is ready only where it can write, and says in problems what is no request at all', async () => {
    expect(await mainstay.call('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
    const odd = await mainstay.call('GET', '/api/v1/why/%ff');
    expect(odd).toMatchObject({ status: 404, body: { code: 'ROUTE_UNKNOWN' } });
    const socket = connect(Number(new URL(mainstay.address).port), '127.0.0.1');
    socket.write('nonsense\r\n\r\n');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toMatch(
      /^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"code":"REQUEST_NOT_JSON"/,
    );
  });

  it('keeps the token out of everything that it prints but the link', () => {
    const rest = mainstay.output().replace(mainstay.link, '');
    expect(rest).not.toContain(mainstay.token);
  });

  it('keeps its keys readable by their owner only', async () => {
    for (const file of ['api-token', 'master-key'])
      expect((await stat(join(mainstay.home, file))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(mainstay.home, 'api-token'), 'utf8')).trim()).toBe(mainstay.token);
  });
});
