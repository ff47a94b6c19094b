/** `population RESOURCE`: all records of a kind at an instant, with names in place of ids, and their certificate. */
import { type Population, population } from '../answers/population.ts';
import type { SampleRequest } from '../answers/sample.ts';
import { LEAST_DUCKDB } from '../answers/statement.ts';
import { populationNames, viewOf } from '../answers/views/index.ts';
import { UsageError } from '../errors.ts';
import { snapshotPrefix } from '../store/layout.ts';
import { answerOutput, assertOutput, type OutputFlags } from './answer-output.ts';
import type { CommandOutput } from './command.ts';
import type { PlaceFlags, Surveyor } from './evidence-places.ts';
import { readPast } from './given-files.ts';
import { historyOf } from './history-of.ts';

export interface PopulationFlags extends PlaceFlags, OutputFlags {
  /** An instant, or a day in UTC: what was there at its end. */
  readonly at?: string;
  readonly connection?: string;
  /** How many rows to draw. */
  readonly sample?: string;
  readonly seed?: string;
  readonly sql?: boolean;
}

/**
 * Returns the population. Exit 4: it rests on something incomplete; 7: nothing is there.
 * @throws UsageError; UnverifiedError
 */
export async function populationCommand(
  name: string,
  flags: PopulationFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  const view = viewOf(name);
  if (view === undefined) {
    throw new UsageError({
      message: `population: expected the name of a population, got ${JSON.stringify(name)}`,
      hint: `One of: ${populationNames.join(', ')}.`,
    });
  }
  const sample = readSample(flags);
  if (flags.sql) assertStatement(flags);
  else assertOutput('population', flags);
  const at =
    flags.at === undefined
      ? undefined
      : readPast('population', '--at', flags.at, { edge: 'end', now: surveyor.now });
  const history = await historyOf('population', flags, surveyor);
  const answer = await population(history, { view, at, sample });
  return flags.sql ? statementOutput(answer) : answerOutput('population', answer, flags, surveyor.cwd);
}

function readSample({ sample, seed }: PopulationFlags): SampleRequest | undefined {
  if (sample === undefined && seed === undefined) return undefined;
  if (sample === undefined || seed === undefined) {
    throw new UsageError({
      message: `population: expected --sample and --seed together, got ${sample === undefined ? '--seed' : '--sample'} alone`,
      hint: 'Give both, such as --sample 25 --seed 20261122. With the seed anybody can draw the same sample.',
    });
  }
  const n = /^[1-9]\d{0,8}$/.test(sample) ? Number(sample) : undefined;
  if (n === undefined) {
    throw new UsageError({
      message: `population: --sample: expected a whole number above 0, got ${JSON.stringify(sample)}`,
      hint: 'Write how many rows to draw, such as --sample 25.',
    });
  }
  // What has to be typed again must be one line of text.
  if (seed === '' || /[\p{Cc}\p{Cs}]/u.test(seed)) {
    throw new UsageError({
      message: 'population: --seed: expected a text without control characters, got another',
      hint: 'Write a word or a number, such as --seed 20261122.',
    });
  }
  return { n, seed };
}

function assertStatement({ format, out }: PopulationFlags): void {
  if (format === undefined && out === undefined) return;
  throw new UsageError({
    message: `population: --sql: expected neither --format nor --out, got ${format === undefined ? '--out' : '--format'}`,
    hint: 'Leave it out: --sql prints a statement. Send it into a file with >.',
  });
}

/** The statement, with what it is of in comments: it runs as it is. */
function statementOutput(answer: Population): CommandOutput {
  const { exitCode, head, standing, statement, snapshot, certificates } = answer;
  const { resource, at, connection } = head;
  const files = certificates.flatMap(({ path, sha256 }) =>
    path === undefined ? [] : [`${path} sha256:${sha256}`],
  );
  const said = [
    standing,
    `For DuckDB ${LEAST_DUCKDB} or newer, in the folder ${snapshotPrefix(String(connection), snapshot.snapshotPath)} of the store.`,
    'Verify the evidence first, or check the files by hand: sha256sum -c manifest-sha256.txt',
    ...files,
  ];
  return {
    exitCode,
    text: [
      ...said.map((line) => `-- ${line.replaceAll(/\p{C}|\p{Zl}|\p{Zp}/gu, ' ')}`),
      statement.trimEnd(),
    ].join('\n'),
    json: {
      schema: 'segment-evidence/population-sql/v1',
      standing,
      resource,
      at,
      connection,
      snapshot,
      sql: statement,
    },
  };
}
