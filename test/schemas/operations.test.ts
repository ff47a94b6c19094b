/** The list of operations against the API document: what is not collected can only be said if it is known. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operations } from '../../schemas/operations.ts';
import { paramsOf, parentFields } from '../../schemas/place.ts';
import { lookUpOf, ownPlacesOf, placesOf } from '../../schemas/resource.ts';
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

    it('has its parents before it, or is its own, and takes what its paths need from them', () => {
      for (const { parent, path } of ownPlacesOf(resource)) {
        const names = resources.slice(0, resources.indexOf(resource) + 1).map(({ name }) => name);
        if (parent !== undefined) expect(names).toContain(parent.resource);
        for (const [, param] of path.matchAll(/\{(\w+)\}/g))
          expect(Object.keys(parent === undefined ? {} : paramsOf(parent)), path).toContain(param);
      }
    });

    it('takes the parameters from fields that exist', () => {
      for (const { parent } of ownPlacesOf(resource)) {
        const above = resources.find(({ name }) => name === parent?.resource);
        if (parent === undefined || above === undefined) continue;
        const inherited = ownPlacesOf(above).flatMap((place) =>
          place.parent ? parentFields(place.parent) : [],
        );
        for (const { from, field } of Object.values(paramsOf(parent))) {
          expect(from === 'data' ? Object.keys(above.record.shape) : inherited).toContain(field);
        }
      }
    });

    it('marks its records with a field of their own where they come from several places', () => {
      const marks = ownPlacesOf(resource).flatMap(
        ({ as, streams }) => streams?.map((stream) => stream.as) ?? [as],
      );
      if (marks.length === 1) return;

      expect(new Set(marks).size).toBe(marks.length);
      expect(marks).not.toContain(undefined);
      expect(Object.keys(resource.record.shape)).toContain(resource.mark);
    });

    it('is read by default only under what is', () => {
      if (resource.optIn !== undefined) return;
      for (const { parent } of ownPlacesOf(resource)) {
        expect(resources.find(({ name }) => name === parent?.resource)?.optIn).toBeUndefined();
      }
    });

    it('names only what can be asked for by its id', () => {
      for (const { to } of resource.references ?? []) {
        const named = resources.find(({ name }) => name === to);
        const place = named === undefined ? undefined : lookUpOf(named);
        expect(place?.path, to).toContain(`{${place?.param}}`);
      }
    });

    it('takes its id from fields that exist', () => {
      const inParent = ownPlacesOf(resource).flatMap(({ parent }) => (parent ? parentFields(parent) : []));
      for (const { from, field, orFields = [] } of resource.id) {
        for (const name of [field, ...orFields]) {
          const [outer] = name.split('.');
          expect(from === 'data' ? Object.keys(resource.record.shape) : inParent).toContain(outer);
        }
      }
    });
  },
);
