/** A part of an answer that is small enough to be read, and where the next one begins. */
import { UsageError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import { plainJson } from './plain.ts';
import type { ToolAnswer } from './tool.ts';

/** Characters of the rows of one page. */
export const MOST_CHARACTERS = 24_000;

export interface Page {
  readonly rows: readonly unknown[];
  /** Of all pages together. */
  readonly total: number;
  readonly next?: string;
}

/** Returns a page of the answer to a question. Goes through all rows, which are counted, and holds only those of the page. */
export async function pageOf(
  { rows, snapshot }: ToolAnswer,
  limit: number,
  cursor: string | undefined,
  question: unknown = '',
): Promise<Page> {
  // Where to go on in one list is nowhere in another: rows would be passed over.
  const digest = sha256(`${snapshot?.sha256 ?? ''} ${JSON.stringify(question)}`);
  const start = cursor === undefined ? 0 : startOf(cursor, digest);
  const kept: unknown[] = [];
  let [total, characters, isFull] = [0, 0, false];
  for await (const row of rows()) {
    if (total >= start && !isFull) {
      const fitting = shortened(row);
      characters += fitting.characters;
      isFull = kept.length >= limit || (kept.length > 0 && characters > MOST_CHARACTERS);
      if (!isFull) kept.push(fitting.row);
    }
    total += 1;
  }
  const end = start + kept.length;
  return { rows: kept, total, ...(end < total ? { next: cursorAt(end, digest) } : {}) };
}

/** A row that is longer than a page says so and what is in it, in place of itself. */
function shortened(row: unknown): { readonly row: unknown; readonly characters: number } {
  const { length } = plainJson(row);
  if (length <= MOST_CHARACTERS) return { row, characters: length };
  const members = row !== null && typeof row === 'object' ? row : {};
  const id = 'id' in members && typeof members.id === 'string' ? { id: begin(members.id) } : {};
  const short = { ...id, tooLong: length, members: Object.keys(members).slice(0, 50).map(begin) };
  return { row: short, characters: plainJson(short).length };
}

const begin = (text: string) => text.slice(0, 200);

function cursorAt(offset: number, digest: string): string {
  return Buffer.from(`${offset}.${digest}`).toString('base64url');
}

/** @throws UsageError for one that is none, and for one of another snapshot */
function startOf(cursor: string, digest: string): number {
  const [offset = '', of] = Buffer.from(cursor, 'base64url').toString('utf8').split('.');
  if (!/^\d{1,9}$/.test(offset) || of === undefined) {
    throw new UsageError({
      message: 'read page: expected a cursor that was given, got something else',
      hint: 'Ask without a cursor for the first page.',
    });
  }
  if (of !== digest) {
    throw new UsageError({
      message: 'read page: expected a cursor of this question and this snapshot, got one of another',
      hint: 'Ask again from the first page, and name the instant in `at`.',
    });
  }
  return Number(offset);
}
