/**
 * `init`: writes a commented configuration, makes keys when asked, and looks whether it works. Asks on a
 * terminal; takes flags everywhere. Overwrites nothing that it was not told to.
 */
import { generateKeySync } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { LoadedConfig } from '../config/effective.ts';
import { EvidenceError, StoreError, UsageError } from '../errors.ts';
import type { CommandOutput } from './command.ts';
import { type Answers, answerProblem, assertAnswers, QUESTIONS, type Question } from './init-answers.ts';
import { keygen } from './keygen.ts';

export interface Ask {
  readonly text: (
    question: Question,
    problem: (value: string | undefined) => string | undefined,
  ) => Promise<string>;
  readonly confirm: (message: string) => Promise<boolean>;
}

export interface InitOptions {
  readonly given: Answers;
  /** Path of the configuration. Relative to `cwd`. */
  readonly file: string;
  readonly force: boolean;
  readonly makeKeys: boolean;
  readonly cwd: string;
  /** Absent where no one can be asked. */
  readonly ask?: Ask | undefined;
  readonly load: (file: string) => LoadedConfig;
  readonly test: (config: LoadedConfig) => Promise<CommandOutput>;
}

/** Returns what was written and whether it works. @throws ConfigError with all problems; UsageError */
export async function init(options: InitOptions): Promise<CommandOutput> {
  const file = resolve(options.cwd, options.file);
  const shown = relative(options.cwd, file) || file;
  if (!options.force && (await isThere(file))) throw taken(shown);
  const answers = await complete(options);
  assertAnswers(answers);
  const makesKeys = options.makeKeys || ((await options.ask?.confirm('Create the missing keys?')) ?? false);
  await write(shown, () => writeFile(file, configText(answers), { flag: options.force ? 'w' : 'wx' }));
  const keys = makesKeys ? await makeMissingKeys(answers, dirname(file)) : [];
  const tested = await options.test(options.load(file));
  const text = [
    `wrote ${shown}`,
    ...keys.map((key) => `made ${relative(options.cwd, key)}`),
    ...(keys.length === 0
      ? []
      : ['Keep both keys as long as the evidence; give the public one to your auditor.']),
    '',
    tested.text,
    '',
    'Next:  segment-evidence collect        one snapshot, now',
    '       segment-evidence schedule       keep running, and collect on schedule',
  ].join('\n');
  const json = { schema: 'segment-evidence/init/v1', config: file, keys, test: tested.json };
  return { exitCode: tested.exitCode, json, text };
}

/** Flags first; then a person who can be asked, otherwise what is usual. */
async function complete({ given, ask }: InitOptions): Promise<Answers> {
  let answers: Answers = given;
  for (const question of QUESTIONS) {
    const { key, initial, isQuiet } = question;
    if (answers[key] !== undefined || isQuiet === true) continue;
    const problem = (value: string | undefined) => answerProblem(key, value, answers);
    const answer = ask === undefined ? initial : await ask.text(question, problem);
    if (answer !== undefined) answers = { ...answers, [key]: answer };
  }
  return answers;
}

/** A line of comment above what people ask about; values quoted where YAML needs it. */
function configText(answers: Answers): string {
  const value = (key: keyof Answers) => stringify(answers[key], { lineWidth: 0 }).trimEnd();
  return `# Every setting is described in docs/configuration.md; check with: segment-evidence config validate
# Never put a secret here, only a reference to it: env:NAME, file:PATH or secretsmanager:NAME.

# Where snapshots are kept. Relative paths are relative to this file.
store: ${value('store')}

# What seals snapshots. Without it the chain cannot continue. Anyone who has it can forge evidence.
signing:
  key: ${value('signingKey')}

# Fingerprints can only be compared under the same key: keep it as long as the evidence.
fingerprintKey: ${value('fingerprintKey')}

connections:
  # The name is the folder of the evidence: a new name begins a new chain.
  - name: ${value('name')}
    region: ${value('region')}
    token: ${value('tokenRef')}
${answers.baseUrl === undefined ? '' : `    baseUrl: ${value('baseUrl')}\n`}    # When runs are due: minute, hour, day, month, weekday. What is missed is named in the evidence.
    schedule: ${value('schedule')}
    timezone: ${value('timezone')}
    # What the token is meant to be; a gap then says that it is less.
    # declaredRole: Workspace Owner
    # Day it was made, for reminders to replace it.
    # tokenIssuedAt: 2026-09-01
    # Features that the workspace does not have: otherwise their resources count as gaps.
    # features: { protocols: true, functions: false }
`;
}

async function makeMissingKeys(answers: Answers, folder: string): Promise<readonly string[]> {
  const made: string[] = [];
  const signing = filePath(answers.signingKey, folder);
  if (signing !== undefined && !(await isThere(signing))) {
    await keygen({ out: signing, cwd: folder });
    made.push(signing);
  }
  const fingerprint = filePath(answers.fingerprintKey, folder);
  if (fingerprint !== undefined && !(await isThere(fingerprint))) {
    const key = generateKeySync('hmac', { length: 256 }).export().toString('hex');
    await write(fingerprint, async () => {
      await mkdir(dirname(fingerprint), { recursive: true, mode: 0o700 });
      await writeFile(fingerprint, `hex:${key}\n`, { mode: 0o600, flag: 'wx' });
    });
    made.push(fingerprint);
  }
  return made;
}

function filePath(reference: string | undefined, folder: string): string | undefined {
  return reference?.startsWith('file:') === true
    ? resolve(folder, reference.slice('file:'.length))
    : undefined;
}

async function write(shown: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
    if (code === 'EEXIST') throw taken(shown);
    throw new StoreError({
      code: 'WRITE_FAILED',
      key: shown,
      message: `init: ${shown}: expected to write there, got ${code}`,
      hint: 'Choose a folder you may write to.',
      cause,
    });
  }
}

function taken(shown: string): UsageError {
  return new UsageError({
    message: `init: ${shown}: expected no file there, got one`,
    hint: 'Edit the one you have, name another one with --config, or overwrite it with --force.',
  });
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
