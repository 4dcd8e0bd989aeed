import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadPhrasings } from './phrasings.ts';

const THANK = { name: 'thank-you', file: 'skills/thank/workflow.yaml' };

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'phrasings-')), 'skills');
  await mkdir(join(folder, 'thank'), { recursive: true });
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

it('gives a workflow the phrasings that lie beside it, by its name', async () => {
  await writeFile(join(folder, 'thank/phrasings.yaml'), '- say thanks to Ana\n- "thank Ben: great work"\n');
  expect(await loadPhrasings([folder], [THANK])).toEqual(
    new Map([['thank-you', ['say thanks to Ana', 'thank Ben: great work']]]),
  );
});

it('gives none to a workflow that has none, or lies elsewhere', async () => {
  await writeFile(join(folder, 'thank/phrasings.yaml'), '- say thanks to Ana\n');
  const others = [
    { name: 'greet', file: 'skills/greet/workflow.yaml' },
    { name: 'single', file: 'config/thank/single.yaml' },
  ];
  expect(await loadPhrasings([folder, join(folder, 'none')], others)).toEqual(new Map());
});

it.each(['thank Ana', '- thank: Ana', '- "', "- ''"])(
  'refuses what is no list of texts: %j',
  async (text) => {
    await writeFile(join(folder, 'thank/phrasings.yaml'), text);
    await expect(loadPhrasings([folder], [THANK])).rejects.toMatchObject({
      code: 'WORKFLOW_INVALID',
      message: expect.stringContaining('skills/thank/phrasings.yaml'),
    });
  },
);
