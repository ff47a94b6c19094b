/** A verification in words: first what the evidence is of, then the verdict, every failure, and the notes. */
import { EXIT, type ExitCode } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import { connectionPrefix } from '../store/layout.ts';
import { exitCodeOf, type VerifyFailure, type VerifyNote } from '../verify/failure.ts';
import { describeRange } from '../verify/record-range.ts';
import type { ConnectionReport, JudgedConnection, Origin, VerifyReport } from '../verify/report.ts';
import type { CommandOutput } from './command.ts';
import { describeOverview, type Glance } from './glance.ts';
import { numbered } from './numbered.ts';
import { describeOutside } from './outside-text.ts';
import { describeOrigin } from './run-text.ts';
import { describeCoverage, needsOfCoverage } from './verify-coverage-text.ts';
import { AS_DERIVED, describeDerived, isDerived, OWN_KEY } from './verify-derived-text.ts';
import type { CoveredConnection, CoveredReport } from './verify-period.ts';

/**
 * Returns what was found: of a connection alone its report; of several a table, and every failure. What to do
 * when something is not intact comes last.
 */
export function describeVerification(
  reports: readonly CoveredReport[],
  exitCode: ExitCode,
): Pick<CommandOutput, 'text' | 'verboseText'> {
  const count = reports.reduce((sum, { connections }) => sum + connections.length, 0);
  const stores = reports.map(describeStore);
  const last = advice(reports, exitCode);
  if (count <= 1) return { text: [...stores, ...last].join('\n\n') };
  const { text, verboseText = text } = describeOverview({
    headings: ['verdict', 'workspace', 'read from', 'period', 'complete/partial/failed'],
    glances: reports.flatMap((report) => report.connections.map((each) => glanceOf(each, report))),
    about: reports.flatMap(verdictLines),
    details: () => stores,
  });
  return { text: [text, ...last].join('\n\n'), verboseText: [verboseText, ...last].join('\n\n') };
}

function glanceOf(connection: CoveredConnection, { failures, location }: VerifyReport): Glance {
  const own = failuresOf(connection, failures);
  // What is about the store, and about no connection of it alone, says something about each.
  const of = own.length > 0 ? own : failures.filter(({ where }) => where === location);
  const { period, statuses, workspaces, origins, coverage } = connection;
  const [workspace, ...others] = workspaces;
  const whose = workspace === undefined ? '-' : printable(workspace.slug);
  const isLacking = statuses.partial + statuses.failed > 0 || coverage?.exitCode === EXIT.incomplete;
  return {
    connection: printable(connection.connection),
    // Signed gaps are no failure, and whoever relies on the evidence has to see them first all the same.
    exitCode: of.length === 0 && isLacking ? EXIT.incomplete : exitCodeOf(of),
    cells: [
      of.length === 0
        ? connection.derived === undefined
          ? 'intact'
          : 'intact, derived'
        : exitCodeOf(of) === EXIT.verificationFailed
          ? 'NOT INTACT'
          : 'CANNOT JUDGE',
      others.length === 0 ? whose : `${whose} + ${others.length}`,
      [...new Set(origins.map(({ kind }) => (kind === 'segment' ? 'Segment' : kind)))].join(', ') || '-',
      period === null ? '-' : `${period.from.slice(0, 10)} to ${period.to.slice(0, 10)}`,
      `${statuses.complete}/${statuses.partial}/${statuses.failed}`,
    ],
    needs: needsOfCoverage(connection),
  };
}

function failuresOf(
  { connection }: ConnectionReport,
  failures: readonly VerifyFailure[],
): readonly VerifyFailure[] {
  const prefix = connectionPrefix(connection);
  return failures.filter(({ where }) => where.startsWith(prefix) || prefix === `${where}/`);
}

