/**
 * Puts pseudonyms in place of people, in texts and in values of JSON. Texts that name nobody stay as they are, to the byte.
 * The same text becomes the same wherever it stands, so that what names each other still does.
 */
import { withholdAddresses } from '../evidence/addresses.ts';
import { canonical } from '../evidence/canonical.ts';
import { isObject } from '../evidence/json.ts';
import { domainOf } from '../evidence/mail-domain.ts';
import { rewriteEncoded } from './encodings.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { Found, Place, Telling } from './telling.ts';

/** Digests that are other ones now: of files that were made anew, and of what is not in the export. */
export type DigestMap = (sha256: string) => string | undefined;

/** Remembered, since most texts stand in each line of each day. */
const MOST_KNOWN = 20_000;
const LONGEST_KNOWN = 256;
/** Where pseudonyms of addresses will stand, while the rest is looked through: digits that are no characters of a word. */
const FIRST_DIGIT = 0xe000;
const MARK = /\0([\ue000-\ue009]+)\0/g;

const DIGEST = /[0-9a-f]{64}$/;

/** Members of our own documents that quote what people wrote. */
const QUOTING = new Set(['detail', 'summary', 'reason', 'waiver', 'policy']);

export class Rewriter {
  readonly #telling: Telling;
  readonly #pseudonyms: Pseudonyms;
  readonly #known = new Map<string, string>();
  /** Somebody's own domain tells of him nearly as well as his address. */
  readonly #domains: ReadonlyMap<string, string>;
  /** Known addresses that have signs in them by which addresses end in texts. */
  readonly #odd: readonly RegExp[];
  /** Records whose ids follow from what people wrote, by what results call them. */
  readonly #renamed = new Map<string, string>();
  /** How many texts were changed. */
  changed = 0;

