/** What a server was asked, counted; and the documented limits of what it can be asked. */
import { ownPlacesOf } from '../dist/schemas/resource.js';
import { resources } from '../dist/schemas/resources/index.js';

/** Requests a minute of single operations, by their ids. */
export const LIMITS = Object.fromEntries(
  resources
    .flatMap(ownPlacesOf)
    .flatMap(({ operationId, requestsPerMinute }) =>
      requestsPerMinute === undefined ? [] : [[operationId, requestsPerMinute]],
    ),
);

/** Returns what a plain script asks to read the same: nothing twice, as our second look does. */
export function onceEach(asked) {
  const each = asked.map((reading) => [
    JSON.stringify([reading.operationId, reading.params, reading.query]),
    reading,
  ]);
  return [...new Map(each).values()];
}

/** Returns how many requests there were, of each operation too, and how many were refused for their rate. */
export function countsOf(asked) {
  const byOperation = {};
  for (const { operationId } of asked) byOperation[operationId] = (byOperation[operationId] ?? 0) + 1;
  return {
    requests: asked.length,
    refused: asked.filter(({ status }) => status === 429).length,
    byOperation,
  };
}
