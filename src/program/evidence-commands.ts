/** Commands that read evidence: status, verify. */
import { type Command, Option } from 'commander';
import { certificatesFor } from '../authority.ts';
import { type CliContext, type Globals, load, runOptions } from '../command-context.ts';
import { chooseConnections } from '../commands/choose.ts';
import { isPeriod, type PeriodFlags, readCalendar } from '../commands/period.ts';
import { STATUS_FORMATS, type StatusFormat, status } from '../commands/status.ts';
import { statusAndAlert } from '../commands/status-alert.ts';
import { type VerifyOptions, verifyCommand } from '../commands/verify.ts';
import type { ConfiguredStore } from '../commands/verify-configured.ts';
import { openStore } from '../deps.ts';
import { UsageError } from '../errors.ts';
import type { Answer } from './answer.ts';
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
    .addOption(
      new Option('--format <format>', 'text, or metrics: in the text format of Prometheus').choices(
        STATUS_FORMATS,
      ),
    )
    .option('--store <location>', 'with a period: folder or s3:// address, in place of a configuration')
    .option('--key <files...>', 'with a period: public keys to trust, as FILE or NAME=FILE')
    .action(
      answer(async (globals, connections: string[], flags: StatusFlags) => {
        const { surroundings } = context;
        const { alert: isAlerting = false, format, ...period } = flags;
        assertFormat(flags);
        if (isPeriod(period, isAlerting))
          return readCalendar({ ...period, connections }, surveyor(context, globals));
        const config = await load(context, globals);
        if (!isAlerting) return status({ connections, config, surroundings, format });
        return statusAndAlert({ ...runOptions(context, globals, config, false), connections });
      }),
    );
}

type StatusFlags = PeriodFlags & { readonly alert?: boolean; readonly format?: StatusFormat };

/** @throws UsageError where metrics are asked for together with what has none */
function assertFormat({ format, alert, from }: StatusFlags): void {
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
    .action(
      answer(
        (
          globals,
          location: string | undefined,
          flags: Pick<VerifyOptions, 'key' | 'receipt' | 'tsa' | 'stamp' | 'from' | 'to' | 'quick'>,
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
