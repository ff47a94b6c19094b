/**
 * The secrets of one run and the end users it came across, and whether any of them stands in a text.
 * Lives in memory only; nothing in it is ever printed or stored.
 */
import { Finder, SHORTEST_NEEDLE_BYTES } from './finder.ts';
import { TextSet } from './text-set.ts';

/** Shorter text is found everywhere by chance, and is no secret worth the name. */
export const SHORTEST_SECRET_BYTES = SHORTEST_NEEDLE_BYTES;

const BACKSLASH = 0x5c;
const PERCENT = 0x25;

/** What must not stand in a text and does. */
export type Found = 'secret' | 'end-user';

/** What a value is marked as. */
export type MarkedAs = 'secret' | 'suspect' | 'identifier' | 'end-user' | 'login';

/** The secrets and end users of one run, with the spellings to look for. Never printed, never stored. */
export class SecretSet {
  /** Secrets for certain: looked for everywhere. */
  readonly #secrets = new Set<string>();
  /** What may be a secret, by its name or its look. */
  readonly #suspects = new Set<string>();
  /**
   * Ids, slugs and enumerations of this run: a search for a suspect must not take one of them for it. A suspect could be
   * taken for one by chance, once in a billion runs; a secret for certain never is.
   */
  readonly #identifiers = new TextSet();
  readonly #endUsers = new Set<string>();
  /** Of people who log in, in lower case: evidence of access names them, also where they are customers too. */
  readonly #logins = new TextSet();
  readonly #vocabulary: string;
  /** Hears of each value that is marked and was not before. */
  onMarked: ((as: MarkedAs, value: string) => void) | undefined;
  #finder: Finder | undefined;
  #endUserFinder: Finder | undefined;

  /** `vocabulary`: a text with all words of the format, which are never taken for a suspected secret. */
  constructor(vocabulary = '') {
    this.#vocabulary = vocabulary;
  }

  /** Marks a secret. Shorter than eight bytes: ignored. */
  add(secret: string): void {
    this.#mark(this.#secrets, 'secret', secret);
  }

