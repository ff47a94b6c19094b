/** What is asked of evidence, one question for each code of a failure, and what a report answers. */
import type { FailureCode, VerifyFailure } from '../verify/failure.ts';
import type { VerifyReport } from '../verify/report.ts';

export type Standing = 'holds' | 'fails' | 'not-judged';

export interface RuleVerdict {
  readonly codes: readonly FailureCode[];
  readonly question: string;
  readonly standing: Standing;
  /** Why it is not judged; how often it fails. */
  readonly detail: string;
}

interface Rule {
  readonly codes: readonly FailureCode[];
  readonly question: string;
}

const RULES: readonly Rule[] = [
  {
    codes: ['SIGNATURE_INVALID'],
    question: 'Every record carries one right signature over exactly its bytes.',
  },
  {
    codes: ['KEY_UNTRUSTED'],
    question: 'Each was signed by a key that you gave, or by one that such a key named as its next.',
  },
  { codes: ['CHAIN_BROKEN'], question: 'No record is missing, replaced or out of order.' },
  { codes: ['MANIFEST_MISSING', 'ARTIFACT_MISSING'], question: 'Every file that a record lists is there.' },
  { codes: ['ARTIFACT_UNLISTED'], question: 'No snapshot holds a file that its record does not list.' },
  { codes: ['DIGEST_MISMATCH'], question: 'Every file has exactly the bytes that were signed.' },
  {
    codes: ['CONTENT_INVALID'],
    question: 'What was signed follows the format and does not contradict itself.',
  },
  {
    codes: ['TRUNCATED', 'REWRITTEN'],
    question: 'The evidence is what your receipts and the receipts beside it were given for.',
  },
  {
    codes: ['STAMP_INVALID'],
    question: 'Every time stamp is of its record, by the authority that you gave.',
  },
  { codes: ['NOT_WRITE_ONCE'], question: 'Nothing was written over or deleted in the store.' },
  {
    codes: ['UNREADABLE', 'NOTHING_THERE', 'FORMAT_UNKNOWN', 'KEY_NOT_PINNED'],
    question:
      'All of it is there to be judged: a key, files that can be read, a format that this page knows.',
  },
];

/** Without them nothing, or not all, was looked at. */
const WITHHOLDING: readonly FailureCode[] = ['UNREADABLE', 'NOTHING_THERE', 'FORMAT_UNKNOWN'];
const OF_KEYS: readonly FailureCode[] = ['SIGNATURE_INVALID', 'KEY_UNTRUSTED'];

/** What an auditor gave, beside a key. */
export interface Asked {
  readonly isStampJudged: boolean;
  /** A receipt, or a stamp, that was kept elsewhere. */
  readonly isKeptElsewhere: boolean;
}

/** Returns what a report says to each question. What was not looked at is never said to hold. */
export function rulesOf(report: VerifyReport, asked: Asked): readonly RuleVerdict[] {
  return RULES.map((rule) => ({ ...rule, ...verdictOf(rule, report, asked) }));
}

function verdictOf(
  { codes }: Rule,
  { failures, connections }: VerifyReport,
  { isStampJudged, isKeptElsewhere }: Asked,
): Pick<RuleVerdict, 'standing' | 'detail'> {
  const own = failures.filter(({ code }) => codes.includes(code));
  if (own.length > 0) return { standing: 'fails', detail: counted(own) };
  const is = (code: FailureCode) => codes.includes(code);
  if (is('NOT_WRITE_ONCE')) return unknown('a folder remembers no earlier versions; a bucket does');
  if (is('KEY_NOT_PINNED')) return { standing: 'holds', detail: '' };
  if (connections.length === 0) return unknown('no evidence was found');
  if (failures.some(({ code }) => code === 'KEY_NOT_PINNED') && codes.some((code) => OF_KEYS.includes(code)))
    return unknown('no key was given for all of it');
  if (is('TRUNCATED') && !isKeptElsewhere)
    return unknown('no receipt was given: without one, nothing shows that the end was cut off');
  if (is('STAMP_INVALID') && !isStampJudged) return unknown('no certificate of an authority was given');
  const isPartly = failures.some(({ code }) => WITHHOLDING.includes(code));
  return isPartly ? unknown('not all of it could be looked at') : { standing: 'holds', detail: '' };
}

const unknown = (detail: string) => ({ standing: 'not-judged', detail }) as const;

function counted(failures: readonly VerifyFailure[]): string {
  return failures.length === 1 ? '1 failure' : `${failures.length} failures`;
}
