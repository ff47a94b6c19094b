/** Segment's own client as it is published: the methods it has, by operation. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { resources } from '../dist/schemas/resources/index.js';

export const CLIENT = '@segment/public-api-sdk-typescript';

/** Returns the client's methods of our resources, each taking its arguments by name. `folder`: where it is installed. */
export function openClient(folder, { url, token }) {
  const sdk = createRequire(join(folder, 'package.json'))(CLIENT);
  const found = new Map();
  for (const [name, Api] of Object.entries(sdk)) {
    if (!name.endsWith('Api') || typeof Api !== 'function') continue;
    const api = new Api(url);
    api.accessToken = token;
    for (const { operationId } of resources) {
      if (typeof api[operationId] !== 'function') continue;
      const [, list] = /\(([^)]*)\)/.exec(String(api[operationId]));
      const names = list.split(',').map((each) => each.trim());
      const given = (values) => names.filter((each) => each !== 'options').map((each) => values[each]);
      found.set(operationId, (values) => api[operationId](...given(values)));
    }
  }
  return found;
}
