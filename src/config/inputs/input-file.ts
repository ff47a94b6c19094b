/** A file of the company's own, opened when a run reads it; and what is wrong with one, before anything runs. */
import { createHash } from 'node:crypto';
import { ConfigError, type ConfigIssue } from '../../errors.ts';
import type { InputReading, InputSource } from '../../evidence/input-source.ts';
import type { ConfiguredInput } from '../effective.ts';
import { formatIssue, MOST_LISTED } from '../issues.ts';
import { readTextFile } from '../read-file.ts';
import { readRecords } from './records.ts';
import type { RowProblem } from './rows.ts';

/** As much as a store hands out whole: a million people are some 40 MiB. */
export const MOST_MIB = 64;

/** Returns a file as a run reads it. */
export function openInput(input: ConfiguredInput): InputSource {
  return { name: input.name, read: async () => readInput(input) };
}

function readInput({ name, path, shown, asOf, place }: ConfiguredInput): InputReading {
  const file = readTextFile(path, shown, MOST_MIB);
  if ('issue' in file)
    return {
      kind: 'unread',
      isMissing: file.isMissing,
      why: formatIssue({ ...file.issue, path: place.path }),
    };
  return {
    kind: 'read',
    asOf: asOf ?? file.modifiedAt.toISOString().slice(0, 10),
    asOfFrom: asOf === undefined ? 'file-time' : 'configuration',
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
    async *records() {
      for await (const each of readRecords(name, file.text))
        yield each.kind === 'record'
          ? each
          : { kind: 'problem', why: formatIssue(issueOf(each, shown, place.path)) };
    },
  };
}

const issueOf = ({ line, column, message }: RowProblem, file: string, path: string): ConfigIssue => ({
  file,
  line,
  column,
  path,
  message,
});

/** Reads all files, and keeps nothing. @throws ConfigError with all that is wrong with any of them */
export async function assertInputs(inputs: readonly ConfiguredInput[]): Promise<void> {
  const issues: ConfigIssue[] = [];
  for (const { name, path, shown, place } of inputs) {
    const file = readTextFile(path, shown, MOST_MIB);
    // Where nothing can be read, what is to be mended is the configuration.
    if ('issue' in file && file.issue.line === undefined)
      issues.push({ ...place, message: `${shown}: ${file.issue.message}` });
    else if ('issue' in file) issues.push({ ...file.issue, path: place.path });
    else
      for await (const each of readRecords(name, file.text)) {
        if (each.kind === 'problem') issues.push(issueOf(each, shown, place.path));
        if (issues.length >= MOST_LISTED) break;
      }
  }
  if (issues.length === 0) return;
  const problems = issues.length === 1 ? 'one problem' : `${issues.length} problems`;
  const most = issues.length >= MOST_LISTED ? `${issues.length} problems at least` : problems;
  throw new ConfigError({
    message: `read files of policy.files: expected no problem, got ${most}`,
    hint: 'Correct what is listed, and check again with segment-evidence config validate.',
    issues,
  });
}
