/**
 * Which environment a source is of: as its labels say, else as its name says. A name tells by whole words only, and words
 * that mean other things too, such as live, tell only at an end of it. What nothing tells of is not known, and is neither
 * production nor anything else.
 */
import * as z from 'zod';
import { listAt, textAt } from '../../evidence/records/fields.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';
import { wordsOf } from './words.ts';

export type Environment = 'production' | 'staging' | 'development';

const words = (list: readonly string[]) => z.array(z.string()).default([...list]);

const TOKENS = {
  prod: ['prod', 'prd', 'production', 'live'],
  staging: ['stage', 'stg', 'staging', 'uat', 'qa', 'preprod', 'preproduction', 'nonprod', 'nonproduction'],
  dev: ['dev', 'development', 'test', 'testing', 'sandbox', 'local'],
};

/** Parameters of every check that asks for the environment of a source. */
export const environmentShape = {
  environmentLabelKeys: words(['environment', 'env']).describe(
    'Words in the key of a label that mark it as naming an environment, such as env in app_env.',
  ),
  envTokens: z
    .strictObject({
      prod: words(TOKENS.prod).describe('Words for production.'),
      staging: words(TOKENS.staging).describe('Words for staging.'),
      dev: words(TOKENS.dev).describe('Words for development.'),
    })
    .default(TOKENS)
    .describe('Whole words in the value of a label, or in a name, that tell which environment it is.'),
};

/** Returns the parameters that a check was asked with; where it was asked none, the usual ones. */
export const environmentParams = (given: Readonly<Record<string, unknown>>): EnvironmentParams =>
  z.object(environmentShape).parse(given);

export interface EnvironmentParams {
  readonly environmentLabelKeys: readonly string[];
  readonly envTokens: Readonly<Record<'prod' | 'staging' | 'dev', readonly string[]>>;
}

const ENVIRONMENT_OF = { prod: 'production', staging: 'staging', dev: 'development' } as const;

/** In a name these often mean something else: live chat, an A/B test. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['live', 'test', 'testing', 'local', 'stage']);

/** Words that turn the next one into its opposite. */
const TURNS: ReadonlySet<string> = new Set(['pre', 'non', 'not']);

/** What a name tells. `isSure`: by a word that means nothing else. */
export interface Told {
  readonly environment: Environment;
  readonly isSure: boolean;
}

/** Returns the environment that a source is of; undefined where nobody can tell. */
export function environmentOf(data: unknown, params: EnvironmentParams): Environment | undefined {
  return labelledEnvironment(data, params) ?? namedEnvironment(data, params)?.environment;
}

/** Returns the environment of the labels; undefined where they name none, or several. */
export function labelledEnvironment(data: unknown, params: EnvironmentParams): Environment | undefined {
  const keys = new Set(params.environmentLabelKeys.map((key) => key.toLowerCase()));
  const told = (listAt(data, 'labels') ?? [])
    .filter((label) => {
      const key = textAt(label, 'key') ?? '';
      return keys.has(key.toLowerCase()) || wordsOf(key).some((word) => keys.has(word));
    })
    .flatMap((label) => joinTurned(wordsOf(textAt(label, 'value') ?? '')))
    .flatMap((word) => environmentOfWord(word, params) ?? []);
  return onlyOne(told);
}

/** Returns the environment that the name tells, or where it tells none the slug. */
export function namedEnvironment(data: unknown, params: EnvironmentParams): Told | undefined {
  return tellsOf(textAt(data, 'name') ?? '', params) ?? tellsOf(textAt(data, 'slug') ?? '', params);
}

/** Returns the environment that a text tells; undefined where it tells none, or several. */
export function tellsOf(text: string, params: EnvironmentParams): Told | undefined {
  const found = joinTurned(wordsOf(text));
  const sure = found
    .filter((word) => !AMBIGUOUS.has(word))
    .flatMap((word) => environmentOfWord(word, params) ?? []);
  const ends = [found[0], found.at(-1)].flatMap((word) => environmentOfWord(word ?? '', params) ?? []);
  const environment = onlyOne(sure.length > 0 ? sure : ends);
  return environment && { environment, isSure: sure.length > 0 };
}

/** Returns a name without the words that tell an environment: sources of one product have it in common. */
export function familyOf(text: string, params: EnvironmentParams): string {
  return joinTurned(wordsOf(text))
    .filter((word) => environmentOfWord(word, params) === undefined)
    .join(' ');
}

/** Reads the environment of every source; those that nobody can tell of are not in it. */
export async function readEnvironments(
  run: Pick<RecordReader, 'records'>,
  params: EnvironmentParams,
): Promise<ReadonlyMap<string, Environment>> {
  const known = new Map<string, Environment>();
  for await (const { id, data } of run.records('sources')) {
    const environment = environmentOf(data, params);
    if (environment !== undefined) known.set(id, environment);
  }
  return known;
}

function joinTurned(list: readonly string[]): readonly string[] {
  return list.flatMap((word, index) => {
    if (TURNS.has(word) && index + 1 < list.length) return [];
    const before = list[index - 1];
    return [before !== undefined && TURNS.has(before) ? `${before}${word}` : word];
  });
}

function environmentOfWord(word: string, { envTokens }: EnvironmentParams): Environment | undefined {
  // The second of several, such as uat2, is one too.
  const bare = word.replace(/\p{N}+$/u, '');
  const kind = (['prod', 'staging', 'dev'] as const).find((each) =>
    envTokens[each].some((token) => token.toLowerCase() === word || token.toLowerCase() === bare),
  );
  return kind && ENVIRONMENT_OF[kind];
}

function onlyOne(found: readonly Environment[]): Environment | undefined {
  return new Set(found).size === 1 ? found[0] : undefined;
}