/** Each store with its verdict, every failure, and how many notes there are of each kind. */
function verdictLines(report: CoveredReport): readonly string[] {
  const counts = new Map<string, number>();
  for (const { kind } of report.notes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const notes = [...counts].map(([kind, count]) => `${count} ${kind}`);
  return [
    `${verdict(report)}: ${printable(report.location)}`,
    ...report.failures.flatMap(describeFailure),
    ...describeFixed(report.connections),
    ...describeSigners(report),
    ...(notes.length === 0 ? [] : [`notes: ${notes.join(', ')}; --verbose spells them out`]),
  ];
}

/** How many records of a store something outside it fixes. */
function describeFixed(connections: readonly JudgedConnection[]): readonly string[] {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const all = sum(connections.flatMap(({ chains }) => chains.map(({ records }) => records)));
  const open = sum(
    connections.flatMap(({ outside }) => outside.uncovered.map(({ from, to }) => to - from + 1)),
  );
  return [`fixed from outside: ${Math.max(0, all - open)} of ${numbered(all, 'record')}`];
}

/** Where a key may have signed for any connection, a reader has to see for which it did. */
function describeSigners({ connections, notes }: VerifyReport): readonly string[] {
  const note = notes.find(({ kind }) => kind === 'keys-not-named');
  if (note === undefined) return [];
  const signers = connections.flatMap(({ connection, signed }) =>
    signed.map((range) => `signed by ${range.keyId}: ${printable(connection)}, ${describeRange(range)}`),
  );
  return [...signers, `note: keys-not-named: ${note.message}`];
}

function describeStore(report: CoveredReport): string {
  const { location, connections, failures, notes } = report;
  return [
    `EVIDENCE in ${printable(location)}`,
    ...connections.flatMap(describeConnection),
    ...describeKeys(report),
    '',
    `  ${verdict(report)}`,
    ...failures.flatMap(describeFailure),
    ...describeNotes(notes),
    ...connections.flatMap(describeReceipt),
  ].join('\n');
}

/** Not where there is nothing that a key could be of: a mistyped place says nothing about keys. */
function describeKeys({ pinnedKeys, connections }: CoveredReport): readonly string[] {
  if (pinnedKeys.length === 0 && connections.length === 0) return [];
  const keys = pinnedKeys.map((id) => `${id} (pinned)`).join(', ');
  return [`  keys        ${keys || 'none was given'}`];
}

function describeConnection(connection: CoveredConnection): readonly string[] {
  const { period, statuses, chains, snapshots, artifacts, artifactBytesRead } = connection;
  const total = chains.reduce((sum, chain) => sum + chain.records, 0);
  const counted = Object.entries(statuses)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`);
  return [
    `  connection  ${printable(connection.connection)}`,
    ...describeDerived(connection),
    ...describeOrigins(connection).map((line) => `  of          ${line}`),
    `  period      ${period === null ? 'nothing was checked' : `${period.from} to ${period.to}`}`,
    `  status      ${counted.join(', ') || 'nothing was checked'}; last complete: ${connection.lastCompleteAt ?? 'none'}`,
    ...describeOutside(connection).map(([name, text]) => `  ${name.padEnd(12)}${text}`),
    `  checked     ${numbered(total, 'record')} in ${numbered(chains.length, 'chain')}; ${numbered(snapshots, 'snapshot')}, ${numbered(artifacts, 'artifact')}, ${artifactBytesRead} bytes read`,
    ...describeCoverage(connection),
    ...connection.signed.map(
      (stretch) => `  signed by   ${printable(stretch.keyId)}: ${describeRange(stretch)}`,
    ),
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

function verdict({ verdict: kind, failures, isQuick, connections }: CoveredReport): string {
  const isLacking = connections.some(({ coverage }) => coverage?.exitCode === EXIT.incomplete);
  const covered = isLacking ? '; the period is not covered' : '';
  const derived = isDerived([{ connections }]) ? AS_DERIVED : '';
  if (kind === 'intact')
    return `INTACT${derived}${isQuick ? ', checked with --quick: artifacts were not read' : ''}${covered}`;
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
  const failures = reports.flatMap((report) => report.failures);
  const codes = new Set(failures.map(({ code }) => code));
  // With a key under a wrong name the connection that it was meant for is judged by others.
  if (failures.some(({ where }) => where.startsWith('--key '))) {
    return ['Check first the names before `=` in --key: no connection is called so. Then verify again.'];
  }
  if (exitCode === EXIT.verificationFailed) {
    return [
      ...wrongPin(failures),
      'Do not change the store. Compare it with a copy, or with receipts kept elsewhere.',
    ];
  }
  if (isDerived(reports) && codes.has('KEY_NOT_PINNED')) return [OWN_KEY];
  if (codes.has('KEY_NOT_PINNED')) {
    return ['Get the public key from the owner of the evidence, not from the store, and name it with --key.'];
  }
  if (exitCode === EXIT.cannotJudge && codes.has('FORMAT_UNKNOWN')) {
    return ['Verify with the version of segment-evidence that wrote it, or a later one.'];
  }
  if (exitCode === EXIT.storeFailed) {
    return ['Give this user read access to what is listed above, and verify again.'];
  }
  return [];
}

/** Where nothing but what was given can be wrong, that comes first: a slip of the pen accuses nobody. */
function wrongPin(failures: readonly VerifyFailure[]): readonly string[] {
  if (failures.every(({ expected }) => expected.startsWith('a pinned key')))
    return ['Check first that every key of the owner was given: `signed by` says which keys signed.'];
  if (failures.every(({ expected }) => expected === 'a certificate that leads to a pinned one'))
    return [
      'Check first that --tsa, or `ca` of the configuration, is the root certificate of that authority.',
    ];
  return [];
}
