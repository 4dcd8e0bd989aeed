import { expect, it } from 'vitest';
import { createMemoryStore } from '../../../test/fakes/memory-store.ts';
import { compileWorkflow } from './compile.ts';
import { ENVIRONMENT, FIXTURE_FOLDERS } from './environment.fake.ts';
import { loadWorkflows } from './load.ts';
import { openWorkflows, workflows } from './store.ts';

it('takes no version from the store that is not what its runs began with', async () => {
  const store = createMemoryStore([workflows]);
  const [definition] = await loadWorkflows(FIXTURE_FOLDERS, ENVIRONMENT);
  if (!definition) throw new RangeError('There is no fixture.');
  const { hash, name, version, source } = definition;
  const put = (id: string, stored: typeof source) =>
    store.commit({
      operations: [
        {
          kind: 'insert',
          collection: workflows.name,
          document: workflows.toDocument(id, { name, version, source: stored, firstUsedAt: '' }),
        },
      ],
    });
  await put(hash, source);
  await put('of-another', { ...source, title: 'Other' });
  const opened = await openWorkflows({
    store,
    definitions: [],
    compile: (stored) => compileWorkflow(stored, 'stored'),
    environment: ENVIRONMENT,
    ids: (prefix) => prefix,
    now: 0,
  });
  expect(await opened.byHash(hash)).toMatchObject({ name });
  await expect(opened.byHash('of-another')).rejects.toMatchObject({ code: 'WORKFLOW_ALTERED' });
});
