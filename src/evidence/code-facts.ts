/**
 * What may be said of a program or a query without keeping any of it: its digest and length, the hosts that it names,
 * what a search for secrets found, and of a query whether it takes every column. Pure.
 */
import type { CodeFacts } from '../../schemas/stored.ts';
import { sha256 } from './canonical.ts';
import { hostsNamedIn } from './hosts-in-code.ts';
import { scanForSecrets } from './secret-scan.ts';
import { selectsAll } from './sql-columns.ts';

/** No program of a workspace is as long; of a longer one only digest and length are said. */
const LONGEST_READ = 1_000_000;

interface CodeReading {
  readonly facts: CodeFacts;
  /** Secrets that were found in it, to be searched for elsewhere. */
  readonly found: readonly string[];
}

/** Returns what is said of a text in one of the languages. */
export function readCode(text: string, language: 'program' | 'query'): CodeReading {
  const size = {
    $bytes: Buffer.byteLength(text),
    $digest: `sha256:${sha256(text)}`,
    $type: 'string',
  } as const;
  if (text.length > LONGEST_READ) return { facts: size, found: [] };
  const { counts, found } = scanForSecrets(text);
  const takesAll = language === 'query' ? selectsAll(text) : undefined;
  const facts = {
    ...size,
    $hosts: [...hostsNamedIn(text)],
    $secrets: counts,
    ...(takesAll === undefined ? {} : { $selectsAll: takesAll }),
  };
  return { facts, found };
}
