import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveMail } from './outbox.ts';

const MAIL = {
  key: 'eff_1',
  date: '2026-11-23',
  subject: 'Invoice 2026-014 für März',
  bytes: Buffer.from('one'),
};

describe('the outbox folder', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'mainstay-outbox-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('makes the folder, and a file that only its owner can read, named for a person', async () => {
    const folder = join(home, 'a', 'outbox');
    const name = await saveMail({ ...MAIL, folder });
    expect(name).toMatch(/^2026-11-23-invoice-2026-014-fur-marz-[0-9a-f]{12}\.eml$/);
    expect(await readFile(join(folder, name), 'utf8')).toBe('one');
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('replaces the file of the same key, also on another day', async () => {
    const first = await saveMail({ ...MAIL, folder: home });
    const again = await saveMail({ ...MAIL, folder: home, date: '2026-11-24', bytes: Buffer.from('two') });
    expect(again).toBe(first);
    expect(await readdir(home)).toEqual([first]);
    expect(await readFile(join(home, first), 'utf8')).toBe('two');
  });

  it('keeps mails of other keys beside it', async () => {
    await saveMail({ ...MAIL, folder: home });
    await saveMail({ ...MAIL, folder: home, key: 'eff_2' });
    expect(await readdir(home)).toHaveLength(2);
  });

  it.each(['../../etc/passwd', '\0', '/', '...', '日本', 'CON', 'x'.repeat(200)])(
    'stays in its folder with the subject %j',
    async (subject) => {
      const name = await saveMail({ ...MAIL, subject, folder: home });
      expect(name).toMatch(/^2026-11-23-[a-z0-9-]{1,40}-[0-9a-f]{12}\.eml$/);
      expect(await readdir(home)).toEqual([name]);
    },
  );

  it('says why it cannot save, and leaves nothing half written', async () => {
    await writeFile(join(home, 'file'), '');
    await expect(saveMail({ ...MAIL, folder: join(home, 'file') })).rejects.toMatchObject({
      code: 'MAIL_UNSAVED',
      retry: true,
      message: `The mail cannot be saved in ${join(home, 'file')}: it is not a folder. Mend that and I try again.`,
    });
    const folder = join(home, 'outbox');
    const name = await saveMail({ ...MAIL, folder });
    await rm(join(folder, name));
    await mkdir(join(folder, name));
    await expect(saveMail({ ...MAIL, folder })).rejects.toMatchObject({ code: 'MAIL_UNSAVED' });
    expect(await readdir(folder)).toEqual([name]);
  });
});
