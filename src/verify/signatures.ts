/**
 * Whose signatures count at each record of a chain. One key is in force at a time. It changes only behind a record that it
 * signed itself and that names the next key, and it signs nothing after that one.
 */
import type { KeyObject } from 'node:crypto';
import { type ChainMembers, PAYLOAD_TYPE } from '../../schemas/chain.ts';
import { isSignatureValid } from '../seal/dsse.ts';
import { chainRecordKey } from '../store/layout.ts';
import type { VerifyContext } from './context.ts';
import type { Envelope } from './envelope.ts';
import type { FailureCode, Findings } from './failure.ts';
import type { KeyRing } from './key-ring.ts';
import {
  accuse,
  askForKey,
  type ChainPlace,
  noteNotJudged,
  type Stretch,
  UNREAD,
  withRecord,
} from './strangers.ts';

/** One record, as far as keys go. */
export interface SignedRecord {
  readonly seq: number;
  readonly envelope: Envelope;
  /** What its payload says; `undefined` when it cannot be read. */
  readonly chain: ChainMembers | undefined;
  /** Its digests and its checkpoint are those of what lies before it, as far as that is known. */
  readonly isLinked: boolean;
}

/** `counts`: a trusted key confirms it. `unknown`: its key was not given, and whether that is a fault shows later. */
export type Standing = 'counts' | 'unknown' | 'refused';

/** The key in force along one chain. */
export class KeyInForce {
  readonly #findings: Findings;
  readonly #ring: KeyRing;
  readonly #place: ChainPlace;
  #keyId: string | undefined;
  /** Whom the record before names as the next. */
  #next: string | undefined;
  /** Whether the record before is there, and its signature good. */
  #before: 'known' | 'unknown' | 'unread' = 'known';
  /** Records before this one, up to it, whose signers were not given. */
  #open: readonly Stretch[] = [];
  /** Whether the first of them follows a record that counts and names their key. */
  #isNamed = false;
  /** Records under a key that has no business here. */
  #foreign: (Stretch & { readonly isBehindUnread: boolean }) | undefined;
  /** What is said of others' records at the end, and never as if it were of the record that showed it. */
  readonly #accused: (Stretch & { readonly why: string | undefined })[] = [];
  #hasTrusted = false;
  #isUnread = false;

  constructor({ findings }: VerifyContext, ring: KeyRing, place: ChainPlace) {
    this.#findings = findings;
    this.#ring = ring;
    this.#place = place;
  }

  /** There is no record here, or none that can be read. */
  skip(isUnread: boolean): void {
    this.#before = isUnread ? 'unread' : 'unknown';
    this.#next = undefined;
    this.#isUnread ||= isUnread;
  }

  /** Checks the signature of the chain's next record, and whether its key is the one whose turn it is. */
  async check(record: SignedRecord): Promise<Standing> {
    const isWellFormed = this.#checkForm(record);
    const [own] = record.envelope.signatures;
    if (own === undefined) return this.#refuse();
    const { keyId, signature } = own;
    const key = await this.#ring.find(keyId);
    const isInTurn = this.#isInTurn(record, keyId, key);
    const isConfirmed = await this.#isConfirmed(record, keyId, signature);
    if (!isWellFormed || !isInTurn || !isConfirmed) return this.#refuse();
    this.#endForeign();
    this.#checkMembers(record, keyId);
    this.#take(record, keyId, key !== undefined);
    this.#handOver(record, keyId, key !== undefined);
    return key === undefined ? 'unknown' : 'counts';
  }

  /**
   * The chain ends. Returns its records when no trusted key signed one of them: then the chain behind it may vouch
   * for what they are. @see checkStrangers
   */
  end(): readonly Stretch[] {
    this.#endForeign();
    const isLeft = !this.#hasTrusted && !this.#isNamed;
    if (!isLeft) this.#settle();
    for (const { why, ...stretch } of this.#accused) {
      if (why === undefined) accuse(this.#place, stretch, this.#ring, this.#findings);
      else if (!this.#ring.isEmpty) askForKey(this.#place, stretch, why, this.#findings);
    }
    return isLeft && !this.#ring.isEmpty ? this.#open : [];
  }

  /** Of a record whose signature this version does not know how to judge in full: a key that handed over signs none either. */
  checkNotRetired(seq: number, { signatures: [own, ...others] }: Envelope): void {
    if (own !== undefined && others.length === 0) this.#isRetired(seq, own.keyId);
  }

  #isRetired(seq: number, signer: string): boolean {
    const retiredAt = this.#ring.retiredAt(signer);
    if (retiredAt === undefined) return false;
    const expected = `the key that ${retiredAt} names as the next; the old key signs nothing after it`;
    this.#fail('KEY_UNTRUSTED', seq, 'check signing key', expected, signer);
    return true;
  }

  #refuse(): Standing {
    this.skip(false);
    return 'refused';
  }

  #fail(code: FailureCode, seq: number, what: string, expected: string, found: string): void {
    const where = chainRecordKey(this.#place.connection, this.#place.number, seq);
    this.#findings.fail(code, where, { what, expected, found });
  }

