/**
 * Looks into a file while it streams by: how it is written, and what it counts to. One problem of a kind is reported once
 * , with the first line it is on and how many more; never with what stands there.
 */
import { configuration } from '../../schemas/configuration.ts';
import type { Schema } from '../../schemas/first-issues.ts';
import { type InputName, inputNames } from '../../schemas/input-entry.ts';
import { inputLines } from '../../schemas/inputs.ts';
import { collectionLogLine, recordLine, redactionLine } from '../../schemas/lines.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import type { MaybePromise } from '../crypto/port.ts';
import { isObject } from '../evidence/json.ts';
import { LineSplitter } from '../evidence/lines.ts';
import { COLLECTION_LOG_PATH, CONFIGURATION_PATH, inputPath, REDACTIONS_PATH } from '../store/layout.ts';
import { AskedCheck } from './asked.ts';
import { readCanonical } from './canonical-json.ts';
import type { Problem } from './failure.ts';
import { InputOrder, type LineRule, RecordOrder, RedactionSum } from './line-rules.ts';
import { isPlainLogLine, isPlainRecordLine } from './plain-lines.ts';
import { issuesOf, type SchemaIssue } from './schema-issues.ts';

/** What a file counts to. */
export interface ContentFacts {
  readonly lines?: number;
  /** Of a resource: different ids. Of the redactions: places. */
  readonly total?: number;
  /** Of a resource: digest of its different ids. */
  readonly idsSha256?: string;
  /** Of a JSON file: its value. */
  readonly value?: unknown;
  readonly problems: readonly Problem[];
}

export interface ContentCheck {
  push(chunk: Uint8Array): void;
  end(): MaybePromise<ContentFacts>;
}

/** By which rules the inside of a file is judged: the same bytes under the same rules count to the same. */
export type ContentRules =
  | 'records'
  | 'log'
  | 'redactions'
  | 'configuration'
  | 'lines'
  | 'json'
  | `input:${InputName}`;

/** Returns the rules for a file, by its path; `undefined` for a file whose inside has none. */
export function contentRulesFor(path: string): ContentRules | undefined {
  if (path.startsWith('data/resources/')) return 'records';
  const input = inputNames.find((name) => path === inputPath(name));
  if (input !== undefined) return `input:${input}`;
  if (path === COLLECTION_LOG_PATH) return 'log';
  if (path === REDACTIONS_PATH) return 'redactions';
  if (path === CONFIGURATION_PATH) return 'configuration';
  if (path.endsWith('.jsonl')) return 'lines';
  if (path.endsWith('.json')) return 'json';
  return undefined;
}

/** Returns a check by such rules, for the bytes of one file of a snapshot. */
export function contentCheck(rules: ContentRules, manifest: Manifest): ContentCheck {
  switch (rules) {
    case 'records':
      return new JsonLines({ schema: recordLine, isPlain: isPlainRecordLine }, new RecordOrder());
    case 'log':
      return new JsonLines({ schema: collectionLogLine, isPlain: isPlainLogLine }, new AskedCheck(manifest));
    case 'redactions':
      return new JsonLines({ schema: redactionLine }, new RedactionSum());
    case 'configuration':
      return new WholeJson(configuration);
    case 'lines':
      return new JsonLines();
    case 'json':
      return new WholeJson();
    default:
      return new JsonLines(
        { schema: inputLines[rules.slice('input:'.length) as InputName] as Schema },
        new InputOrder(),
      );
  }
}

const MOST_KINDS = 20;

interface LineFormat {
  readonly schema?: Schema;
  /** Says quickly of most lines that they fit the schema. */
  readonly isPlain?: (value: unknown) => boolean;
}

function lineIssues(
  { schema, isPlain }: LineFormat,
  value: unknown,
  characters: number,
): readonly SchemaIssue[] {
  if (schema === undefined || isPlain?.(value) === true) return [];
  return issuesOf(schema, value, characters);
}

class JsonLines implements ContentCheck {
  readonly #format: LineFormat;
  readonly #rule: LineRule | undefined;
  readonly #splitter = new LineSplitter((line) => this.#look(line));
  readonly #problems = new Map<string, { readonly line: number; count: number }>();
  #lines = 0;

  constructor(format: LineFormat = {}, rule?: LineRule) {
    this.#format = format;
    this.#rule = rule;
  }

  push(chunk: Uint8Array): void {
    this.#splitter.push(chunk);
  }

  async end(): Promise<ContentFacts> {
    if (this.#splitter.bytesBehind > 0) {
      this.#lines += 1;
      this.#add('a last line without LF');
    }
    const problems = [...this.#problems].map(([found, { line, count }]) => ({
      what: `read line ${line}${count > 1 ? ` and ${count - 1} more` : ''}`,
      expected: 'one line of the format',
      found,
      count,
    }));
    const total = this.#rule?.total?.();
    const idsSha256 = await this.#rule?.idsSha256?.();
    return {
      lines: this.#lines,
      problems: [...problems, ...(this.#rule?.end?.() ?? [])],
      ...(total === undefined ? {} : { total }),
      ...(idsSha256 === undefined ? {} : { idsSha256 }),
    };
  }

  #look(line: Buffer | undefined): void {
    this.#lines += 1;
    if (line === undefined) {
      this.#add('a line too long to be a record');
      return;
    }
    const { value, problem, text } = readCanonical(line);
    if (problem !== undefined) this.#add(problem);
    if (value === undefined) return;
    const issues = lineIssues(this.#format, value, text.length);
    for (const { found } of issues) this.#add(found);
    if (issues.length > 0 || !isObject(value)) return;
    const broken = this.#rule?.line(value, text);
    if (broken !== undefined) this.#add(broken);
  }

  #add(problem: string): void {
    // A file made to annoy could hold a new kind on each line.
    const isNewKind = this.#problems.size < MOST_KINDS || this.#problems.has(problem);
    const found = isNewKind ? problem : 'something else that is wrong';
    const known = this.#problems.get(found);
    if (known === undefined) this.#problems.set(found, { line: this.#lines, count: 1 });
    else known.count += 1;
  }
}

/** Larger ones are hashed, not looked into. */
const LARGEST_JSON_BYTES = 64 * 1024 * 1024;

class WholeJson implements ContentCheck {
  readonly #schema: Schema | undefined;
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  constructor(schema?: Schema) {
    this.#schema = schema;
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#bytes > LARGEST_JSON_BYTES) this.#chunks = [];
    else this.#chunks.push(chunk);
  }

  end(): ContentFacts {
    if (this.#bytes > LARGEST_JSON_BYTES) return { problems: [] };
    const { value, problem } = readCanonical(Buffer.concat(this.#chunks));
    if (problem !== undefined)
      return { value, problems: [{ what: 'read file', expected: 'RFC 8785', found: problem }] };
    const issues = this.#schema === undefined ? [] : issuesOf(this.#schema, value);
    return { value, problems: issues.map(({ expected, found }) => ({ what: 'read file', expected, found })) };
  }
}
