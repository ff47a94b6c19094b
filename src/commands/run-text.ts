/** A run in words, for a person at a terminal. */
import type { Predicate } from '../../schemas/chain.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { isGap } from '../../schemas/outcome.ts';
import type { EvidenceError, ExitCode } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import type { RunResult } from '../pipeline.ts';
import type { Delivery } from '../run/announce.ts';
import type { ReceiptDelivery } from '../run/tell-receipt.ts';
import { connectionPrefix } from '../store/layout.ts';
import { describeCheckCounts } from './check-counts-text.ts';
import type { CommandOutput } from './command.ts';
import { describeOverview, type Glance } from './glance.ts';
import { countConditions, describeOpen } from './open-conditions.ts';
import { describeStamp, missingStamp } from './stamp-text.ts';

/** How one connection's run ended. */
export type ConnectionRun =
  | {
      readonly connection: string;
      readonly location: string;
      readonly exitCode: ExitCode;
      readonly result: RunResult;
    }
  | {
      readonly connection: string;
      readonly location: string;
      readonly exitCode: ExitCode;
      readonly error: EvidenceError;
      readonly deliveries: readonly Delivery[];
    };

const ORIGIN_WORDS = {
  segment: 'Segment',
  simulator: 'the built-in simulator: not evidence of a real workspace',
  override: 'another host than Segment: not evidence of a real workspace',
} as const;

/** Returns the runs at a glance, and what needs a person. */
export function describeRuns(runs: readonly ConnectionRun[]): Pick<CommandOutput, 'text' | 'verboseText'> {
  return describeOverview({
    headings: ['status', 'records', 'gaps', 'open conditions'],
    glances: runs.map(glanceOf),
    details: (isFull) => runs.map((run) => describeRun(run, isFull)),
  });
}

function glanceOf(run: ConnectionRun): Glance {
  const { connection, exitCode } = run;
  if ('error' in run) {
    const { message, hint } = run.error;
    const needs = [`nothing was committed: ${message}.${hint === undefined ? '' : ` ${hint}`}`];
    return { connection, exitCode, cells: ['nothing committed', '-', '-', '-'], needs };
  }
  const isOld = run.result.kind === 'already-collected';
  const { status, resources } = run.result.record.statement.predicate;
  const { conditions } = newestOf(run.result);
  const known = resources.filter(({ records }) => records !== null);
  const total = known.reduce((sum, { records }) => sum + (records ?? 0), 0);
  const gaps = String(resources.filter(isGap).length);
  const failed = run.result.deliveries.filter(({ result }) => result === 'undelivered').length;
  const late = failed === 0 ? [] : [`${failed} alerts could not be delivered; the next run tries again.`];
  return {
    connection,
    exitCode,
    cells: [
      isOld ? 'collected already' : status,
      known.length === 0 ? '-' : String(total),
      gaps,
      countConditions(conditions),
    ],
    needs: [
      ...describeOpen(conditions),
      ...describeKeyChange(run.result),
      ...late,
      ...missingStamp(run.result.stamp),
    ],
  };
}

function newestOf(result: RunResult): Predicate {
  return (result.kind === 'already-collected' ? result.newest : result.record).statement.predicate;
}

