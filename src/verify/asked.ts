/**
 * The collection log against what the certificates say was asked for, how often, and what the server said there is.
 * The log also has the attempts of an earlier run that was cut off, where what they read was taken over.
 */
import type { AskedRequest, Manifest, ResourceEntry } from '../../schemas/manifest.ts';
import type { Problem } from './failure.ts';

type Line = Readonly<Record<string, unknown>>;
type Query = Readonly<Record<string, string>>;

/** A request that somebody says was made. */
interface Template {
  readonly asked: AskedRequest;
  readonly path: RegExp;
}

/** What one list said there is, at least and at most. */
interface ToldTotals {
  least: number;
  most: number;
}

/** How many records are wanted of one of several lists in an answer: `sourcesPagination.count`. */
const STREAM_COUNT = /Pagination\.count$/;

/** Takes the log line by line. */
export class AskedCheck {
  readonly #entries: readonly ResourceEntry[];
  readonly #templates = new Map<string, Template[]>();
  readonly #met = new Set<AskedRequest>();
  readonly #requests = new Map<string, number>();
  /** By operation, then by list. */
  readonly #totals = new Map<string, Map<string, ToldTotals>>();

  constructor({ resources }: Manifest) {
    this.#entries = resources.filter(({ asked }) => asked !== undefined);
    for (const asked of this.#entries.flatMap((entry) => entry.asked ?? [])) {
      const known = this.#templates.get(asked.operationId) ?? [];
      known.push({ asked, path: patternOf(asked.path) });
      this.#templates.set(asked.operationId, known);
    }
  }

  /** Returns what is wrong with a line, in a few words. */
  line({ operationId, path, query, reportedTotal }: Line): string | undefined {
    if (this.#entries.length === 0) return undefined;
    const operation = String(operationId);
    const sent = withoutCursors(query as Query);
    this.#requests.set(operation, (this.#requests.get(operation) ?? 0) + 1);
    if (typeof reportedTotal === 'number')
      this.#noteTotal(operation, `${path} ${JSON.stringify(sent)}`, reportedTotal);
    const met =
      this.#templates.get(operation)?.filter((template) => isSentBy(template, String(path), sent)) ?? [];
    for (const { asked } of met) this.#met.add(asked);
    return met.length > 0 ? undefined : 'a request that no resource says was made';
  }

  /** Returns what the certificates say and the log does not. */
  end(): readonly Problem[] {
    return this.#entries.flatMap((entry) => [
      ...this.#unmet(entry),
      ...this.#countProblems(entry),
      ...this.#totalProblems(entry),
    ]);
  }

  #noteTotal(operation: string, list: string, total: number): void {
    const lists = this.#totals.get(operation) ?? new Map<string, ToldTotals>();
    this.#totals.set(operation, lists);
    const told = lists.get(list);
    if (told === undefined) lists.set(list, { least: total, most: total });
    else Object.assign(told, { least: Math.min(told.least, total), most: Math.max(told.most, total) });
  }

  #unmet({ name, asked = [] }: ResourceEntry): readonly Problem[] {
    return asked
      .filter((each) => !this.#met.has(each))
      .map(({ operationId, path }) => ({
        what: `find what was asked for ${JSON.stringify(name)}`,
        expected: `${operationId} ${path}, as the manifest says`,
        found: 'no such request',
      }));
  }

  #countProblems({ name, asked = [], requests }: ResourceEntry): readonly Problem[] {
    const operations = new Set(asked.map(({ operationId }) => operationId));
    const found = [...operations].reduce((sum, operation) => sum + (this.#requests.get(operation) ?? 0), 0);
    if (found === requests) return [];
    const what = `count requests for ${JSON.stringify(name)}`;
    return [{ what, expected: `${requests}, as the manifest says`, found: String(found) }];
  }

  /** A total may change while a list is read; what is said of it was said at some time. */
  #totalProblems({ name, asked = [], completeness }: ResourceEntry): readonly Problem[] {
    const operations = new Set(asked.map(({ operationId }) => operationId));
    // Of an answer that holds several lists the log tells no total.
    if (asked.some(({ query }) => Object.keys(query).some((sent) => STREAM_COUNT.test(sent)))) return [];
    // Of a resource that is read by time, the second look is at another time: until the look itself.
    const { at, events } = completeness?.secondLook ?? {};
    const isLook = (list: string) => events !== undefined && at !== undefined && list.includes(`:"${at}"`);
    const lists = [...operations]
      .flatMap((operation) => [...(this.#totals.get(operation) ?? [])])
      .flatMap(([list, told]) => (isLook(list) ? [] : [told]));
    const least = lists.reduce((sum, list) => sum + list.least, 0);
    const most = lists.reduce((sum, list) => sum + list.most, 0);
    const said = [
      ['first total', completeness?.firstTotal],
      ['last total', completeness?.lastTotal],
      ['total of the second look', completeness?.secondLook?.total],
    ] as const;
    return said
      .filter(([, total]) => total !== undefined && (total < least || total > most))
      .map(([which, total]) => ({
        what: `check ${which} of ${JSON.stringify(name)}`,
        expected: least === most ? `${least}, as the server said` : `${least} to ${most}, as the server said`,
        found: String(total),
      }));
  }
}

/** A path as it was sent: each parameter is one segment. One in which a secret stood was withheld whole. */
function patternOf(path: string): RegExp {
  const escaped = path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}/]*\}/g, '[^/]+');
  return new RegExp(`^(?:${escaped}|[^/].*)$`);
}

function withoutCursors(query: Query): Query {
  return Object.fromEntries(
    Object.entries(query).filter(([name]) => name !== 'cursor' && !name.endsWith('.cursor')),
  );
}

const WITHHELD = /^hmac-sha256:/;

function isSentBy({ asked, path: pattern }: Template, path: string, sent: Query): boolean {
  if (!pattern.test(path) || Object.keys(sent).length !== Object.keys(asked.query).length) return false;
  return Object.entries(asked.query).every(([name, value]) => {
    const found = sent[name];
    return found !== undefined && (found === value || value === `{${name}}` || WITHHELD.test(found));
  });
}
