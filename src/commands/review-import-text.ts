/** What `review import` says: what was stored, or everything that is wrong. */
import { DECISIONS, type ReviewDecisions } from '../../schemas/review.ts';
import { countedDecisions } from '../answers/review/counted.ts';
import type { Problem } from '../answers/review/decisions.ts';
import { replacedIn } from '../answers/review/replaced.ts';
import { countsOf } from '../answers/review/status-parts.ts';
import type { StoredReview } from '../answers/review/stored.ts';
import { EXIT } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import { decisionsFile } from '../store/layout.ts';
import type { CommandOutput } from './command.ts';

const SCHEMA = 'segment-evidence/review-import/v1';

/** `review`: as it was before this. */
export function describeTaken(stored: ReviewDecisions, review: StoredReview): CommandOutput {
  const { connection, reviewId, number, identity, decisions, source } = stored;
  const counts = countsOf(decisions);
  const path = `reviews/${reviewId}/${decisionsFile(number)}`;
  const told = DECISIONS.map((word) => `${counts[word]} ${word}`).join(', ');
  const who =
    identity.kind === 'signed' ? `signed by the key ${identity.keyId}` : 'asserted: nobody signed the file';
  const imports = [...review.imports, stored];
  const { items } = review.population;
  const undecided = items.length - countedDecisions(imports).size;
  const replaced = replacedIn(imports).length - replacedIn(review.imports).length;
  return {
    exitCode: EXIT.done,
    json: {
      schema: SCHEMA,
      connection,
      reviewId,
      stored: {
        path,
        number,
        sourceSha256: source.sha256,
        identity: identity.kind,
        ...(identity.kind === 'signed' ? { keyId: identity.keyId } : {}),
      },
      counts,
      undecided,
      replaced,
      problems: [],
    },
    text: [
      `stored ${decisions.length} decisions: ${told}`,
      undecided === 0 ? 'every item is decided' : `${undecided} of ${items.length} items are not decided yet`,
      ...(replaced === 0 ? [] : [`in place of ${replaced} that were handed in before`]),
      `reviewers: ${who}`,
      path,
      `What becomes of them: segment-evidence review status ${reviewId}`,
    ].join('\n'),
  };
}

export function describeRefused({
  command,
  review: { reviewId, population },
  file,
  isPart,
  problems,
}: {
  readonly command: string;
  readonly review: StoredReview;
  readonly file: string;
  readonly isPart: boolean;
  readonly problems: readonly Problem[];
}): CommandOutput {
  const lines = problems.map(
    ({ row, message }) => `  ${row === undefined ? '' : `row ${row}: `}${printable(message)}`,
  );
  const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
  return {
    exitCode: EXIT.usage,
    json: {
      schema: SCHEMA,
      connection: population.connection,
      reviewId,
      stored: null,
      counts: null,
      undecided: null,
      replaced: null,
      problems,
    },
    text: [
      `${command}: ${file}: expected decisions that can be taken, got ${count}. Nothing was stored.`,
      ...lines,
      ...(isPart ? [] : ['Where other reviewers decide the other rows, add --part.']),
    ].join('\n'),
  };
}
