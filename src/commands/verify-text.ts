/** A verification in words: first what the evidence is of, then the verdict, every failure, and the notes. */
import { EXIT, type ExitCode } from '../errors.ts';
import type { VerifyFailure, VerifyNote } from '../verify/failure.ts';
import type { ConnectionReport, Origin, VerifyReport } from '../verify/report.ts';
import { describeOrigin, printable } from './run-text.ts';

/** Returns all reports, one store after the other, and what to do when one is not intact. */
export function describeVerification(reports: readonly VerifyReport[], exitCode: ExitCode): string {
  return [...reports.map(describeStore), ...advice(reports, exitCode)].join('\n\n');
}

function describeStore(report: VerifyReport): string {
  const { location, connections, failures, notes, pinnedKeys } = report;
  return [
    `EVIDENCE in ${printable(location)}`,
    ...connections.flatMap(describeConnection),
    `  keys        ${pinnedKeys.length === 0 ? 'none was given' : pinnedKeys.map((id) => `${id} (pinned)`).join(', ')}`,
    '',
    `  ${verdict(report)}`,
    ...failures.flatMap(describeFailure),
    ...describeNotes(notes),
    ...connections.flatMap(describeReceipt),
  ].join('\n');
}

function describeConnection(connection: ConnectionReport): readonly string[] {
  const { period, statuses, chains, snapshots, artifacts, artifactBytesRead } = connection;
  const total = chains.reduce((sum, chain) => sum + chain.records, 0);
  const counted = Object.entries(statuses)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`);
  return [
    `  connection  ${printable(connection.connection)}`,
    ...describeOrigins(connection).map((line) => `  of          ${line}`),
    `  period      ${period === null ? 'nothing was checked' : `${period.from} to ${period.to}`}`,
    `  status      ${counted.join(', ') || 'nothing was checked'}; last complete: ${connection.lastCompleteAt ?? 'none'}`,
    `  checked     ${numbered(total, 'record')} in ${numbered(chains.length, 'chain')}; ${numbered(snapshots, 'snapshot')}, ${numbered(artifacts, 'artifact')}, ${artifactBytesRead} bytes read`,
  ];
}

/** Every origin and every workspace that occurs, since a second one changes what the evidence is worth. */
function describeOrigins({ origins, workspaces }: ConnectionReport): readonly string[] {
  const [workspace, ...others] = workspaces;
  return [
    ...origins.map((origin: Origin) => describeOrigin({ origin, workspace: workspace ?? null })),
    ...others.map(
      ({ slug, id, records }) =>
        `also workspace ${printable(slug)} (${printable(id)}), ${numbered(records, 'record')}`,
    ),
  ];
}

function verdict({ verdict: kind, failures, isQuick }: VerifyReport): string {
  if (kind === 'intact') return isQuick ? 'INTACT, checked with --quick: artifacts were not read' : 'INTACT';
  const what = kind === 'failed' ? 'NOT INTACT' : 'CANNOT JUDGE';
  return `${what}: ${numbered(failures.length, 'failure')}`;
}

function describeFailure({ code, where, message, count }: VerifyFailure): readonly string[] {
  return [
    `    ${code}  ${printable(where)}`,
    `      ${printable(message)}${count === undefined ? '' : ` (${count})`}`,
  ];
}

/** At most this many notes of one kind are spelt out; the rest are counted, and all are in the JSON. */
const SHOWN_PER_KIND = 5;

function describeNotes(notes: readonly VerifyNote[]): readonly string[] {
  const byKind = new Map<string, VerifyNote[]>();
  for (const note of notes) byKind.set(note.kind, [...(byKind.get(note.kind) ?? []), note]);
  return [...byKind].flatMap(([kind, all]) => [
    ...all
      .slice(0, SHOWN_PER_KIND)
      .flatMap(({ message, where }) => [
        `  note: ${kind}: ${printable(message)}`,
        `      ${printable(where)}`,
      ]),
    ...(all.length > SHOWN_PER_KIND
      ? [`  note: ${kind}: ${all.length - SHOWN_PER_KIND} more; --json lists them`]
      : []),
  ]);
}

function describeReceipt({ receipt, chains }: ConnectionReport): readonly string[] {
  if (receipt === null) return [];
  return [
    '',
    `  Receipt of chain ${chains.at(-1)?.number ?? 1}. Keep it outside the store: it shows if the chain is cut or rewritten later.`,
    ...receipt
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`),
  ];
}

function advice(reports: readonly VerifyReport[], exitCode: ExitCode): readonly string[] {
  const codes = new Set(reports.flatMap(({ failures }) => failures.map(({ code }) => code)));
  if (exitCode === EXIT.verificationFailed) {
    return ['Do not change the store. Compare it with a copy, or with receipts kept elsewhere.'];
  }
  if (codes.has('KEY_NOT_PINNED')) {
    return ['Get the public key from the owner of the evidence, not from the store, and name it with --key.'];
  }
  if (exitCode === EXIT.storeFailed) {
    return ['Give this user read access to what is listed above, and verify again.'];
  }
  return [];
}

function numbered(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
