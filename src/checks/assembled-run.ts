/** A run as checks see it, put together from its files: alike when it is judged, and when it is judged again. */
import type { InputEntry } from '../../schemas/input-entry.ts';
import type { StoredRecord } from '../../schemas/lines.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { keepSmall } from '../evidence/records/kept.ts';
import { isWhole } from '../evidence/records/whole.ts';
import type { CheckedFacts, CheckedRun } from './checked-run.ts';
import { changesSince } from './compared-changes.ts';
import { type EarlierRun, EarlierRuns, readingBefore } from './earlier-run.ts';
import { lateEventsIn } from './explaining-trail.ts';

export interface RunParts {
  readonly facts: CheckedFacts;
  /** Of the key that its fingerprints are under. */
  readonly keyId: string;
  entry(resource: string): ResourceEntry | undefined;
  /** Files of the company's own that it was given. */
  readonly inputs: readonly InputEntry[];
  /** A file of the run by the name of its resource, `input:roster` and the like, or `collection-log` or `configuration`. */
  fileOf(name: string): PartFile | undefined;
  /** Newest first. */
  readonly earlier: AsyncIterable<EarlierRun>;
  readonly definitions: readonly ResourceDefinition[];
}

export interface PartFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly records?: number | undefined;
  /** Of JSON Lines; none of anything else. */
  lines(): AsyncIterable<StoredRecord>;
}

export function assembleRun({
  facts,
  keyId,
  entry: entryOfResource,
  inputs,
  fileOf,
  earlier,
  definitions,
}: RunParts): CheckedRun {
  const runs = new EarlierRuns(earlier);
  const entry = (name: string) => entryOfResource(name) ?? entryOfInput(name, inputs);
  const isReadable = (resource: string) => fileOf(resource) !== undefined;
  const files = {
    entry,
    isReadable,
    records: keepSmall((resource) => {
      const file = fileOf(resource);
      return file === undefined ? undefined : { bytes: file.bytes, records: () => file.lines() };
    }),
    fileOf: (name: string) => {
      const file = fileOf(name);
      return file === undefined ? undefined : { path: file.path, sha256: file.sha256 };
    },
  };
  const compared = { now: { ...files, facts, keyId }, earlier: runs, definitions };
  return {
    ...files,
    // A slot may be filled late: what was read is as it was then.
    countedTo: facts.startedAt,
    isWhole: (resource) => isWhole(entry(resource) ?? { outcome: 'unknown' }),
    count: (resource) => fileOf(resource)?.records,
    changes: changesSince(compared),
    lateEvents: lateEventsIn(compared),
    before: (resource) => readingBefore(runs, resource, fileOf(resource)?.sha256),
    facts: { ...facts, features: inOrder(facts.features) },
  };
}

/** A file of the company's own, as checks see whatever else was read. */
function entryOfInput(name: string, inputs: readonly InputEntry[]): ResourceEntry | undefined {
  const given = inputs.find((each) => `input:${each.name}` === name);
  return given === undefined ? undefined : { ...given, name, schemaVersion: 1, pages: 0, requests: 0 };
}

/** As they are sealed. */
const inOrder = (features: CheckedFacts['features']): CheckedFacts['features'] =>
  Object.fromEntries(Object.entries(features).sort(([one], [other]) => (one < other ? -1 : 1)));
