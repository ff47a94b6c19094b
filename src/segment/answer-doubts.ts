/**
 * What an answer itself says against its being all there is. Pure, and in our own words: nothing of
 * a body leaves this file.
 */
import { isObject } from '../evidence/json.ts';
import type { AnswerDoubt } from '../evidence/read-facts.ts';

type Members = Readonly<Record<string, unknown>>;

/** Returns each doubt once. `body` is the parsed body, `membersLost` how many of its members were. */
export function doubtsOf(status: number, body: Members, membersLost: number): readonly AnswerDoubt[] {
  const doubts: AnswerDoubt[] = [];
  if (status !== 200) doubts.push('other-status');
  const data = isObject(body['data']) ? body['data'] : {};
  const errors = [body['errors'], body['error'], data['errors'], data['error']];
  if (errors.some(says)) doubts.push('errors-beside-data');
  if (saysCut(body)) doubts.push('says-cut');
  if (membersLost > 0) doubts.push('members-lost');
  return doubts;
}

/** Whether a member of the body, of its data, or of what either says about itself tells that something was left out. */
function saysCut(body: Members): boolean {
  const data = isObject(body['data']) ? body['data'] : {};
  const paging = pagingOf(data);
  const hasNext = typeof paging['next'] === 'number' || says(paging['next']);
  const isTold = ([name, value]: readonly [string, unknown]) => isCut(wordOf(name), value, hasNext);
  const about = [...aboutItself(body), ...aboutItself(data)];
  if (!hasNext && about.some((members) => members !== paging && says(members['next']))) return true;
  return [body, data, ...about].some((members) => Object.entries(members).some(isTold));
}

/** Members in which an answer speaks of itself. Others are records, which may be called anything inside. */
const ABOUT_ITSELF =
  /^(?:pagination|paging|page|pageinfo|meta|metadata|info|links|cursor|cursors|result|response)$/;

function aboutItself(members: Members): readonly Members[] {
  return Object.entries(members).flatMap(([name, value]) =>
    isObject(value) && ABOUT_ITSELF.test(wordOf(name)) ? [value] : [],
  );
}

function pagingOf({ pagination }: Members): Members {
  return isObject(pagination) ? pagination : {};
}

const LONGEST_WORD = 40;

/** `has_more`, `HasMore` and `hasMore` are one word. */
function wordOf(name: string): string {
  return name.length > LONGEST_WORD ? '' : name.toLowerCase().replace(/[^a-z]/g, '');
}

const SAID_OF_A_PART = /truncated|incomplete|partial/;
const SAID_OF_MORE =
  /^(?:has|is|are|there)*(?:more|next)(?:page|pages|result|results|item|items|records|data|available|cursor|token|url|link)*$/;
const SAID_OF_THE_WHOLE = /^(?:is|has)?(?:complete|exhaustive|last|lastpage|end)$/;

/** More to come is no doubt where the answer says how to continue. */
function isCut(word: string, value: unknown, hasNext: boolean): boolean {
  if (SAID_OF_A_PART.test(word)) return says(value);
  if (hasNext || word === 'next') return false;
  return SAID_OF_MORE.test(word) ? says(value) : SAID_OF_THE_WHOLE.test(word) && denies(value);
}

/** Whether a value says yes: also `"true"`, a number of things, or a list of them. */
function says(value: unknown): boolean {
  if (typeof value === 'string') return !/^(?:|0|false|no|none|null)$/i.test(value.trim());
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return value === true || (typeof value === 'number' && value !== 0);
}

function denies(value: unknown): boolean {
  return value === false || (typeof value === 'string' && /^(?:false|no)$/i.test(value.trim()));
}
