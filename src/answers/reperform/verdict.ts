/** What can be said of one resource before its records are looked at. Pure. */
import type { ResourceEntry } from '../../../schemas/manifest.ts';
import { isGap } from '../../../schemas/outcome.ts';
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import type { Run } from '../../verify/read-history.ts';
import { digestOf } from '../changes/readings.ts';
import type { Asked } from './asked.ts';

export type Result = 'equal' | 'moved' | 'not-comparable' | 'not-read';

export interface Verdict {
  readonly result: Exclude<Result, 'moved'>;
  /** Absent: it is equal without any doubt. */
  readonly reason?: string;
}

/** Returns the verdict; undefined where only the records can tell. `run`: the snapshot. */
export function verdictOf(run: Run, asked: Asked, definition: ResourceDefinition): Verdict | undefined {
  const { name } = definition;
  const [then, now] = [run.entry(name), asked.resources.find((entry) => entry.name === name)];
  if (then === undefined) return { result: 'not-comparable', reason: 'the snapshot knew no such resource' };
  if (now === undefined) return { result: 'not-read', reason: 'this version knows no such resource' };
  const [old, fresh] = [digestOf(run.manifest, name), digestOf(asked, name)];
  if (old === undefined) return withoutFile(then, now);
  if (old === fresh)
    return then.outcome === 'complete'
      ? { result: 'equal' }
      : { result: 'equal', reason: `then as now ${said(then)}` };
  if (now.outcome === 'not-collected')
    return { result: 'not-comparable', reason: `the configuration leaves it out now: ${said(now)}` };
  if (now.outcome !== 'complete') return { result: 'not-read', reason: `now ${said(now)}` };
  if (then.outcome !== 'complete')
    return { result: 'not-comparable', reason: `the snapshot has it as ${said(then)}` };
  const reason = forgotten(definition, then, asked) ?? otherwiseKept(run, asked, definition, then, now);
  return reason === undefined ? undefined : { result: 'not-comparable', reason };
}

/** What was not there then, as the API does not offer it, and is not there now either, is as it was. */
function withoutFile(then: ResourceEntry, now: ResourceEntry): Verdict {
  const isSame = then.outcome === now.outcome && then.reason === now.reason;
  if (isSame && !isGap(then) && then.outcome !== 'not-collected')
    return { result: 'equal', reason: `then as now ${said(then)}` };
  return {
    result: 'not-comparable',
    reason: `the snapshot has no records of it: ${said(then)}; now ${said(now)}`,
  };
}

/** The stretch of time that both asked for, in milliseconds since 1970. Its start is after its end where there is none. */
export function timeOfBoth(
  { name, window }: ResourceDefinition,
  then: ResourceEntry | undefined,
  { windows }: Pick<Asked, 'windows'>,
): { readonly fromMs: number; readonly toMs: number; readonly isShort: boolean } | undefined {
  const [old, now] = [then?.window, windows.get(name)];
  if (window === undefined || old === undefined || now === undefined) return undefined;
  const [fromMs, toMs] = [Date.parse(old.from), Date.parse(old.to)];
  const rememberedMs = Date.parse(now.from);
  return { fromMs: Math.max(fromMs, rememberedMs), toMs, isShort: rememberedMs > fromMs };
}

function forgotten(definition: ResourceDefinition, then: ResourceEntry, asked: Asked): string | undefined {
  const time = timeOfBoth(definition, then, asked);
  return time === undefined || time.fromMs < time.toMs
    ? undefined
    : `Segment remembers ${definition.window?.days} days, and the snapshot is of before`;
}

/** Why the same records would have been kept in another way. */
function otherwiseKept(
  { manifest }: Run,
  asked: Asked,
  { detail }: ResourceDefinition,
  then: ResourceEntry,
  now: ResourceEntry,
): string | undefined {
  const { redaction, config } = manifest;
  if (then.schemaVersion !== now.schemaVersion)
    return `its records are kept in another form now: version ${then.schemaVersion}, now ${now.schemaVersion}`;
  if (redaction.policySha256 !== asked.policySha256)
    return 'another version of this program decides what is kept of a record';
  const mayLackDetails = detail?.optIn !== undefined && config.sha256 !== asked.configSha256;
  return mayLackDetails
    ? 'the configuration is another one, and may ask for more or less of each record'
    : undefined;
}

/** Returns how reading ended, in words: `denied (scope)`. */
export function said({ outcome, reason }: Pick<ResourceEntry, 'outcome' | 'reason'>): string {
  return reason === undefined ? outcome : `${outcome} (${reason})`;
}
