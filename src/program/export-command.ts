/** The command `export`. */
import { type Command, Option } from 'commander';
import type { CliContext } from '../command-context.ts';
import type { ExportFlags } from '../commands/export.ts';
import { EXPORT_FORMATS } from '../commands/export-formats.ts';
import { OSCAL_VERSIONS } from '../report/export/oscal.ts';
import type { Answer } from './answer.ts';
import { withStore } from './answer-options.ts';
import { surveyor } from './surveyor.ts';

export function addExportCommand(program: Command, context: CliContext, answer: Answer): void {
  withStore(
    program
      .command('export')
      .argument('[connection]', 'which connection, where there are several')
      .description('write a period as one file that checks itself, or what checks answered as a document')
      .option('--from <instant>', 'start of a period: a day in UTC or an instant')
      .option('--to <instant>', 'end of a period: a day in UTC or an instant'),
  )
    .addOption(
      new Option('--format <format>', 'bag: all evidence of a period; else what checks answered').choices(
        EXPORT_FORMATS,
      ),
    )
    .addOption(
      new Option('--oscal-version <version>', 'which OSCAL').choices(OSCAL_VERSIONS).default('1.1.3'),
    )
    .option(
      '--out <file>',
      'write it into this file; default: a bag into one named after its period, all else is printed',
    )
    .option('--pseudonymise', 'a bag in which fingerprints stand in place of people: derived, and it says so')
    .option('--crosswalk <file>', 'with it: a new file that says who stands behind each pseudonym')
    .action(
      answer(async (globals, name: string | undefined, flags: ExportFlags) => {
        const { exportCommand } = await import('../commands/export.ts');
        return exportCommand(name, { ...flags, ...globals }, surveyor(context, globals));
      }),
    );
}
