/** Commands that read evidence: status, verify. */
import { type Command, Option } from 'commander';
import { certificatesFor } from '../authority.ts';
import { type CliContext, type Globals, load, runOptions } from '../command-context.ts';
import { ANSWER_FORMATS, type AnswerFormat } from '../commands/answer-formats.ts';
import { chooseConnections } from '../commands/choose.ts';
import { isPeriod, type PeriodFlags, readCalendar } from '../commands/period.ts';
import { STATUS_FORMATS, type StatusFormat, status } from '../commands/status.ts';
import { statusAndAlert } from '../commands/status-alert.ts';
import { type VerifyOptions, verifyCommand } from '../commands/verify.ts';
import type { ConfiguredStore } from '../commands/verify-configured.ts';
import { openStore } from '../deps.ts';
import { UsageError } from '../errors.ts';
import type { Answer } from './answer.ts';
import { assertNoTerminal } from './answer-options.ts';
import { bucketPlace, publicKeysOf, surveyor } from './surveyor.ts';

export function addEvidenceCommands(program: Command, context: CliContext, answer: Answer): void {
  addStatus(program, context, answer);
  addVerify(program, context, answer);
}

function addStatus(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('status')
    .argument('[connection...]', 'names of connections; all of them when none is given')
    .description('expected and present runs, overdue runs, open conditions, and the last good evidence')
    .option(
      '--alert',
      'look again at the newest snapshots and the stores, and tell the channels what is wrong',
    )
    .option('--from <instant>', 'with --to: the calendar of a period, each slot with its record and status')
    .option('--to <instant>', 'end of the period')
    .hook('preAction', (_, asked) => assertNoTerminal(asked, context.streams.stdout.isTTY === true))
    .addOption(
      new Option(
        '--format <format>',
        'text, or metrics: in the text format of Prometheus; with a period table, csv, json or xlsx',
      ).choices([...STATUS_FORMATS, ...ANSWER_FORMATS]),
    )
    .option('--out <file>', 'with a period: write its calendar into this file')
    .option('--store <location>', 'with a period: folder or s3:// address, in place of a configuration')
    .option('--key <files...>', 'with a period: public keys to trust, as FILE or NAME=FILE')
    .action(
      answer(async (globals, connections: string[], flags: StatusFlags) => {
        const { surroundings } = context;
        const { alert: isAlerting = false, format, ...period } = flags;
        assertFormat(flags);
        const answered = ANSWER_FORMATS.find((each) => each === format);
        if (isPeriod(period, isAlerting))
          return readCalendar({ ...period, format: answered, connections }, surveyor(context, globals));
        const config = await load(context, globals);
        if (!isAlerting)
          return status({
            connections,
            config,
            surroundings,
            format: STATUS_FORMATS.find((each) => each === format),
          });
        return statusAndAlert({ ...runOptions(context, globals, config, false), connections });
      }),
    );
}

type StatusFlags = Omit<PeriodFlags, 'format'> & {
  readonly alert?: boolean;
  readonly format?: StatusFormat | AnswerFormat;
};

/** @throws UsageError where metrics are asked for together with what has none, or a file of what is no answer */
function assertFormat({ format, alert, from, out }: StatusFlags): void {
  const isAnswer = ANSWER_FORMATS.some((each) => each === format);
  if (from === undefined ? isAnswer || out !== undefined : format === 'text' && out !== undefined)
    throw new UsageError({
      message: `status: ${out === undefined ? `--format ${format}` : '--out'}: expected a period and a format of answers, got ${from === undefined ? 'no period' : '--format text'}`,
      hint: 'Give both ends, such as --from 2026-01-01 --to 2026-03-31, and table, csv, json or xlsx.',
    });
  if (format !== 'metrics' || (alert !== true && from === undefined)) return;
  throw new UsageError({
    message: 'status: --format metrics: expected neither --alert nor a period, got one of them',
    hint: 'Ask for the metrics by themselves.',
  });
}

function addVerify(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('verify')
    .argument(
      '[location]',
      'store, connection folder or snapshot folder, or its s3:// address; default: the configured store',
    )
    .description('check evidence without trusting its store; read-only; lists every failure')
    .option(
      '--key <file...>',
      'public key to trust, in PEM, as FILE or NAME=FILE for one connection alone; default: the configured one',
    )
    .option('--receipt <file...>', 'receipt kept from an earlier run')
    .option(
      '--tsa <file...>',
      "time stamping authority to trust: its root certificate, in PEM; default: the configured one's",
    )
    .option('--stamp <file...>', 'time stamp kept from an earlier run')
    .option(
      '--from <instant>',
      'check snapshots from this instant on, and say what the period lacks; the chain is checked whole',
    )
    .option('--to <instant>', 'check snapshots up to this instant, and say what the period lacks')
    .option('--quick', 'do not read the artifacts themselves')
    .option('--page <file>', 'page of the evidence: make it again and say whether every byte is the same')
    .action(
      answer(
        (
          globals,
          location: string | undefined,
          flags: Pick<VerifyOptions, 'key' | 'receipt' | 'tsa' | 'stamp' | 'from' | 'to' | 'quick' | 'page'>,
        ) =>
          verifyCommand({
            ...flags,
            location,
            cwd: context.cwd,
            now: context.surroundings.now(),
            openBucket: async (address) =>
              openStore(await bucketPlace(address, context, globals), context.env),
            openConfigured: () => configuredStores(context, globals),
            isConfigNamed: Boolean(globals.config ?? context.env['SEGMENT_EVIDENCE_CONFIG']),
          }),
      ),
    );
}

/** The connections of the configuration: where the evidence of each is, and by what it is judged. */
async function configuredStores(context: CliContext, globals: Globals): Promise<readonly ConfiguredStore[]> {
  return chooseConnections(await load(context, globals), []).map((connection) => ({
    connection: connection.name,
    store: openStore(connection, context.env),
    publicKeys: () => publicKeysOf(connection, context.env),
    authorities: () => certificatesFor(connection),
  }));
}
