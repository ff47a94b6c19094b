/** The command `report`. */
import type { Command } from 'commander';
import type { CliContext } from '../command-context.ts';
import type { ReportFlags } from '../commands/report.ts';
import { UsageError } from '../errors.ts';
import type { Answer } from './answer.ts';
import { withStore } from './answer-options.ts';
import { surveyor } from './surveyor.ts';

interface AskedReport extends ReportFlags {
  readonly serve?: string | true;
  readonly auditor?: boolean;
}

const auditorAlone = () =>
  new UsageError({
    message: 'report: --auditor: expected --serve with it, got none',
    hint: 'Serve the pages: --serve --auditor --from … --to …; or write them: report --out.',
  });

const servedSite = () =>
  new UsageError({
    message: 'report: --site: expected pages to write, got --serve',
    hint: 'Write the site: --site --out FOLDER; it opens from the disk. Or serve one connection, without --site.',
  });

export function addReportCommand(program: Command, context: CliContext, answer: Answer): void {
  withStore(
    program
      .command('report')
      .argument(
        '[snapshot]',
        'a record’s number, CHAIN/NUMBER, a snapshot’s path or a day; default: the newest',
      )
      .description(
        'write the page of a snapshot or of a period, or a site of all connections: HTML files, made from sealed evidence alone',
      ),
  )
    .option('--from <day>', 'the page of a period: its first day or instant, in UTC')
    .option('--to <day>', 'its last day or instant')
    .option('--receipt <file...>', 'with a period: receipts kept from earlier runs')
    .option(
      '--tsa <file...>',
      "with a period: time stamping authorities to trust; default: the configured one's",
    )
    .option('--stamp <file...>', 'with a period: time stamps kept from earlier runs')
    .option('--site', 'the pages of all connections; default: of the last 90 days')
    .option('--serve [port]', 'serve pages on this machine alone, by a link that opens once, until Ctrl-C')
    .option('--auditor', 'with --serve: read only, and nothing outside --from and --to')
    .option('--out <folder>', 'write it into this folder; default: the present one')
    .action(
      answer(async (globals, snapshot: string | undefined, { serve, auditor, ...flags }: AskedReport) => {
        if (serve !== undefined && flags.site === true) throw servedSite();
        if (serve !== undefined) {
          const { serveReview } = await import('../commands/serve.ts');
          const { surroundings, print } = context;
          const served = { serve, ...(auditor === undefined ? {} : { auditor }), ...flags };
          return serveReview(snapshot, served, { surveyor: surveyor(context, globals), surroundings, print });
        }
        if (auditor === true) throw auditorAlone();
        const { reportCommand } = await import('../commands/report.ts');
        return reportCommand(snapshot, flags, surveyor(context, globals));
      }),
    );
}
