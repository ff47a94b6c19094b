/** Segment's own client as it is published: the methods it has, by operation. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ownPlacesOf } from '../dist/schemas/resource.js';
import { resources } from '../dist/schemas/resources/index.js';

export const CLIENT = '@segment/public-api-sdk-typescript';

/** Returns the client's methods by operation, each taking its arguments by name. `folder`: where it is installed. */
export function openClient(folder, { url, token }) {
  const sdk = createRequire(join(folder, 'package.json'))(CLIENT);
  const found = new Map();
  for (const [name, Api] of Object.entries(sdk)) {
    if (!name.endsWith('Api') || typeof Api !== 'function') continue;
    const api = new Api(url);
    api.accessToken = token;
    for (const operationId of Object.getOwnPropertyNames(Api.prototype)) {
      const parameters = /\(([^)]*)\)/.exec(String(api[operationId]))?.[1] ?? '';
      const names = parameters.split(',').map((each) => each.trim());
      const given = (values) => names.filter((each) => each !== 'options').map((each) => values[each]);
      found.set(operationId, (values) => api[operationId](...given(values)));
    }
  }
  return found;
}

/** Returns the version of the client that is installed. */
export const versionIn = (folder) =>
  createRequire(join(folder, 'package.json'))(`${CLIENT}/package.json`).version;

/** Returns the resources of each run that the client has no method for. */
export function unknownTo(folder) {
  const methods = openClient(folder, { url: 'http://127.0.0.1', token: '' });
  return resources
    .filter(({ optIn }) => optIn === undefined)
    .filter((each) =>
      [...ownPlacesOf(each), each.detail ?? []].flat().some(({ operationId }) => !methods.has(operationId)),
    )
    .map(({ name }) => name);
}