  /** Marks what may be a secret. It is not searched for where it is an identifier of this run, or a word of the format. */
  suspect(value: string): void {
    if (this.#suspects.has(value) || this.#vocabulary.includes(value)) return;
    this.#mark(this.#suspects, 'suspect', value);
  }

  /** Marks an id that Segment made, a slug or a value of an enumeration: evidence is made of them. */
  addIdentifier(identifier: string): void {
    if (identifier.length < SHORTEST_SECRET_BYTES || !this.#identifiers.add(identifier)) return;
    this.onMarked?.('identifier', identifier);
    if (this.#suspects.has(identifier)) this.#finder = undefined;
    if (this.#endUsers.has(identifier)) this.#endUserFinder = undefined;
  }

  /** Marks an end user's identifier. Shorter than eight bytes, or a word of the format: ignored. */
  addEndUser(identifier: string): void {
    if (this.#endUsers.has(identifier) || Buffer.byteLength(identifier) < SHORTEST_SECRET_BYTES) return;
    if (this.#vocabulary.includes(identifier)) return;
    this.onMarked?.('end-user', identifier);
    this.#endUsers.add(identifier);
    this.#endUserFinder = undefined;
  }

  /** Marks an address by which someone logs in to the workspace: it is no end user's, whatever else says so. */
  addLogin(address: string): void {
    const login = address.trim().toLowerCase();
    if (!this.#logins.add(login)) return;
    this.onMarked?.('login', login);
    this.#endUserFinder = undefined;
  }

  /** Marks what another set of the same run has heard of. */
  mark(as: MarkedAs, value: string): void {
    if (as === 'secret') this.add(value);
    else if (as === 'suspect') this.suspect(value);
    else if (as === 'identifier') this.addIdentifier(value);
    else if (as === 'end-user') this.addEndUser(value);
    else this.addLogin(value);
  }

  /** Returns every secret that is searched for. */
  values(): Iterable<string> {
    const suspects = [...this.#suspects].filter((value) => !this.#identifiers.has(value));
    return new Set([...this.#secrets, ...suspects]);
  }

  /**
   * What stands in the text: a marked secret in any spelling, or an end user's identifier as a whole word, as
   * it is, in JSON or in a URL. Linear in the text's length. Bytes are taken for UTF-8.
   */
  find(text: string | Buffer): Found | undefined {
    const bytes = typeof text === 'string' ? toBytes(text) : text;
    if (this.#secrets.size + this.#suspects.size > 0) {
      this.#finder ??= new Finder([...this.values()].flatMap(spellings));
      if (this.#finder.isIn(bytes)) return 'secret';
    }
    if (this.#endUsers.size === 0) return undefined;
    this.#endUserFinder ??= new Finder(this.#foreigners().flatMap(spellingsOfWord), isWholeWord);
    return this.#endUserFinder.isIn(bytes) ? 'end-user' : undefined;
  }

  /** Whether anything stands in the text that must not. */
  isIn(text: string | Buffer): boolean {
    return this.find(text) !== undefined;
  }

  #foreigners(): readonly string[] {
    return [...this.#endUsers].filter(
      (identifier) =>
        !this.#identifiers.has(identifier) && !this.#logins.has(identifier.trim().toLowerCase()),
    );
  }

  #mark(marked: Set<string>, as: MarkedAs, value: string): void {
    if (marked.has(value) || Buffer.byteLength(value) < SHORTEST_SECRET_BYTES) return;
    marked.add(value);
    this.onMarked?.(as, value);
    this.#finder = undefined;
  }
}

/** Most texts that are looked through fit: a buffer for each would be more work than looking. */
const scratch = Buffer.allocUnsafeSlow(64 * 1024);
/** UTF-8 takes at most so many bytes for a UTF-16 code unit. */
const MOST_BYTES_A_UNIT = 3;

/** Returns a text as UTF-8; good until the next one. */
function toBytes(text: string): Buffer {
  if (text.length * MOST_BYTES_A_UNIT > scratch.length) return Buffer.from(text);
  return scratch.subarray(0, scratch.write(text, 'utf8'));
}

/** The ways in which an identifier stands in lines of evidence. */
function spellingsOfWord(identifier: string): readonly string[] {
  const urlEncoded = encodeURIComponent(identifier.toWellFormed());
  return [...new Set([identifier, JSON.stringify(identifier).slice(1, -1), urlEncoded])];
}

/** Customer 12345678 is not meant by 123456789. */
function isWholeWord(text: Buffer, start: number, end: number): boolean {
  return !isWordByte(text[end]) && (!isWordByte(text[start - 1]) || isEscaped(text, start));
}

/** What stands before is no letter but the end of `\n`, `\u0007` or `%20`. */
function isEscaped(text: Buffer, start: number): boolean {
  return text[start - 2] === BACKSLASH || text[start - 6] === BACKSLASH || text[start - 3] === PERCENT;
}

/** ASCII letters and digits, and whatever is part of a character beyond ASCII. */
function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x7a) || byte >= 0x80;
}

/** A text that holds a longer secret holds its beginning too; this much of it cannot stand there by chance. */
const LONGEST_NEEDLE = 1_024;

/** The ways in which a secret, or the beginning of a long one, is usually written down. */
export function spellings(whole: string): readonly string[] {
  // Not through the middle of a character: half of one is written as another.
  const isSplit = (whole.charCodeAt(LONGEST_NEEDLE - 1) & 0xfc00) === 0xd800;
  const secret = whole.slice(0, isSplit ? LONGEST_NEEDLE - 1 : LONGEST_NEEDLE);
  const escaped = JSON.stringify(secret).slice(1, -1);
  const bytes = Buffer.from(secret);
  const all = [
    secret,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    encodeURIComponent(secret.toWellFormed()).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encodeURI(secret.toWellFormed()),
    new URLSearchParams([['', secret]]).toString().slice(1),
    // As part of a JSON Pointer, and as part of a composed id: both are in the evidence.
    ...inBoth(secret.replaceAll('~', '~0').replaceAll('/', '~1')),
    ...inBoth(secret.replaceAll('%', '%25').replaceAll('/', '%2F')),
    ...[0, 1, 2].flatMap((shift) => base64At(bytes, shift)),
  ];
  return [...new Set(all)].filter((text) => Buffer.byteLength(text) >= SHORTEST_SECRET_BYTES);
}

/** As it is, and as it stands in JSON. */
function inBoth(text: string): readonly string[] {
  return [text, JSON.stringify(text).slice(1, -1)];
}

/** Base64 of bytes that stand `shift` bytes into a longer text: only the digits that do not depend on it. */
function base64At(bytes: Buffer, shift: number): readonly string[] {
  const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
  const firstWhole = shift === 0 ? 0 : 4;
  const lastWhole = Math.floor((padded.length * 8) / 6);
  const standard = padded.toString('base64').slice(firstWhole, lastWhole);
  return [standard, standard.replaceAll('+', '-').replaceAll('/', '_')];
}
