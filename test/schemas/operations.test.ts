/** The list of operations against the API document: what is not collected can only be said if it is known. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operations } from '../../schemas/operations.ts';
import { lookUpOf, parentField, placesOf } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';

interface ApiDocument {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly operationId: string } }>>;
}

const document = JSON.parse(
  readFileSync(new URL('../contract/segment-read-api.openapi.json', import.meta.url), 'utf8'),
) as ApiDocument;

const offered = Object.entries(document.paths).flatMap(([path, { get }]) =>
  get === undefined ? [] : [{ operationId: get.operationId, path }],
);

describe('the list of operations', () => {
  it('names every GET of the API document with its path, and nothing else', () => {
    const named = operations.map(({ operationId, path }) => ({ operationId, path }));
    const byId = (a: { operationId: string }, b: { operationId: string }) =>
      a.operationId < b.operationId ? -1 : 1;

    expect(offered.length).toBeGreaterThan(50);
    expect([...named].sort(byId)).toEqual([...offered].sort(byId));
  });

  it('is in order, each operation once: what a resource is read by is not named among the others', () => {
    const ids = operations.map(({ operationId }) => operationId);

    expect(ids).toEqual([...new Set(ids)].sort());
  });
});

describe.each(resources.map((resource) => [resource.name, resource] as const))(
  'the resource %s',
  (_name, resource) => {
    it('is read by operations that exist, at their paths', () => {
      for (const { operationId, path } of placesOf(resource))
        expect(offered).toContainEqual({ operationId, path });
    });

    it('has its parent before it, and takes its id by a parameter of the path', () => {
      const { parent, path } = resource;
      if (parent === undefined) return expect(path).not.toContain('{');

      const names = resources.map(({ name }) => name);
      expect(names.indexOf(parent.resource)).toBeLessThan(names.indexOf(resource.name));
      expect(names).toContain(parent.resource);
      expect(path).toContain(`{${parent.param}}`);
    });

    it('names only what can be asked for by its id', () => {
      for (const { to } of resource.references ?? []) {
        const named = resources.find(({ name }) => name === to);
        const place = named === undefined ? undefined : lookUpOf(named);
        expect(place?.path, to).toContain(`{${place?.param}}`);
      }
    });

    it('takes its id from fields that exist', () => {
      for (const { from, field } of resource.id) {
        if (from === 'data') expect(Object.keys(resource.record.shape)).toContain(field);
        else expect(resource.parent && parentField(resource.parent)).toBe(field);
      }
    });
  },
);
