/** Which of its questions `init` puts for each type of connection, and why it takes no other answer. */
import { type AnswerKey, type Answers, QUESTIONS, type Question } from './init-questions.ts';

/** What only a connection that reads evidence has. */
const OF_READERS: readonly AnswerKey[] = [
  ...(['tokenRef', 'role', 'schedule', 'timezone'] as const),
  ...(['store', 'bucketOwner', 'retentionMode', 'retentionDays'] as const),
  ...(['signingKey', 'fingerprintKey', 'timestampUrl', 'timestampCa'] as const),
];

/** The answer that leaves a connection its own limits; no connection can have this name. */
export const OWN_LIMITS = 'no other';

/** Decides what else is asked. */
export const TYPE_QUESTION: readonly Question[] = QUESTIONS.filter(({ key }) => key === 'type');

export const isSender = ({ type }: Answers) => type === 'write-key';

/** Returns what a connection of its own type, in a file of its own, is asked. */
export function questionsFor(answers: Answers): readonly Question[] {
  const isSending = isSender(answers);
  return QUESTIONS.filter(({ key }) => (isSending ? !OF_READERS.includes(key) : key !== 'writeKey'))
    .filter(({ key }) => key !== 'shareLimitsWith')
    .map((question) => (isSending && question.key === 'name' ? nameOfSender(question) : question));
}

/**
 * Returns what `--add` asks: what is of one connection. Another connection usually has another secret.
 * `lenders`: connections whose limits it may share.
 */
export function questionsForAdded(answers: Answers, lenders: readonly string[]): readonly Question[] {
  const shares = QUESTIONS.filter(({ key }) => key === 'shareLimitsWith').map((question) => ({
    ...question,
    choices: [OWN_LIMITS, ...lenders],
  }));
  return [...questionsFor(answers), ...shares]
    .filter(({ isOfWhole }) => isOfWhole !== true)
    .map((question) => {
      if (question.key === 'tokenRef')
        return { ...question, initialFor: ({ name }) => variable('SEGMENT_TOKEN', name) };
      if (question.key === 'writeKey')
        return { ...question, initialFor: ({ name }) => variable('SEGMENT_WRITE_KEY', name) };
      return question;
    });
}

/** Returns why an answer has no place among the questions that are put. */
export function whyNotAsked(key: AnswerKey, answers: Answers): string {
  if (key === 'writeKey')
    return 'expected --type write-key with it: a connection that reads evidence has a token';
  if (isSender(answers) && OF_READERS.includes(key)) {
    return key === 'tokenRef'
      ? 'expected --write-key in its place: a write-key connection has no token'
      : 'expected none: a write-key connection reads nothing and stores nothing';
  }
  if (key === 'shareLimitsWith') return 'expected --add with it: there is no other connection in a new file';
  return 'expected no setting of the whole with --add; edit the file';
}

/** Returns why limits cannot be shared with the connection that is named. */
export function lenderProblem(value: string, { choices = [] }: Question): string | undefined {
  if (value !== OWN_LIMITS && choices.includes(value)) return undefined;
  return 'expected a connection of the file that shares limits with no other, got something else';
}

function nameOfSender(question: Question): Question {
  return { ...question, ask: 'Name of the connection; canary is told it' };
}

function variable(prefix: string, name = ''): string {
  return `env:${prefix}_${name.toUpperCase().replaceAll('-', '_')}`;
}
