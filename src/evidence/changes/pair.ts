/** How two readings of a resource are compared, when they were not kept in quite the same way. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import { hasWithheldIds, Mask } from './comparable.ts';
import { compareFields, type Difference, differences } from './differences.ts';

/** What could not be compared of two readings that were both whole, and why. */
export interface NotCompared {
  readonly what: 'nothing' | 'fields' | 'withheld values';
  readonly why: string;
}

export interface PairComparison {
  differences(): AsyncIterable<Difference>;
  /** Once all were yielded: what could not be compared; undefined: everything was. */
  note(): NotCompared | undefined;
}

/** One of the two whole readings that are compared. */
export interface ComparedSide {
  /** Of the key that its fingerprints are under. */
  readonly keyId: string;
  readonly schemaVersion: number;
  /** Sorted by id; yielded anew each time. */
  records(): AsyncIterable<StoredRecord>;
}

export interface ComparedPair {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
}

export interface PairInput {
  readonly pair: ComparedPair;
  readonly definition: ResourceDefinition | undefined;
  /** A field that only counts records of another resource that is compared too. */
  readonly countedField: string | undefined;
}

const nothing = async function* (): AsyncGenerator<never> {};

/** Returns how two readings are compared. A new form, or another fingerprint key, is no change. */
export async function compareReadings({
  pair,
  definition,
  countedField,
}: PairInput): Promise<PairComparison> {
  const { before, after } = pair;
  const hasOtherKey = before.keyId !== after.keyId;
  const versions = [before.schemaVersion, after.schemaVersion] as const;
  const isUpgrade = versions[0] !== versions[1];
  if (hasOtherKey && definition !== undefined && hasWithheldIds(definition))
    return notAtAll('the ids of records are made with the fingerprint key, which changed');
  if (isUpgrade && !(await haveCommonId(pair)))
    return notAtAll(`version ${versions.join(' and ')} of its form have no id in common`);
  const compare = compareFields(definition);
  const mask = new Mask();
  const fields = (old: StoredRecord, fresh: StoredRecord) => {
    if (isUpgrade) return [];
    const found = hasOtherKey ? compare(mask.of(old), mask.of(fresh)) : compare(old, fresh);
    return found.filter(({ pointer }) => pointer !== countedField);
  };
  return {
    differences: () => differences(before.records(), after.records(), fields),
    note: () => {
      if (isUpgrade)
        return {
          what: 'fields',
          why: `they were kept in another form (version ${versions.join(', then ')})`,
        };
      return mask.hasMet ? { what: 'withheld values', why: 'the fingerprint key changed' } : undefined;
    },
  };
}

const notAtAll = (why: string): PairComparison => ({
  differences: nothing,
  note: () => ({ what: 'nothing', why }),
});

/** Returns it in words. `places`: numbers of the two records, where both are records. */
export function notComparedWords({ what, why }: NotCompared, places?: readonly [number, number]): string {
  const between = places === undefined ? '' : ` between records ${places.join(' and ')}`;
  return `${what === 'nothing' ? 'nothing was' : `${what} were not`} compared${between}: ${why}`;
}

/** Where ids are made in another way, none is as it was, and nothing is known of what came and went. */
async function haveCommonId({ before, after }: ComparedPair): Promise<boolean> {
  let [isEmpty, hasCommon] = [true, false];
  let [old, fresh] = [0, 0];
  const everything = () => [{ pointer: '' }];
  for await (const { kind } of differences(before.records(), after.records(), everything)) {
    isEmpty = false;
    if (kind === 'changed') hasCommon = true;
    else if (kind === 'removed') old += 1;
    else fresh += 1;
  }
  return isEmpty || hasCommon || old === 0 || fresh === 0;
}
