/** An answer as the command line gives it: in which format, and into which file. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Answer } from '../answers/answer.ts';
import { StoreError, UsageError } from '../errors.ts';
import { toCsv } from '../report/export/csv.ts';
import { toJson } from '../report/export/json.ts';
import { toNarrowTable } from '../report/export/narrow-table.ts';
import { toTextTable } from '../report/export/text-table.ts';
import { toXlsx } from '../report/export/xlsx.ts';
import { ANSWER_FORMATS, type AnswerFormat } from './answer-formats.ts';
import type { CommandOutput } from './command.ts';
import { assertReplaceable } from './replaceable.ts';

export interface OutputFlags {
  readonly format?: AnswerFormat | undefined;
  /** A file to write; its ending says the format, where none is named. */
  readonly out?: string | undefined;
}

type Renderer = (answer: Answer) => AsyncIterable<string | Uint8Array>;

const RENDERERS: Readonly<Record<AnswerFormat, Renderer>> = {
  table: toTextTable,
  csv: toCsv,
  json: toJson,
  xlsx: toXlsx,
};

/** Returns an answer for stdout, or written into a file that is named, with its digest. @throws StoreError WRITE_FAILED */
export async function answerOutput(
  command: string,
  answer: Answer,
  { format, out }: OutputFlags,
  cwd: string,
): Promise<CommandOutput> {
  const chosen = format ?? formatOf(out);
  const nothing = { json: answer.head, text: '' };
  const json = () => toJson(answer);
  if (out === undefined) {
    const whole = () => RENDERERS[chosen](answer);
    // Somebody reads it: what has no room on a screen is for who asks for it.
    const streamed = {
      json,
      text: chosen === 'table' ? () => toNarrowTable(answer) : whole,
      verboseText: whole,
    };
    return { exitCode: answer.exitCode, ...nothing, streamed };
  }
  const sha256 = await writeOut(command, out, RENDERERS[chosen](answer), cwd);
  const text = `${answer.standing}\n\n${out}\nsha256:${sha256}\n`;
  const told = async function* () {
    yield text;
  };
  return { exitCode: answer.exitCode, ...nothing, streamed: { json, text: told } };
}

/** Throws for a flag that cannot be, before anything is read. @throws UsageError */
export function assertOutput(command: string, { format, out }: OutputFlags): void {
  if (out === undefined || format !== undefined) return;
  if (formatOf(out) !== 'table' || /\.(txt|text)$/i.test(out)) return;
  throw new UsageError({
    message: `${command}: --out ${out}: expected an ending that says the format, got ${extname(out) || 'none'}`,
    hint: 'Name the format too: --format csv.',
  });
}

function formatOf(out: string | undefined): AnswerFormat {
  const ending = extname(out ?? '')
    .slice(1)
    .toLowerCase();
  return ANSWER_FORMATS.find((format) => format === ending) ?? 'table';
}

/** Returns the hex SHA-256 of what it wrote: a file is there whole or not at all. @throws StoreError WRITE_FAILED; UsageError */
export async function writeOut(
  command: string,
  out: string,
  chunks: AsyncIterable<string | Uint8Array>,
  cwd: string,
): Promise<string> {
  const file = resolve(cwd, out);
  const hash = createHash('sha256');
  const hashed = async function* () {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  // Nobody else's: two of us may write the same answer.
  const unfinished = `${file}.${process.pid}.unfinished`;
  await assertReplaceable(command, file);
  try {
    await pipeline(Readable.from(hashed()), createWriteStream(unfinished, { flags: 'wx' }));
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true });
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new StoreError({
      code: 'WRITE_FAILED',
      key: file,
      message: `${command}: --out ${file}: expected to write it, got ${'code' in cause ? cause.code : cause.message}`,
      hint: 'Name a file in a folder that is there and that this user may write to.',
      cause,
    });
  }
  return hash.digest('hex');
}
