// Runs the sentence model in a thread of its own. Plain JavaScript, since a thread starts from a file as it is: from
// the sources in tests, and beside main.js in the compiled product.
import { basename, dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { env, pipeline } from '@huggingface/transformers';

env.allowRemoteModels = false;
env.useFSCache = false;
env.localModelPath = dirname(workerData.folder);

// One thread leaves the other core to the server; a short text takes 4 ms instead of 3.
const extract = await pipeline('feature-extraction', basename(workerData.folder), {
  dtype: 'q8',
  session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
});

parentPort.on('message', async ({ texts, close }) => {
  if (close) {
    await extract.dispose();
    parentPort.close();
    return;
  }
  try {
    const { data } = await extract(texts, { pooling: 'cls', normalize: true });
    parentPort.postMessage({ data }, [data.buffer]);
  } catch (error) {
    parentPort.postMessage({ failed: String(error) });
  }
});
parentPort.postMessage({ ready: true });
