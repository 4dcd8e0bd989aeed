import { mkdtemp, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withVariables, writePrivately } from './environment-file.ts';

describe('variables in .env', () => {
  it('replace their own line and leave every other as it is', () => {
    const text = '# mine\nexport MAINSTAY_ZONE="UTC"  # here\n\nOPENAI_API_KEY=x\nMAINSTAY_ZONE_OLD=a';
    expect(withVariables(text, { MAINSTAY_ZONE: 'Europe/Berlin', SMTP_URL: 'smtp://a$&b:c#d@e' })).toBe(
      "# mine\nMAINSTAY_ZONE=Europe/Berlin\n\nOPENAI_API_KEY=x\nMAINSTAY_ZONE_OLD=a\nSMTP_URL='smtp://a$&b:c#d@e'\n",
    );
  });

  it('are read back as they were given', () => {
    const value = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter((text) => !/["`]/.test(text));
    fc.assert(
      fc.property(value, (given) => {
        const text = withVariables('A=1\n', { SMTP_URL: given });
        expect(parseEnv(withVariables(text, { SMTP_URL: given }))).toEqual({ A: '1', SMTP_URL: given });
      }),
    );
  });
});

it('is written for its owner only, also through a link and over a file that others could read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-'));
  await writeFile(join(folder, 'real'), 'old', { mode: 0o644 });
  await symlink(join(folder, 'real'), join(folder, '.env'));
  await writePrivately(join(folder, '.env'), 'new');
  expect(await readFile(join(folder, 'real'), 'utf8')).toBe('new');
  expect((await stat(join(folder, 'real'))).mode & 0o777).toBe(0o600);
});