  /** `addresses`: of people who are known. */
  constructor(telling: Telling, pseudonyms: Pseudonyms, addresses: Iterable<string> = []) {
    this.#telling = telling;
    this.#pseudonyms = pseudonyms;
    this.#odd = [...addresses]
      .map((address) => address.normalize('NFC').trim())
      .filter((address) => withholdAddresses(address, () => '') !== '')
      .map((address) => new RegExp(`(?<![\\p{L}\\p{N}])${literal(address)}(?![\\p{L}\\p{N}])`, 'giu'));
    const domains = new Set([...addresses].flatMap((address) => domainOf(address) ?? []));
    this.#domains = new Map(
      [...domains]
        .map((domain): [string, string] => [domain, pseudonyms.domain(domain)])
        .filter(([, stand]) => !stand.startsWith('company.')),
    );
  }

  /** Returns a text without people. */
  text(text: string, place: Place = 'anywhere'): string {
    if (text.length < 2) return text;
    const key = `${place} ${text}`;
    const known = this.#known.get(key);
    const written = known ?? this.#write(text, place);
    if (written !== text) this.changed += 1;
    if (known === undefined && text.length <= LONGEST_KNOWN) {
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      this.#known.set(key, written);
    }
    return written;
  }

  /** A record has another id than its text alone would get. */
  rename(subject: string, written: string): void {
    if (this.text(subject) !== written) this.#renamed.set(subject, written);
  }

  /** Returns a value without people, names of members too. A list that was in order is in order. */
  json(value: unknown, place: Place = 'anywhere', digests: DigestMap = () => undefined): unknown {
    if (typeof value === 'string') return digests(value) ?? this.text(value, place);
    if (Array.isArray(value)) return this.#list(value, place, digests);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        this.text(name),
        this.#named(name, member) ?? this.json(member, QUOTING.has(name) ? 'written' : place, digests),
      ]),
    );
  }

  /** What is told by the name of its member. */
  #named(name: string, member: unknown): string | undefined {
    if (typeof member !== 'string') return undefined;
    if (name === 'subject') return this.#renamed.get(member);
    // Of program text that is not kept: who wrote it can be guessed with all else of it known.
    return name === '$digest' ? member.replace(DIGEST, (hex) => this.#pseudonyms.digest(hex)) : undefined;
  }

  /** The order of pseudonyms says nothing; the order of what they stand for would. */
  #list(value: readonly unknown[], place: Place, digests: DigestMap): readonly unknown[] {
    const written = value.map((item) => this.json(item, place, digests));
    return reordered(value, written);
  }

  #write(text: string, place: Place): string {
    const nested = this.#nested(text, place);
    if (nested !== undefined) return nested;
    const decoded = rewriteEncoded(text, (plain) => this.#plain(plain, place));
    return this.#pseudonyms.withoutFingerprints(this.#plain(decoded, place));
  }

  /** A document within a text. */
  #nested(text: string, place: Place): string | undefined {
    if (!/^\s*[[{]/.test(text)) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      const written = this.json(value, place);
      return JSON.stringify(written) === JSON.stringify(value) ? undefined : JSON.stringify(written);
    } catch {
      return undefined;
    }
  }

  #plain(text: string, place: Place): string {
    const normal = text.normalize('NFC');
    const kept: string[] = [];
    const keep = (pseudonym: string) => `\u0000${markOf(kept.push(pseudonym) - 1)}\u0000`;
    const even = this.#odd.reduce(
      (rest, pattern) => rest.replaceAll(pattern, (address) => keep(this.#pseudonyms.address(address))),
      normal,
    );
    let left = withholdAddresses(even, (address) => {
      if (this.#pseudonyms.isAddress(address)) return address;
      const at = this.#startOfAddress(address);
      return address.slice(0, at) + keep(this.#pseudonyms.address(address.slice(at)));
    });
    if (place === 'written' && this.#domains.size > 0)
      left = left.replaceAll(
        HOST,
        (host) => this.#domains.get(host.toLowerCase().replace(/^www\./, '')) ?? host,
      );
    const found = this.#telling.find(left, place);
    if (found.length === 0 && left === normal) return text;
    for (const each of [...found].reverse())
      left = left.slice(0, each.start) + this.#pseudonymOf(each, left) + left.slice(each.end);
    return left.replaceAll(MARK, (whole, mark: string) => kept[numberOf(mark)] ?? whole);
  }

  /** An id of several parts, or a link, looks like one long address; and some addresses have the same signs in them. */
  #startOfAddress(address: string): number {
    const starts = [
      0,
      ...Array.from(address.matchAll(/[/=|{}?&!*$^#]+/g), (each) => each.index + each[0].length),
    ];
    return starts.find((at) => this.#telling.isAddress(address.slice(at))) ?? starts.at(-1) ?? 0;
  }

  #pseudonymOf({ kind, value, start, end }: Found, text: string): string {
    const spelled = text.slice(start, end);
    const pseudonym = this.#pseudonyms.of(kind, value);
    if (spelled === value.normalize('NFC')) return pseudonym;
    const own = kind === 'address' ? pseudonym.slice(0, pseudonym.lastIndexOf('@')) : pseudonym;
    return this.#pseudonyms.spelling(own, spelled);
  }
}

/** A name with dots in it that stands by itself, and at which no address is. */
const HOST = /(?<![\p{L}\p{N}_.@-])[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu;

const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const markOf = (index: number): string =>
  Array.from(String(index), (digit) => String.fromCharCode(FIRST_DIGIT + Number(digit))).join('');

const numberOf = (mark: string): number =>
  Number(Array.from(mark, (digit) => digit.charCodeAt(0) - FIRST_DIGIT).join(''));

/** Puts a list into the order of its texts again, where it was in it; results of checks by what they are about. */
function reordered(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const key = before.every((item) => isObject(item) && typeof item['subject'] === 'string')
    ? subjectKey
    : canonical;
  const keys = before.map(key);
  if (!keys.every((each, index) => index === 0 || (keys[index - 1] ?? '') <= each)) return after;
  const keyed = after.map((item) => ({ item, key: key(item) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}

/** Levels of exceptions stand one behind another, as they are written. */
const LEVELS = ['fail', 'warn', 'unknown'];

function subjectKey(item: unknown): string {
  const { level, subject } = item as { readonly level?: unknown; readonly subject: string };
  return `${LEVELS.indexOf(String(level))} ${subject}`;
}
