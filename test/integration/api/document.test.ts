import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHarness } from '../harness.ts';
import { type DescribedApi, openApi } from './described.ts';

let api: DescribedApi;
beforeAll(async () => {
  api = await openApi(await createHarness());
});
afterAll(() => api.close());

describe('a fault is found', () => {
  const read = ['components', 'schemas', 'Receipt'];
  const receipt = { eventId: 'evt_1', conversation: 'main', duplicate: false };

  it('in a field too many, one too few, and one of another type', () => {
    expect(api.faultsOf(read, receipt)).toEqual([]);
    expect(api.faultsOf(read, { ...receipt, surprise: 1 })).toHaveLength(1);
    expect(api.faultsOf(read, { eventId: 'evt_1', conversation: 'main' })).toHaveLength(1);
    expect(api.faultsOf(read, { ...receipt, duplicate: 'no' })).toHaveLength(1);
  });
});

describe('the document', () => {
  it('names the headers that are read and set, the query, and who may ask', () => {
    const { paths, components } = api.document;
    const change = paths['/api/v1/records/{kind}/{id}'].patch;
    expect(change.parameters).toContainEqual(expect.objectContaining({ in: 'header', name: 'if-match' }));
    expect(change.responses['200'].headers.etag.schema.type).toBe('string');
    expect(paths['/api/v1/messages'].post.parameters).toContainEqual(
      expect.objectContaining({ in: 'query', name: 'wait', required: false }),
    );
    expect(paths['/healthz'].get.security).toEqual([]);
    expect(api.document.security).toEqual([{ token: [] }, { session: [] }]);
    expect(components.securitySchemes.session).toMatchObject({ type: 'apiKey', in: 'cookie' });
  });

  it('refers to nothing that is not there', () => {
    const references = JSON.stringify(api.document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
    const missing = [...references].filter(([, name = '']) => !api.document.components.schemas[name]);
    expect(missing).toEqual([]);
  });
});
