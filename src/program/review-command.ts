/** Access reviews: review start, review import, review status. */
import type { Command } from 'commander';
import type { CliContext } from '../command-context.ts';
import type { ReviewImportFlags } from '../commands/review-import.ts';
import type { ReviewStartFlags } from '../commands/review-start.ts';
import type { ReviewStatusFlags } from '../commands/review-status.ts';
import type { Answer } from './answer.ts';
import { withPlace, withStore } from './answer-options.ts';
import { surveyor } from './surveyor.ts';

export function addReviewCommands(program: Command, context: CliContext, answer: Answer): void {
  const review = program
    .command('review')
    .description('access reviews: freeze who may do what, take decisions, prove what became of them');
  withPlace(
    review
      .command('start')
      .description('freeze who may do what as one snapshot has it, and write the rows to decide on')
      .option('--at <instant>', 'a day in UTC or an instant; default: the newest run'),
    context,
  ).action(
    answer(async (globals, flags: ReviewStartFlags) => {
      const { reviewStart } = await import('../commands/review-start.ts');
      return reviewStart(flags, surveyor(context, globals));
    }),
  );
  withStore(
    review
      .command('import')
      .argument('<review>', 'id of the review, as its cover says')
      .argument('<file>', 'the rows with their decisions, .xlsx or .csv')
      .description('take what was decided, whole or not at all')
      .option('--part', 'the file decides some of the items; the others are left to other reviewers')
      .option('--signature <file>', 'signature of the reviewer over the file; needs --reviewer-key')
      .option('--reviewer-key <file>', 'public key of the reviewer, in PEM'),
  ).action(
    answer(async (globals, reviewId: string, file: string, flags: ReviewImportFlags) => {
      const { reviewImport } = await import('../commands/review-import.ts');
      return reviewImport(reviewId, file, flags, surveyor(context, globals));
    }),
  );
  withPlace(
    review
      .command('status')
      .argument('[review]', 'id of the review; default: the newest that is begun and not finished')
      .description('tell what became of what was decided, as the runs after it show')
      .option('--reviewer-key <file...>', "reviewer's public key to trust, in PEM, as ADDRESS=FILE"),
    context,
  ).action(
    answer(async (globals, reviewId: string | undefined, flags: ReviewStatusFlags) => {
      const { reviewStatusCommand } = await import('../commands/review-status.ts');
      return reviewStatusCommand(reviewId, flags, surveyor(context, globals));
    }),
  );
}
