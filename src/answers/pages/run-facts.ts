/** What a page says first of a run: of what it is evidence, and how much of what was asked for was read. Plain data. */
import { type Condition, severities } from '../../../schemas/condition.ts';
import type { ResourceEntry } from '../../../schemas/manifest.ts';
import { isGap } from '../../../schemas/outcome.ts';
import { isNothingThere } from '../../evidence/records/whole.ts';
import type { KeptManifest, Run } from '../../verify/read-history.ts';
import { nameOf, type SnapshotName } from '../population.ts';
import { endedText } from './standing.ts';

export interface RunFacts {
  readonly connection: string;
  readonly snapshot: SnapshotName;
  readonly logId: string;
  readonly workspace: KeptManifest['workspace'];
  readonly origin: KeptManifest['origin'];
  /** It is of a pseudonymised copy. */
  readonly isCopy?: true;
  readonly tool: KeptManifest['tool'];
  readonly endedAt: string;
  readonly slot: string | null;
  readonly trigger: string;
  readonly status: KeptManifest['status'];
  /** Its files are gone, since their retention has ended: only what the record itself says is left. */
  readonly isExpired: boolean;
  readonly reading: Reading;
  readonly gaps: readonly ResourceGap[];
  /** The gravest first, without those of checks that fail. */
  readonly conditions: readonly Condition[];
  readonly failingChecks: number;
  readonly token: KeptManifest['token'];
}

/** How many resources there are of each kind of end. */
export interface Reading {
  readonly resources: number;
  readonly whole: number;
  readonly gaps: number;
  /** On purpose. */
  readonly leftOut: number;
  /** The workspace has no such thing. */
  readonly absent: number;
  readonly requests: number;
  /** What was withheld, in places. */
  readonly withheld: number;
}

export interface ResourceGap {
  readonly resource: string;
  readonly ended: string;
  /** Read in part: null where nothing was. */
  readonly records: number | null;
  /** Why it is known not to be whole. */
  readonly why: readonly string[];
}

/** Returns what a record says of its run. */
export function runFacts(run: Run): RunFacts {
  const { manifest, isExpired } = run;
  const { connection, workspace, origin, derived, tool, status, conditions, chain, token } = manifest;
  return {
    connection,
    snapshot: nameOf(run),
    logId: chain.logId,
    workspace,
    origin,
    ...(derived === undefined ? {} : { isCopy: true as const }),
    tool,
    endedAt: manifest.run.endedAt,
    slot: manifest.run.slot,
    trigger: manifest.run.trigger,
    status,
    isExpired,
    reading: readingOf(manifest),
    gaps: manifest.resources.filter(isGap).map(gapOf),
    conditions: conditions
      .filter((each) => !isOfCheck(each))
      .toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity)),
    failingChecks: conditions.filter(isOfCheck).length,
    token,
  };
}

const isOfCheck = ({ condition }: Condition) => condition === 'check-failed';

function readingOf({ resources, redaction }: KeptManifest): Reading {
  const count = (isMeant: (entry: ResourceEntry) => boolean) => resources.filter(isMeant).length;
  const absent = count(isNothingThere);
  return {
    resources: resources.length,
    whole: count(({ outcome }) => outcome === 'complete'),
    gaps: count(isGap),
    leftOut: count((entry) => entry.outcome === 'not-collected' && !isNothingThere(entry)),
    absent,
    requests: resources.reduce((sum, { requests }) => sum + requests, 0),
    withheld: redaction.count,
  };
}

const gapOf = ({ name, outcome, reason, records, completeness }: ResourceEntry): ResourceGap => ({
  resource: name,
  ended: endedText({ outcome, ...(reason === undefined ? {} : { reason }) }),
  records,
  why: (completeness?.rules ?? []).flatMap(({ rule, holds, detail }) =>
    holds ? [] : [detail === undefined ? rule : `${rule}: ${detail}`],
  ),
});