/** Returns several lines about one run, the verdict first; what is as it should be is counted unless `isFull`. */
function describeRun(run: ConnectionRun, isFull: boolean): string {
  if ('error' in run) {
    const { message, hint } = run.error;
    const lines = [
      `${run.connection}: nothing was committed`,
      `  ${message}`,
      ...(hint ? [`  ${hint}`] : []),
    ];
    return [...lines, ...describeDeliveries(run.deliveries)].join('\n');
  }
  const { predicate } = run.result.record.statement;
  const place = `${run.location}/${connectionPrefix(run.connection)}${predicate.snapshotPath}`;
  if (run.result.kind === 'already-collected') {
    return [
      `${run.connection}: the slot ${predicate.run.slot} was already collected; no action needed`,
      `  snapshot  ${place}`,
      '  Collect it again with --force.',
      ...describeStamp(run.result.stamp),
      ...describeConditions(newestOf(run.result)),
      ...describeDeliveries(run.result.deliveries),
    ].join('\n');
  }
  return [
    `${run.connection}: ${predicate.status}`,
    `  of        ${describeOrigin(predicate)}`,
    `  record    ${run.result.key.slice(connectionPrefix(run.connection).length)}`,
    `  snapshot  ${place}`,
    ...describeResumed(predicate),
    ...describeStamp(run.result.stamp),
    '',
    ...(isFull ? describeResources(predicate.resources) : foldResources(predicate.resources)),
    ...describeCheckCounts(predicate),
    ...describeConditions(predicate),
    ...describeKeyChange(run.result).map((line) => `  ${line}`),
    ...describeDeliveries(run.result.deliveries),
    ...describeReceiptDeliveries(run.result.receiptDeliveries),
    '',
    '  Keep this receipt outside the store. It shows if records are removed or rewritten later:',
    ...run.result.receipt
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`),
  ].join('\n');
}

/** A run that was cut off had read a part: it is in the evidence, with its own times. */
function describeResumed({ run: { resumed } }: Predicate): readonly string[] {
  if (resumed === undefined) return [];
  const { resources, since } = resumed;
  const count = `${resources.length} ${resources.length === 1 ? 'resource' : 'resources'}`;
  return [`  resumed   ${count} read by a run of this slot that was cut off, from ${since} on`];
}

/** Whose evidence it is and where it was read. */
export function describeOrigin({ workspace, origin }: Pick<Predicate, 'workspace' | 'origin'>): string {
  const whose =
    workspace === null
      ? 'an unidentified workspace'
      : `workspace ${printable(workspace.slug)} (${printable(workspace.id)})`;
  const way = origin.proxy === undefined ? '' : ` through the proxy ${printable(origin.proxy)}`;
  return `${whose}, read from ${printable(origin.host)}${way} (${ORIGIN_WORDS[origin.kind]})`;
}

/** What is complete in one line, and a table of the rest. */
function foldResources(entries: readonly ResourceEntry[]): readonly string[] {
  const whole = entries.filter(({ outcome }) => outcome === 'complete');
  const unnamed = entries.filter(isUnnamed).length;
  const unoffered = notOffered(entries);
  const rest = entries.filter(
    (entry) => entry.outcome !== 'complete' && !isUnnamed(entry) && !unoffered.includes(entry.name),
  );
  const records = whole.reduce((sum, entry) => sum + (entry.records ?? 0), 0);
  const counted = `  complete  ${whole.length} of ${entries.length} resources, ${records} ${records === 1 ? 'record' : 'records'}; --verbose lists them`;
  const left = `  opt-in    ${unnamed} ${unnamed === 1 ? 'resource' : 'resources'} that \`collect.include\` does not name`;
  return [
    ...(whole.length === 0 ? [] : [counted]),
    ...(unnamed === 0 ? [] : [left]),
    ...(unoffered.length === 0 ? [] : [`  absent    ${describeNotOffered(unoffered)}`]),
    ...describeResources(rest),
  ];
}

/** Left out on purpose by default: nobody needs to hear of it with each run. */
export function isUnnamed({ reason }: Pick<ResourceEntry, 'reason'>): boolean {
  return reason === 'opt-in';
}

/** Returns the names of those that are not there for this workspace and never were. */
export function notOffered(entries: readonly Pick<ResourceEntry, 'name' | 'reason'>[]): readonly string[] {
  return entries.filter(({ reason }) => reason === 'not-offered').map(({ name }) => name);
}

/** Returns the names, and what it means that they are named. */
export function describeNotOffered(names: readonly string[]): string {
  return `${names.join(', ')}: not there for this workspace, and never read before; no gap`;
}

/** What nobody can say any more after another fingerprint key came. */
function describeKeyChange(result: RunResult): readonly string[] {
  if (result.kind !== 'committed' || result.fingerprintKeyChange === undefined) return [];
  const { from, to } = result.fingerprintKeyChange;
  return [
    `the fingerprint key changed from ${from} to ${to}: fingerprints cannot be compared with earlier ones; whether the token was exchanged too, nobody can tell. If nobody changed it on purpose, put the earlier key back.`,
  ];
}

/** A table of resources: name, outcome, records or why there are none. */
export function describeResources(entries: readonly ResourceEntry[]): readonly string[] {
  const width = Math.max(...entries.map(({ name }) => name.length));
  return entries.map((entry) => {
    const records =
      entry.records === null ? '' : `${entry.records} ${entry.records === 1 ? 'record' : 'records'}`;
    const broken = entry.completeness?.rules.find((rule) => !rule.holds)?.detail;
    const parts = [records, entry.reason ?? '', broken ?? ''].filter((part) => part !== '');
    return `  ${entry.name.padEnd(width)}  ${entry.outcome.padEnd(13)}  ${parts.join('; ')}`.trimEnd();
  });
}

function describeConditions({ conditions }: Predicate): readonly string[] {
  if (conditions.length === 0) return [];
  return [
    '',
    ...conditions.map(({ condition, severity, summary }) => `  ${severity}: ${condition}: ${summary}`),
  ];
}

/** What became of the alerts, by channel; of those that did not arrive, why and what to do. */
function describeDeliveries(deliveries: readonly Delivery[]): readonly string[] {
  const channels = [...new Set(deliveries.map(({ channel }) => channel))];
  const lines = channels.flatMap((channel) => {
    const own = deliveries.filter((delivery) => delivery.channel === channel);
    const counts = (['delivered', 'deferred', 'undelivered'] as const)
      .map((result) => [result, own.filter((delivery) => delivery.result === result).length] as const)
      .filter(([, count]) => count > 0)
      .map(([result, count]) => `${count} ${result}`);
    const error = own.find((delivery) => delivery.error !== undefined)?.error;
    const problem = error === undefined ? [] : [error.message, ...(error.hint ? [error.hint] : [])];
    return [`  alerts    ${channel}: ${counts.join(', ')}`, ...problem.map((line) => `            ${line}`)];
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

/** Where the receipt went, or why it did not arrive there. */
function describeReceiptDeliveries(deliveries: readonly ReceiptDelivery[]): readonly string[] {
  const lines = deliveries.flatMap(({ channel, result, error }) => [
    `  receipt   ${channel}: ${result}${error === undefined ? '' : '; the next one covers this record too'}`,
    ...[error?.message, error?.hint].flatMap((line) => (line === undefined ? [] : [`            ${line}`])),
  ]);
  return lines.length === 0 ? [] : ['', ...lines];
}
