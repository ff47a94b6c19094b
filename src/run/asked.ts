/**
 * Exactly what was asked for: each request as a template, with the parameters that it was sent. Taken from the requests
 * themselves, as the collection log has them; cursors are left out, and so is what comes from a parent's record.
 */
import type { CollectionLogLine } from '../../schemas/lines.ts';
import type { AskedRequest } from '../../schemas/manifest.ts';
import { placesOf, type ResourceDefinition } from '../../schemas/resource.ts';
import { canonical } from '../evidence/canonical.ts';

/** Takes note of the requests of one run. */
export class AskedBook {
  readonly #queries = new Map<string, Map<string, AskedRequest['query']>>();
  readonly #ownParameters: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(definitions: readonly ResourceDefinition[]) {
    this.#ownParameters = ownParametersOf(definitions);
  }

  note({ operationId, query }: Pick<CollectionLogLine, 'operationId' | 'query'>): void {
    const own = this.#ownParameters.get(operationId);
    const asked: Record<string, string> = {};
    for (const [name, value] of Object.entries(query)) {
      if (isCursor(name)) continue;
      asked[name] = own?.has(name) === true || isCount(name) ? value : `{${name}}`;
    }
    const known = this.#queries.get(operationId) ?? new Map<string, AskedRequest['query']>();
    known.set(canonical(asked), asked);
    this.#queries.set(operationId, known);
  }

  /** Returns what was asked for to read a resource, in an order of its own; nothing where nothing was. */
  of(definition: ResourceDefinition): AskedRequest[] {
    const paths = new Map(placesOf(definition).map(({ operationId, path }) => [operationId, path]));
    return [...paths].flatMap(([operationId, path]) =>
      [...(this.#queries.get(operationId) ?? [])]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, query]) => ({ operationId, path, query })),
    );
  }
}

function isCursor(name: string): boolean {
  return name === 'cursor' || name.endsWith('.cursor');
}

function isCount(name: string): boolean {
  return name === 'count' || name.endsWith('.count');
}

/** Query parameters whose values we choose ourselves, by operation. Any other value is a parent record's. */
function ownParametersOf(
  definitions: readonly ResourceDefinition[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const own = new Map<string, Set<string>>();
  for (const { window, alsoAt = [], ...definition } of definitions) {
    for (const { operationId, query, variants, span, period } of [definition, ...alsoAt]) {
      const times = [window?.from, window?.to, span?.from, span?.to, period?.param];
      const names = [...Object.keys(query ?? {}), variants?.param, ...times].filter(
        (name) => name !== undefined,
      );
      own.set(operationId, new Set([...(own.get(operationId) ?? []), ...names]));
    }
  }
  return own;
}
