/**
 * What stands in a pseudonymised export in place of people: keyed fingerprints under a key that was made for this export
 * alone, so that nobody can link two exports by them, or try guesses. An address keeps what kind of domain it is at.
 */
import { createHmac } from 'node:crypto';
import { normaliseEmail } from '../evidence/addresses.ts';
import { createFingerprinter, type Fingerprinter } from '../evidence/fingerprint.ts';
import { domainOf, isWithin } from '../evidence/mail-domain.ts';
import type { PersonKind } from './known-people.ts';

/** What may be said of a domain. `unknown`: nobody named domains of the company. */
export type DomainClass = 'company' | 'free-mail' | 'other' | 'unknown';

/** How domains are told apart: as the company's policy names them. */
export interface DomainPolicy {
  readonly approved: readonly string[];
  readonly consumer: readonly string[];
}

export interface Pseudonym {
  readonly kind: PersonKind;
  readonly value: string;
  readonly pseudonym: string;
}

/** Top domain that is nobody's, and never will be (RFC 2606). */
const NOBODYS = 'invalid';

/** `hmac-sha256:9f2c1a07:Qm9iIGlzIG5vdCBoZXJlIQ`, wherever it stands. */
const FINGERPRINT = /hmac-sha256:([0-9a-f]{8}):([\w-]{22})/g;

/** `?9f2c1a07d3e44b10`: of a record that has no id, from the digest of what is in it. */
const CONTENT_ID = /\?[0-9a-f]{16}(?![0-9a-f])/g;

export class Pseudonyms {
  readonly #key: Uint8Array;
  readonly #fingerprints: Fingerprinter;
  readonly #policy: DomainPolicy;
  /** Of spellings of one address that are told apart: they stay apart. */
  readonly #spellings = new Map<string, number>();
  readonly #made = new Map<string, Pseudonym>();
  readonly #ends = new Set<string>();

  /** `spelled`: addresses that tell records apart. */
  constructor(key: Uint8Array, policy: DomainPolicy, spelled: Iterable<string> = []) {
    this.#key = key;
    this.#fingerprints = createFingerprinter(key);
    this.#policy = policy;
    const seen = new Map<string, number>();
    for (const address of spelled) {
      const mailbox = normaliseEmail(address);
      const before = seen.get(mailbox) ?? 0;
      seen.set(mailbox, before + 1);
      if (before > 0) this.#spellings.set(address, before + 1);
    }
  }

  /** Key id in each of them. */
  get keyId(): string {
    return this.#fingerprints.keyId;
  }

  /** All that were given, each once. */
  get made(): readonly Pseudonym[] {
    return [...this.#made.values()];
  }

  of(kind: PersonKind, value: string): string {
    if (kind === 'address') return this.address(value);
    const context = kind === 'id' ? 'segment/user-id' : 'segment/person-name';
    return this.#keep(kind, value, this.#fingerprints.of(context, value));
  }

  address(address: string): string {
    const nth = this.#spellings.get(address);
    const spelling = nth === undefined ? '' : `+${nth}`;
    const own = this.#fingerprints.of('email', normaliseEmail(address));
    return this.#keep('address', address, `${own}${spelling}@${this.domain(domainOf(address))}`);
  }

  /** Whether it is what an address became here, without what stands before it in each: `22 characters@other.invalid`. */
  isAddress(text: string): boolean {
    return this.#ends.has(text);
  }

  /** What a domain is called: by its kind. */
  domain(domain: string | undefined): string {
    return `${this.classOf(domain)}.${NOBODYS}`;
  }

  /** A name in another spelling than the one that is known: told apart from it, and seen to be of it. */
  spelling(pseudonym: string, text: string): string {
    return `${pseudonym}~${this.#mac('spelling', text, 'base64url').slice(0, 6)}`;
  }

  classOf(domain: string | undefined): DomainClass {
    const { approved, consumer } = this.#policy;
    if (domain !== undefined && isWithin(domain, approved)) return 'company';
    if (domain !== undefined && isWithin(domain, consumer)) return 'free-mail';
    return approved.length === 0 ? 'unknown' : 'other';
  }

  /** Fingerprints of the company's own key are the same in each of its exports: they get others here. */
  withoutFingerprints(text: string): string {
    const own = text.replaceAll(CONTENT_ID, (id) => `?${this.#mac('content-id', id, 'hex').slice(0, 16)}`);
    if (!own.includes('hmac-sha256:')) return own;
    return own.replaceAll(FINGERPRINT, (whole, keyId: string) =>
      keyId === this.keyId
        ? whole
        : `hmac-sha256:${this.fingerprintKeyId(keyId)}:${this.#mac('fingerprint', whole, 'base64url').slice(0, 22)}`,
    );
  }

  fingerprintKeyId(keyId: string): string {
    return this.#mac('fingerprint-key-id', keyId, 'hex').slice(0, 8);
  }

  /** A digest of bytes that are not in the export: with the bytes' own, guesses at what is in them could be tried. */
  digest(sha256: string): string {
    return this.#mac('digest', sha256, 'hex');
  }

  /** The log of a chain that was made anew is another one. */
  logId(logId: string): string {
    return this.#mac('log-id', logId, 'hex').slice(0, 32);
  }

  #mac(context: string, text: string, encoding: 'hex' | 'base64url'): string {
    return createHmac('sha256', this.#key)
      .update(`segment-evidence/pseudonymised/${context}`)
      .update('\0')
      .update(text)
      .digest(encoding);
  }

  #keep(kind: PersonKind, value: string, pseudonym: string): string {
    this.#made.set(`${kind} ${value}`, { kind, value, pseudonym });
    if (kind === 'address') this.#ends.add(pseudonym.slice(pseudonym.lastIndexOf(':') + 1));
    return pseudonym;
  }
}
