/**
 * `init`: writes a commented configuration, makes the keys, keeps them out of git, and tests whether it works.
 * `--add` puts one more connection into the file. Asks on a terminal; takes flags everywhere. Overwrites
 * nothing that it was not told to.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { LoadedConfig } from '../config/effective.ts';
import { EXIT, UsageError } from '../errors.ts';
import type { CommandOutput } from './command.ts';
import { withConnection } from './init-add.ts';
import { answerProblem, assertAnswers } from './init-answers.ts';
import { ignoreSecrets, isThere, makeMissingKeys, taken, writing } from './init-files.ts';
import { isSender, OWN_LIMITS, questionsFor, questionsForAdded, TYPE_QUESTION } from './init-kinds.ts';
import { nextSteps } from './init-next.ts';
import type { Answers, Question } from './init-questions.ts';
import { configText } from './init-text.ts';

/** A question as it is put: with what is usual, if anything is. */
export type Asked = Pick<Question, 'ask' | 'choices' | 'hintOf' | 'initial'>;

export interface Ask {
  readonly text: (
    question: Asked,
    problem: (value: string | undefined) => string | undefined,
  ) => Promise<string>;
  readonly confirm: (message: string) => Promise<boolean>;
}

export interface InitOptions {
  readonly given: Answers;
  /** Path of the configuration. Relative to `cwd`. */
  readonly file: string;
  readonly force: boolean;
  /** Whether to add a connection to a configuration that is there. */
  readonly add: boolean;
  /** Undefined: yes, unless somebody can be asked and says no. */
  readonly makeKeys: boolean | undefined;
  readonly cwd: string;
  /** What to type before a subcommand. */
  readonly typed: string;
  /** Absent where nobody can be asked. */
  readonly ask?: Ask | undefined;
  readonly load: (file: string) => Promise<LoadedConfig>;
  readonly test: (config: LoadedConfig, connections: readonly string[]) => Promise<CommandOutput>;
}

/** Returns what was written and whether it works. @throws ConfigError with all problems; UsageError */
export async function init(options: InitOptions): Promise<CommandOutput> {
  return options.add ? addConnection(options) : writeConfiguration(options);
}

async function writeConfiguration(options: InitOptions): Promise<CommandOutput> {
  const { file, shown } = placeOf(options);
  if (!options.force && (await isThere(file))) throw taken(shown);
  const answers = await answersTo(options, questionsFor);
  const makeKeys = await isToMakeKeys(options, answers);
  await writing(shown, () => writeUsable(options, file, configText(answers), options.force ? 'w' : 'wx'));
  const keys = makeKeys ? await makeMissingKeys(answers, dirname(file)) : [];
  const ignored = await ignoreSecrets(answers, dirname(file));
  const lines = [
    `wrote ${shown}`,
    ...keys.map((key) => `made ${relative(options.cwd, key)}`),
    ...(ignored === undefined
      ? []
      : [`wrote ${relative(options.cwd, ignored)}, so that git leaves out the secrets`]),
    ...(keys.length === 0
      ? []
      : ['Keep both keys as long as the evidence; give the public one to your auditor.']),
  ];
  return outcome(options, { file, keys, lines, connections: [], answers });
}

async function isToMakeKeys({ makeKeys, ask }: InitOptions, answers: Answers): Promise<boolean> {
  if (isSender(answers)) return false;
  return makeKeys ?? (await ask?.confirm('Create the missing keys?')) ?? true;
}

async function addConnection(options: InitOptions): Promise<CommandOutput> {
  const { file, shown } = placeOf(options);
  if (options.force) throw notTogether();
  const { connections, senders } = await options.load(file);
  const existing = [...connections, ...senders];
  const lenders = existing.filter(({ shareLimitsWith }) => shareLimitsWith === undefined);
  const names = lenders.map((each) => each.name);
  const answers = await answersTo(options, (given) => questionsForAdded(given, names));
  const { name = '' } = answers;
  if (existing.some((each) => each.name === name)) throw nameTaken(name, shown);
  await writing(shown, async () => {
    await writeUsable(options, file, withConnection(await readFile(file, 'utf8'), answers), 'w');
  });
  await ignoreSecrets(answers, dirname(file));
  const lines = [`added ${name} to ${shown}`];
  return outcome(options, { file, keys: [], lines, connections: [name], answers });
}