  /** A copy of a signature must never count as a second, nor one key pass for another. */
  #checkForm({ seq, envelope: { signatures, hint } }: SignedRecord): boolean {
    const [own] = signatures;
    const isOne = signatures.length === 1;
    if (!isOne) this.#fail('SIGNATURE_INVALID', seq, 'count signatures', '1', String(signatures.length));
    const isNamed = hint === own?.keyId;
    if (isOne && !isNamed)
      this.#fail('SIGNATURE_INVALID', seq, 'check key hint', String(own?.keyId), String(hint));
    return isOne && isNamed;
  }

  /** Whether it is this key's turn. A stranger's record never takes the turn from a trusted key. */
  #isInTurn({ seq }: SignedRecord, signer: string, key: KeyObject | undefined): boolean {
    if (this.#isRetired(seq, signer)) return false;
    const due = this.#next ?? this.#keyId;
    if (due === undefined || due === signer) return true;
    const isStranger = key === undefined && !this.#ring.isEmpty;
    // Behind what cannot be read the key may have changed.
    if (this.#before !== 'known' && !isStranger) return true;
    // Strangers were there first: it is they who have to be vouched for.
    if (key !== undefined && this.#open.length > 0 && !this.#isNamed) return true;
    if (isStranger && this.#open.length === 0) this.#addForeign(signer, seq);
    else this.#fail('KEY_UNTRUSTED', seq, 'check signing key', this.#dueText(due), signer);
    return false;
  }

  #dueText(due: string): string {
    return this.#next === undefined
      ? `the key in force at this record, ${due}`
      : `the key that the record before names as the next, ${due}`;
  }

  /** Also of a key that was not given, where the store has it: that makes it no one's word, but a change shows. */
  async #isConfirmed(record: SignedRecord, keyId: string, signature: Uint8Array): Promise<boolean> {
    const key = await this.#ring.findAnywhere(keyId);
    if (key === undefined) return true;
    if (await isSignatureValid(key, PAYLOAD_TYPE, record.envelope.payload, signature)) return true;
    const expected = `a signature by key ${keyId} over this payload`;
    const found = 'one that the key does not confirm';
    this.#fail('SIGNATURE_INVALID', record.seq, 'check signature', expected, found);
    return false;
  }

  /** What a record says of the change must be what happened. */
  #checkMembers({ seq, chain }: SignedRecord, signer: string): void {
    if (chain === undefined) return;
    const { rotatedFrom, nextKey } = chain;
    const due = this.#next === undefined ? undefined : this.#keyId;
    if (this.#before === 'known' && rotatedFrom !== due) {
      const say = (keyId: string | undefined) => (keyId === undefined ? 'none' : `from ${keyId}`);
      this.#fail('CHAIN_BROKEN', seq, 'check key rotation', say(due), say(rotatedFrom));
    }
    if (nextKey === undefined) return;
    if (nextKey === signer || this.#ring.retiredAt(nextKey) !== undefined) {
      const found = nextKey === signer ? 'its own key' : 'one that signed before';
      this.#fail('KEY_UNTRUSTED', seq, 'check next key', 'a new key', found);
    }
  }

  #take({ seq, chain, isLinked }: SignedRecord, signer: string, isTrusted: boolean): void {
    if (isTrusted && this.#open.length > 0) {
      const isDue = this.#before !== 'known' || this.#next === signer;
      const isHandedOver = isDue && chain?.rotatedFrom === this.#open.at(-1)?.keyId;
      if (isHandedOver && isLinked) {
        noteNotJudged(this.#place, this.#open, { keyId: signer, seq }, this.#findings);
      } else this.#settle();
      this.#open = [];
    }
    if (!isTrusted) {
      if (this.#open.length === 0) this.#isNamed = this.#ring.isFollowed(signer);
      this.#open = withRecord(this.#open, signer, seq);
    }
    this.#hasTrusted ||= isTrusted;
    this.#keyId = signer;
    this.#before = chain === undefined ? 'unknown' : 'known';
    this.#next = undefined;
  }

  #handOver({ seq, chain }: SignedRecord, signer: string, isTrusted: boolean): void {
    const nextKey = chain?.nextKey;
    if (nextKey === undefined || nextKey === signer) return;
    this.#ring.retire(signer, `record ${seq} of chain ${this.#place.number}`);
    if (isTrusted) this.#ring.follow(nextKey);
    this.#next = nextKey;
  }

  #addForeign(keyId: string, seq: number): void {
    const foreign = this.#foreign;
    if (foreign?.keyId === keyId && foreign.last === seq - 1) this.#foreign = { ...foreign, last: seq };
    else {
      this.#endForeign();
      this.#foreign = { keyId, first: seq, last: seq, isBehindUnread: this.#before === 'unread' };
    }
  }

  #endForeign(): void {
    const foreign = this.#foreign;
    if (foreign !== undefined)
      this.#accused.push({ ...foreign, why: foreign.isBehindUnread ? UNREAD : undefined });
    this.#foreign = undefined;
  }

  /** Nobody took over from these in order. */
  #settle(): void {
    const why = this.#isNamed ? NAMED : this.#isUnread ? UNREAD : undefined;
    this.#accused.push(...this.#open.map((stretch) => ({ ...stretch, why })));
  }
}

const NAMED = 'the key before names it, and keys/ has not its public half';
