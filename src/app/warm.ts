import { createTransformersEmbedder } from '../../adapters/embedder/transformers/index.ts';
import { createFileShelf } from '../../adapters/shelf/files/index.ts';
import { readAppConfig } from './config.ts';
import { buildName, modelFolder, shippedCache, workflowFolders } from './root.ts';
import { onWorkbench } from './workbench.ts';

/**
 * Works out now what the first start and the first message would else wait for: the workflows, checked, and what is
 * learnt from their examples. The last step of a build; what is there already stays.
 */
const embedder = createTransformersEmbedder({ folder: modelFolder() });
try {
  await onWorkbench(
    await readAppConfig(),
    ({ understanding }) => understanding.match('A sentence that is nobody’s example'),
    {
      workflowFolders: workflowFolders(),
      meanings: { embedder, maxWaitMs: 120_000 },
      shelf: createFileShelf(shippedCache()),
      build: buildName(),
      // Whatever cannot be worked out now is when it is needed, and told then.
      onError: (error) => console.warn(String(error)),
    },
  );
} finally {
  await embedder.close();
}