/** Writes a configuration, and puts back what was there when it cannot be used as it is. @throws ConfigError */
async function writeUsable({ load }: InitOptions, file: string, text: string, flag: 'w' | 'wx') {
  const before = flag === 'w' ? await readFile(file).catch(() => undefined) : undefined;
  await writeFile(file, text, { flag });
  try {
    await load(file);
  } catch (error) {
    if (before === undefined) await rm(file);
    else await writeFile(file, before);
    throw error;
  }
}

interface Written {
  readonly file: string;
  readonly keys: readonly string[];
  readonly lines: readonly string[];
  /** Whom to test; all when empty. */
  readonly connections: readonly string[];
  readonly answers: Answers;
}

/** Tests what was written, and says what comes next: collecting only where it would work. */
async function outcome(
  { load, test, typed }: InitOptions,
  { file, keys, lines, connections, answers }: Written,
): Promise<CommandOutput> {
  const tested = await test(await load(file), connections);
  const next = nextSteps(typed, answers, tested.exitCode === EXIT.done);
  const json = { schema: 'segment-evidence/init/v1', config: file, keys, test: tested.json };
  return { exitCode: tested.exitCode, json, text: [...lines, '', tested.text, '', ...next].join('\n') };
}

/** The type first, since it decides what else there is to know. @throws ConfigError with all problems */
async function answersTo(
  options: InitOptions,
  questionsOf: (answers: Answers) => readonly Question[],
): Promise<Answers> {
  const given = await complete(options, TYPE_QUESTION);
  if (isSender(given) && options.makeKeys === true) throw noKeys();
  const questions = questionsOf(given);
  const answers = await complete({ ...options, given }, questions);
  assertAnswers(answers, questions);
  return answers;
}

const LEFT_OUT = ['', OWN_LIMITS];

/** Flags first; then whoever can be asked, else what is usual. */
async function complete({ given, ask }: InitOptions, questions: readonly Question[]): Promise<Answers> {
  let answers: Answers = given;
  for (const question of questions) {
    const { key, isOptional = false, isAsked, initialFor } = question;
    if (answers[key] !== undefined) continue;
    const initial = initialFor === undefined ? question.initial : initialFor(answers);
    const isPut = ask !== undefined && (isAsked?.(answers) ?? true);
    const problem = (value: string | undefined) => answerProblem(key, value, answers);
    const asked: Asked = { ...question, ...(initial === undefined ? {} : { initial }) };
    const answer = isPut ? await ask.text(asked, problem) : isOptional ? undefined : initial;
    if (answer !== undefined && !LEFT_OUT.includes(answer)) answers = { ...answers, [key]: answer };
  }
  return answers;
}

function placeOf({ cwd, file: path }: InitOptions): { readonly file: string; readonly shown: string } {
  const file = resolve(cwd, path);
  return { file, shown: relative(cwd, file) || file };
}

function noKeys(): UsageError {
  return new UsageError({
    message: 'init: --make-keys: expected none with a write-key connection, which signs nothing, got it',
    hint: 'Leave out --make-keys.',
  });
}

function notTogether(): UsageError {
  return new UsageError({
    message: 'init: --add: expected no --force with it, got both',
    hint: 'Use --add to keep what is in the file, or --force to replace it.',
  });
}

function nameTaken(name: string, shown: string): UsageError {
  return new UsageError({
    message: `init: --name ${name}: expected a name that is new in ${shown}, got one that is there`,
    hint: 'Choose another name: it names the folder of the evidence.',
  });
}
