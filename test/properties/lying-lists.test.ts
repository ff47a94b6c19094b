/**
 * A server that contradicts itself in any list of any resource, all that has to be named included: what it said of a
 * population that cannot be is in the outcome, whichever place of the API it said it at.
 */
import { expect, it } from 'vitest';
import { parentFields } from '../../schemas/place.ts';
import { ownPlacesOf, parentsOf, type ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { optIn } from '../support/opt-in.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';
import { everyNth } from '../support/tier.ts';
import { answersOf, itemsIn, mapItems } from './hostile-samples.ts';

type Item = Readonly<Record<string, unknown>>;
interface Body {
  readonly data: Readonly<Record<string, unknown>> & { readonly pagination?: Item };
}

interface Lie {
  readonly name: string;
  /** Returns the answer as the liar gives it; the same one where there is nothing to lie about. */
  readonly tell: (body: Body, key: string, definition: ResourceDefinition) => unknown;
  readonly isExempt?: (definition: ResourceDefinition) => boolean;
  /** The first of what speaks against it. */
  readonly reasons: RegExp;
}

/** Changes each record that has a text in one of the fields. */
function rename(body: Body, key: string, fields: readonly string[]): unknown {
  const isNamed = (item: unknown) => fields.some((field) => typeof (item as Item)[field] === 'string');
  if (!itemsIn(body, key).some(isNamed)) return body;
  return mapItems(body, key, (item) =>
    Object.fromEntries(
      Object.entries(item as Item).map(([name, value]) => [
        name,
        fields.includes(name) && typeof value === 'string' ? 'another-one' : value,
      ]),
    ),
  );
}

/** The member of `data` that says how a list goes on. */
function pagingOf(definition: ResourceDefinition, key: string): string {
  const streams = ownPlacesOf(definition).flatMap((place) => place.streams ?? []);
  return streams.find((stream) => stream.key === key)?.pagination ?? 'pagination';
}

function goInCircles(body: Body, key: string, definition: ResourceDefinition): unknown {
  const member = pagingOf(definition, key);
  const paging = body.data[member] as Item | undefined;
  if (paging?.['current'] === undefined) return body;
  return { data: { ...body.data, [member]: { ...paging, next: paging['current'] } } };
}

const lies: readonly Lie[] = [
  {
    name: 'a parent that was not asked about',
    tell: (body, key, definition) => {
      const fields = ownPlacesOf(definition).flatMap(({ parent }) => (parent ? parentFields(parent) : []));
      return rename(body, key, fields);
    },
    reasons: /^cross-reference$/,
  },
  {
    name: 'another workspace',
    tell: (body, key) => rename(body, key, ['workspaceId']),
    reasons: /^cross-reference$/,
  },
  {
    name: 'a total of one more than there is',
    tell: (body) => {
      const { pagination } = body.data;
      const total = pagination?.['totalEntries'];
      if (typeof total !== 'number') return body;
      return { data: { ...body.data, pagination: { ...pagination, totalEntries: total + 1 } } };
    },
    isExempt: (definition) => ownPlacesOf(definition).some(({ hasRoughTotal }) => hasRoughTotal === true),
    reasons: /^(?:count-mismatch|parents-unread)$/,
  },
  {
    name: 'one record twice, and not the same both times',
    tell: (body, key) => {
      const { [key]: list } = body.data;
      const [first] = Array.isArray(list) ? list : [];
      if (typeof first !== 'object') return body;
      return { data: { ...body.data, [key]: [...(list as unknown[]), { ...first, somethingNew: 1 }] } };
    },
    isExempt: ({ repeatsAreNormal, explode }) => repeatsAreNormal === true || explode !== undefined,
    reasons: /^(?:duplicate-ids|count-mismatch)$/,
  },
  {
    name: 'that the next page is the one that was just read, under no parent',
    tell: goInCircles,
    isExempt: (definition) => parentsOf(definition).length > 0,
    reasons: /^cursor-loop$/,
  },
  {
    name: 'that the next page is the one that was just read, under each parent',
    tell: goInCircles,
    isExempt: (definition) => parentsOf(definition).length === 0,
    reasons: /^parents-unread$/,
  },
];

/** Has each list of a resource told so; returns the resources that it was told of. */
function tell(bench: Workbench, { tell: toldAs, isExempt }: Lie): ReadonlySet<string> {
  const told = new Set<string>();
  for (const definition of resources) {
    if (definition.name === 'workspace' || isExempt?.(definition) === true) continue;
    for (const { operationId, key } of answersOf(definition)) {
      const transform = (body: unknown) => {
        const changed = toldAs(body as Body, key, definition);
        if (changed !== body) told.add(definition.name);
        return changed;
      };
      bench.simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
    }
  }
  return told;
}

it.each(everyNth(lies, 6))(
  '$name: no population that it is said of is complete',
  { timeout: 120_000 },
  async (lie) => {
    const bench = await createWorkbench({ permissionsInUserList: true });
    try {
      const told = tell(bench, lie);

      const ran = await bench.run({
        config: { collect: { include: everyNth(optIn, 4), exclude: [], pageSize: 200 } },
        changes: { definitions: resources },
      });

      expect(told.size).toBeGreaterThan(5);
      const ends = [...told].map((name) => {
        const { outcome, reason } = ran.entry(name);
        return [name, outcome, reason];
      });
      expect(ends).toEqual([...told].map((name) => [name, 'partial', expect.stringMatching(lie.reasons)]));
      expect((await bench.verify()).failures).toEqual([]);
    } finally {
      await bench.close();
    }
  },
);
