/** What a record without a name of its own is called: by what its id is made of, such as a group and a member of it. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { parentsOf, type ResourceDefinition } from '../../../schemas/resource.ts';
import { at } from '../../evidence/records/fields.ts';
import { type Names, readNames } from '../../evidence/records/names.ts';
import type { Run } from '../../verify/read-history.ts';
import { isReadable } from '../certificate.ts';
import { digestOf, type Pair } from './readings.ts';

/** A part of an id, and the resource whose record it names, where that is known. */
export interface NamedPart {
  readonly from: 'data' | 'parent';
  readonly field: string;
  readonly names?: string;
}

type Definitions = readonly ResourceDefinition[];

/** Returns the parts that name a record, by the schema alone; none where no part names a record of another resource. */
export function namedParts(definition: ResourceDefinition, definitions: Definitions): readonly NamedPart[] {
  const parts = partsOf(definition).map(({ from, field }): NamedPart => {
    const names = resourceOf({ from, field }, definition, definitions);
    return { from, field, ...(names === undefined ? {} : { names }) };
  });
  return parts.some(({ names }) => names !== undefined) ? parts : [];
}

/** Those of its id; where that is one of its own, what it is read under comes first. */
function partsOf(definition: ResourceDefinition): readonly NamedPart[] {
  const under = parentsOf(definition).flatMap(({ param, as = param, params = {} }) => [
    ...(as === undefined ? [] : [as]),
    ...Object.entries(params).map(([name, part]) => part.as ?? name),
  ]);
  const hasParent = definition.id.some(({ from }) => from === 'parent');
  const before = hasParent ? [] : under.map((field): NamedPart => ({ from: 'parent', field }));
  return [...before, ...definition.id];
}

function resourceOf(
  { from, field }: NamedPart,
  definition: ResourceDefinition,
  definitions: Definitions,
): string | undefined {
  const reference = definition.references?.find((each) => each.in === from && each.field === field);
  if (reference !== undefined || from === 'data') return reference?.to;
  for (const { resource, param, as = param, params = {} } of parentsOf(definition)) {
    if (as === field) return resource;
    const found = Object.entries(params).find(([name, part]) => (part.as ?? name) === field)?.[1];
    const parent = definitions.find(({ name }) => name === resource);
    if (found === undefined || parent === undefined) continue;
    const isOwnId = parent.id.length === 1 && found.from === 'data' && found.field === parent.id[0].field;
    return isOwnId ? resource : resourceOf(found, parent, definitions);
  }
  return undefined;
}

const MOST_KEPT = 8;

/** Names records by what they belong to, as the runs of a pair called it. Reads names only where they are asked for. */
export class RelationNames {
  readonly #definitions: Definitions;
  /** By digest of the file: readings next to each other mostly share it. Of the oldest ones no more is kept. */
  readonly #read = new Map<string, Names>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** Returns what a record is called; undefined where nobody gave a name to any part of it. */
  async nameOf(
    { data, parent = {} }: StoredRecord,
    definition: ResourceDefinition | undefined,
    { before, after }: Pair,
  ): Promise<string | undefined> {
    const parts = definition === undefined ? [] : namedParts(definition, this.#definitions);
    const texts: string[] = [];
    let isNamed = false;
    for (const { from, field, names } of parts) {
      const id = from === 'data' ? at(data, field) : parent[field];
      if (typeof id !== 'string') continue;
      // Who was removed is in the earlier list alone.
      const name =
        names === undefined
          ? undefined
          : ((await this.#nameIn(after.run, names, id)) ?? (await this.#nameIn(before.run, names, id)));
      if (name !== undefined) isNamed = true;
      texts.push(name ?? id);
    }
    return isNamed ? texts.join(' / ') : undefined;
  }

  async #nameIn(run: Run, resource: string, id: string): Promise<string | undefined> {
    if (!isReadable(run, resource)) return undefined;
    const sha256 = digestOf(run.manifest, resource) ?? '';
    const names = this.#read.get(sha256) ?? (await readNames(run, [resource]));
    this.#read.delete(sha256);
    this.#read.set(sha256, names);
    for (const oldest of [...this.#read.keys()].slice(0, -MOST_KEPT)) this.#read.delete(oldest);
    return names.of(resource, id);
  }
}
