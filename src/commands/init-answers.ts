/** What is wrong with an answer that `init` was given, and with all of them together. */
import * as z from 'zod';
import type { ChannelField } from '../../schemas/channel-kinds.ts';
import { authorityAddressProblem, authorityFormProblem, isPem } from '../../schemas/config-anchors.ts';
import {
  ConnectionName,
  HostUrl,
  oneLine,
  Retention,
  SecretReference,
  Signing,
  Store,
  wholeNumber,
} from '../../schemas/config-values.ts';
import { FOLDER_HAS_NO_LOCK, homeProblem, notYetProblem } from '../config/not-yet.ts';
import { scheduleProblem, timeZoneProblem } from '../config/times.ts';
import { ConfigError, type ConfigIssue } from '../errors.ts';
import { lenderProblem, whyNotAsked } from './init-kinds.ts';
import {
  type AnswerKey,
  type Answers,
  isBucket,
  isLocked,
  NONE,
  neededReferences,
  OFFERED_CHANNELS,
  QUESTIONS,
  type Question,
  takesReference,
} from './init-questions.ts';

/** Returns what is wrong with one answer, in words that never repeat it, or undefined. */
export function answerProblem(key: AnswerKey, value: string | undefined, all: Answers): string | undefined {
  if (value !== undefined) return PROBLEMS[key](value, all);
  const question = QUESTIONS.find((each) => each.key === key);
  return question?.isOptional === true ? undefined : 'expected a value, got none';
}

type ProblemOf = (value: string, all: Answers) => string | undefined;

const reference =
  (setting: string): ProblemOf =>
  (value) =>
    said(SecretReference, value) ?? notYetProblem(setting, value);

const ofChannel =
  (field: ChannelField): ProblemOf =>
  (value, all) =>
    takesReference(all, field)
      ? said(SecretReference, value)
      : 'expected a channel that needs this as well; see --alert-channel';

const PROBLEMS: Readonly<Record<AnswerKey, ProblemOf>> = {
  type: (value) =>
    ['public-api', 'write-key'].includes(value)
      ? undefined
      : 'expected public-api or write-key, got something else',
  name: (value) => said(ConnectionName, value),
  region: (value) => (['us', 'eu'].includes(value) ? undefined : 'expected us or eu, got something else'),
  tokenRef: reference('token'),
  writeKey: reference('writeKey'),
  role: (value) => said(oneLine('a role'), value),
  store: (value) => said(Store, value) ?? notYetProblem('store', value),
  bucketOwner: (value) =>
    /^\d{12}$/.test(value) ? undefined : 'expected the 12 digits of an AWS account, got something else',
  retentionMode: (value, all) => {
    if (!isLocked({ retentionMode: value })) return undefined;
    return isBucket(all) ? said(Retention.shape.mode, value) : FOLDER_HAS_NO_LOCK;
  },
  retentionDays: (value, all) => {
    if (!isLocked(all)) return 'expected a retention as well; see --retention-mode';
    return said(Retention.shape.days, /^\d{1,6}$/.test(value) ? Number(value) : value);
  },
  schedule: (value, { timezone = 'Etc/UTC' }) =>
    scheduleProblem(value, timeZoneProblem(timezone) === undefined ? timezone : 'Etc/UTC'),
  timezone: (value) => timeZoneProblem(value),
  signingKey: (value) => said(Signing.shape.key, value) ?? notYetProblem('signing.key', value),
  fingerprintKey: reference('fingerprintKey'),
  alertChannel: (value) => said(z.enum([NONE, ...OFFERED_CHANNELS]), value),
  alertUrl: ofChannel('url'),
  alertSecret: ofChannel('secret'),
  timestampUrl: (value) => authorityAddressProblem(value),
  timestampCa: (value, { timestampUrl }) => {
    if (timestampUrl === undefined) return 'expected an authority as well; see --timestamp-url';
    return isPem(value)
      ? 'expected the path of a PEM file, got what is in one'
      : (authorityFormProblem(value) ?? homeProblem(value));
  },
  shareLimitsWith: () => undefined,
  concurrency: (value) =>
    said(wholeNumber(1, 25), Number(value)) === undefined
      ? undefined
      : 'expected a whole number from 1 to 25',
  baseUrl: (value) => said(HostUrl, value),
};

/** Ensures that all answers can be used. @throws ConfigError with every problem, by flag */
export function assertAnswers(answers: Answers, questions: readonly Question[]): void {
  const given = QUESTIONS.filter(({ key }) => answers[key] !== undefined && !isOneOf(questions, key)).map(
    ({ key, flag }) => ({ path: flag, message: whyNotAsked(key, answers) }),
  );
  const issues: ConfigIssue[] = questions.flatMap((question) => {
    const { key, flag } = question;
    const message = answerProblem(key, answers[key], answers) ?? problemBeside(question, answers);
    return message === undefined ? [] : [{ path: flag, message }];
  });
  const all = [...issues, ...given];
  if (all.length === 0) return;
  const count = all.length === 1 ? 'one problem' : `${all.length} problems`;
  throw new ConfigError({
    message: `init: expected no problem, got ${count}`,
    hint: 'Give what is missing by flags, or run init on a terminal and answer.',
    issues: all,
  });
}

const isOneOf = (questions: readonly Question[], key: AnswerKey) =>
  questions.some((question) => question.key === key);

/** What is wrong only beside what else there is. */
function problemBeside(question: Question, answers: Answers): string | undefined {
  const { key } = question;
  const value = answers[key];
  if (key === 'shareLimitsWith' && value !== undefined) return lenderProblem(value, question);
  if (value !== undefined) return undefined;
  if (key === 'retentionDays' && isLocked(answers)) return 'expected days with the mode, got none';
  if (key === 'timestampCa' && answers.timestampUrl !== undefined)
    return "expected the file with the authority's root certificate, got none";
  const field = { alertUrl: 'url', alertSecret: 'secret' }[key as string];
  return field !== undefined && neededReferences(answers).includes(field)
    ? 'expected a reference for this channel, got none'
    : undefined;
}

function said(schema: z.ZodType, value: unknown): string | undefined {
  const message = schema.safeParse(value).error?.issues[0]?.message;
  // What zod says of a choice or a number by itself is not how this program speaks.
  return message?.startsWith('expected') === false ? 'expected another value; see init --help' : message;
}
