/** The media types of operations against the API document: one that no version has would be refused for ever. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ownTypeOf, PLAIN_TYPE } from '../../schemas/media-types.ts';

interface ApiDocument {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
}
interface Operation {
  readonly operationId: string;
  readonly responses: { readonly 200: { readonly content: Readonly<Record<string, unknown>> } };
}

const document = JSON.parse(
  readFileSync(new URL('../contract/segment-read-api.openapi.json', import.meta.url), 'utf8'),
) as ApiDocument;

/** The most stable first. */
const VERSIONS = ['v1', 'v1beta', 'v1alpha'];

it('each operation has the type of its most stable version, and the plain one', () => {
  const operations = Object.values(document.paths).flatMap(({ get }) => (get === undefined ? [] : [get]));
  const most = operations.map(({ operationId, responses }) => {
    const { content } = responses[200];
    const served = VERSIONS.map((version) => `application/vnd.segment.${version}+json`);
    return [operationId, served.find((type) => type in content), PLAIN_TYPE in content];
  });

  expect(operations).toHaveLength(100);
  expect(operations.map(({ operationId }) => [operationId, ownTypeOf(operationId), true])).toEqual(most);
});
