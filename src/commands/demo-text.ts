/** What the demo tells a newcomer: what was read, what verifying said, where it is, and what to try next. */
import type { Predicate } from '../../schemas/chain.ts';
import { type Condition, severities } from '../../schemas/condition.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { EXIT } from '../errors.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { receiptKey } from '../store/layout.ts';
import type { VerifyReport } from '../verify/report.ts';
import { checkCounts } from './check-counts-text.ts';
import type { CommandOutput } from './command.ts';
import { describeResources, isUnnamed } from './run-text.ts';

export interface DemoFacts {
  /** The demo's folder as the reader can type it. */
  readonly place: string;
  readonly publicKey: string;
  readonly collected: CommandOutput;
  /** Absent when nothing could be committed. */
  readonly verified: CommandOutput | undefined;
  readonly simulator: Pick<Simulator, 'workspace'>;
  /** Its file as the reader can type it; absent where none was written. */
  readonly page: string | undefined;
  /** What to type before a subcommand. */
  readonly typed: string;
}

/** The member of `collect --json` that is about the demo's one run; little of it when nothing was committed. */
interface DemoRun {
  readonly connection: string;
  readonly status?: string;
  readonly chain?: number;
  readonly seq?: number;
  readonly snapshot?: string;
  readonly resources?: readonly ResourceEntry[];
  readonly conditions?: readonly Condition[];
  readonly checks?: Predicate['checks'];
}

/** More complete resources than this are counted instead of listed. */
const MOST_LISTED = 10;
/** Of the checks that fail, the gravest; `check` lists all of them. */
const MOST_FAILING = 3;
const WIDTH = 96;

/** Returns the demo's summary. Whatever did not go well is reported in full. */
export function describeDemo(facts: DemoFacts): string {
  const { place, publicKey, collected, verified, simulator } = facts;
  const title = `A simulated workspace, "${simulator.workspace.name}": nothing here is about a real company.`;
  if (verified === undefined) return [title, '', collected.text].join('\n');
  const [run] = collected.json['runs'] as readonly DemoRun[];
  return [
    title,
    '',
    ...(collected.exitCode === EXIT.done ? describeReading(run) : ['COLLECTED', collected.text]),
    '',
    ...describeChecks(run),
    ...(verified.exitCode === EXIT.done ? describeVerdict(verified) : ['VERIFIED', verified.text]),
    '',
    ...describePlaces(place, publicKey, run),
    '',
    ...describeNext(facts, run),
    ...(facts.page === undefined ? [] : [`The page of it, for a browser: ${facts.page}`]),
  ].join('\n');
}

function describeReading(run: DemoRun | undefined): readonly string[] {
  const resources = run?.resources ?? [];
  const title = `COLLECTED: ${run?.status} (record ${run?.seq} of its chain)`;
  const complete = resources.filter(({ outcome }) => outcome === 'complete');
  if (complete.length <= MOST_LISTED) return [title, ...describeResources(resources)];
  const others = resources.filter((entry) => entry.outcome !== 'complete' && !isUnnamed(entry));
  const records = complete.reduce((sum, { records: some }) => sum + (some ?? 0), 0);
  const counted = complete.map(({ name, records: some }) => `${name} ${some}`);
  return [
    title,
    `  ${complete.length} resources complete, ${records} records:`,
    ...wrapped(counted, WIDTH).map((line) => `    ${line}`),
    ...(others.length === 0 ? [] : describeResources(others)),
  ];
}

/** Returns the words in lines of at most so many characters. */
function wrapped(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 2 > width) lines.push(word);
    else lines[lines.length - 1] = `${last}, ${word}`;
  }
  return lines;
}

function describeVerdict({ json }: CommandOutput): readonly string[] {
  const [store] = json['stores'] as readonly VerifyReport[];
  const sum = (of: (connection: VerifyReport['connections'][number]) => number) =>
    (store?.connections ?? []).reduce((total, connection) => total + of(connection), 0);
  const records = sum(({ chains }) => chains.reduce((total, chain) => total + chain.records, 0));
  return [
    'VERIFIED: INTACT, as an auditor would find with the public key alone',
    `  signed records: ${records}; snapshots read again: ${sum((c) => c.snapshots)}; their files: ${sum((c) => c.artifacts)}`,
  ];
}

/** What fails, the gravest first. */
function describeChecks(run: DemoRun | undefined): readonly string[] {
  if (run?.checks === undefined || run.checks === null) return [];
  const failing = (run.conditions ?? [])
    .filter(({ condition }) => condition === 'check-failed')
    .sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
  const shown = failing.slice(0, MOST_FAILING);
  return [
    `CHECKED: ${checkCounts(run.checks)}`,
    ...shown.map(({ severity, summary }) => `  ${severity.padEnd(8)}  ${summary}`),
    ...(shown.length < failing.length
      ? [`  and ${failing.length - shown.length} more: check lists them`]
      : []),
    '',
  ];
}

function describePlaces(place: string, publicKey: string, run: DemoRun | undefined): readonly string[] {
  const { connection = '', chain, seq, snapshot } = run ?? {};
  const receipt = chain === undefined || seq === undefined ? undefined : receiptKey(connection, chain, seq);
  return [
    'WHERE IT IS',
    `  evidence     ${place}/evidence`,
    ...(snapshot === undefined ? [] : [`  snapshot     ${place}/evidence/${snapshot}`]),
    ...(receipt === undefined ? [] : [`  receipt      ${place}/evidence/${receipt}`]),
    `  public key   ${publicKey}`,
    `  settings     ${place}/evidence.config.yaml`,
  ];
}

function describeNext({ place, publicKey, typed }: DemoFacts, run: DemoRun | undefined): readonly string[] {
  const check =
    run?.snapshot === undefined
      ? []
      : [`  (cd ${toShellWord(`${place}/evidence/${run.snapshot}`)} && sha256sum -c manifest-sha256.txt)`];
  return [
    'TRY',
    `  ${typed} verify ${toShellWord(`${place}/evidence`)} --key ${toShellWord(publicKey)}`,
    ...check,
    `  ${typed} status --config ${toShellWord(`${place}/evidence.config.yaml`)}`,
    `  ${typed} check --config ${toShellWord(`${place}/evidence.config.yaml`)}`,
    `  ${typed} population users --config ${toShellWord(`${place}/evidence.config.yaml`)}`,
    '  docs/verify-by-hand.md checks the signature with openssl alone.',
  ];
}

/** Returns a path as one word of a shell, also with blanks and quotes in it, and never as an option. */
export function toShellWord(path: string): string {
  const word = path.startsWith('-') ? `./${path}` : path;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
