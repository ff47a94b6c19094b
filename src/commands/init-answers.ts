/** What `init` has to know, where each answer may come from, and what is wrong with one. */
import type { z } from 'zod';
import { ConnectionName, HostUrl, SecretReference, Signing, Store } from '../../schemas/config-values.ts';
import { notYetProblem } from '../config/not-yet.ts';
import { scheduleProblem, timeZoneProblem } from '../config/times.ts';
import { ConfigError, type ConfigIssue } from '../errors.ts';

/** One setting that `init` writes; `initial` is what stands there when no one says otherwise. */
export interface Question {
  readonly key: AnswerKey;
  readonly flag: string;
  readonly ask: string;
  readonly initial?: string;
  readonly choices?: readonly string[];
  /** Not asked; by flag alone. */
  readonly isQuiet?: boolean;
}

export type AnswerKey =
  | 'name'
  | 'region'
  | 'tokenRef'
  | 'store'
  | 'schedule'
  | 'timezone'
  | 'signingKey'
  | 'fingerprintKey'
  | 'baseUrl';
export type Answers = Readonly<Partial<Record<AnswerKey, string>>>;

export const QUESTIONS: readonly Question[] = [
  { key: 'name', flag: '--name', ask: 'Name of the connection; it names the evidence folder' },
  { key: 'region', flag: '--region', ask: 'Region of the workspace', choices: ['us', 'eu'] },
  {
    key: 'tokenRef',
    flag: '--token-ref',
    ask: 'Where the Public API token is kept: env:NAME, file:PATH or secretsmanager:NAME. Never the token',
    initial: 'env:SEGMENT_TOKEN',
  },
  {
    key: 'store',
    flag: '--store',
    ask: 'Where the evidence is kept: a folder, or s3://BUCKET/PREFIX',
    initial: './evidence',
  },
  { key: 'schedule', flag: '--schedule', ask: 'When to collect, as a cron expression', initial: '0 3 * * *' },
  { key: 'timezone', flag: '--timezone', ask: 'Time zone of the schedule', initial: 'Etc/UTC' },
  {
    key: 'signingKey',
    flag: '--signing-key',
    ask: 'Key that seals snapshots: file:PATH, or kms:ARN',
    initial: 'file:./keys/signing-key.pem',
  },
  {
    key: 'fingerprintKey',
    flag: '--fingerprint-key',
    ask: 'Key of the fingerprints, 32 bytes or more: file:PATH, env:NAME or secretsmanager:NAME',
    initial: 'file:./keys/fingerprint-key.txt',
  },
  { key: 'baseUrl', flag: '--base-url', ask: "Another host than Segment's", isQuiet: true },
];

/** Returns what is wrong with one answer, in words that never repeat it, or undefined. */
export function answerProblem(key: AnswerKey, value: string | undefined, all: Answers): string | undefined {
  if (value === undefined) return key === 'baseUrl' ? undefined : 'expected a value, got none';
  switch (key) {
    case 'name':
      return said(ConnectionName, value);
    case 'region':
      return ['us', 'eu'].includes(value) ? undefined : 'expected us or eu, got something else';
    case 'tokenRef':
      return said(SecretReference, value) ?? notYetProblem('token', value);
    case 'store':
      return said(Store, value) ?? notYetProblem('store', value);
    case 'schedule': {
      const timezone = all.timezone ?? 'Etc/UTC';
      return scheduleProblem(value, timeZoneProblem(timezone) === undefined ? timezone : 'Etc/UTC');
    }
    case 'timezone':
      return timeZoneProblem(value);
    case 'signingKey':
      return said(Signing.shape.key, value) ?? notYetProblem('signing.key', value);
    case 'fingerprintKey':
      return said(SecretReference, value) ?? notYetProblem('fingerprintKey', value);
    case 'baseUrl':
      return said(HostUrl, value);
  }
}

/** Ensures that all answers can be used. @throws ConfigError with every problem, by flag */
export function assertAnswers(answers: Answers): void {
  const issues: ConfigIssue[] = QUESTIONS.flatMap(({ key, flag }) => {
    const message = answerProblem(key, answers[key], answers);
    return message === undefined ? [] : [{ path: flag, message }];
  });
  if (issues.length === 0) return;
  const count = issues.length === 1 ? 'one problem' : `${issues.length} problems`;
  throw new ConfigError({
    message: `init: expected no problem, got ${count}`,
    hint: 'Give what is missing by flags, or run init on a terminal and answer.',
    issues,
  });
}

function said(schema: z.ZodType, value: string): string | undefined {
  return schema.safeParse(value).error?.issues[0]?.message;
}
