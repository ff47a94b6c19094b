/**
 * Whose signatures count at each record of a chain. One key is in force at a time; it changes only at
 * a record that both the old and the new key have signed.
 */
import { PAYLOAD_TYPE } from '../../schemas/chain.ts';
import { isSignatureValid } from '../seal/dsse.ts';
import type { VerifyContext } from './context.ts';
import type { Envelope, EnvelopeSignature } from './envelope.ts';
import type { FailureCode, Problem } from './failure.ts';

/** The key in force along one chain. */
export class KeyInForce {
  readonly #context: VerifyContext;
  #keyId: string | undefined;

  constructor(context: VerifyContext) {
    this.#context = context;
  }

  /** The key that the last trustworthy record was signed by. */
  get keyId(): string | undefined {
    return this.#keyId;
  }

  /** Checks the signatures of the chain's next record; `rotatedFrom` is what its payload says. */
  check(envelope: Envelope, rotatedFrom: string | undefined, where: string): void {
    const report = (code: FailureCode, problem: Problem) => this.#context.findings.fail(code, where, problem);
    const { signatures, hint } = envelope;
    const isWellFormed = checkForm(signatures, hint, rotatedFrom, report);
    const areValid = signatures.map((signature) => this.#isGood(envelope, signature, report)).every(Boolean);
    const own = signatures.at(-1);
    if (own === undefined) return;
    const isInOrder = this.#follows(rotatedFrom ?? own.keyId, report);
    if (isWellFormed && areValid && isInOrder) this.#keyId = own.keyId;
  }

  /** A signature counts when its key is pinned and confirms it. With no key pinned nothing is said here. */
  #isGood(
    { payload }: Envelope,
    { keyId, signature }: EnvelopeSignature,
    report: (code: FailureCode, problem: Problem) => void,
  ): boolean {
    if (this.#context.pinned.size === 0) return true;
    const key = this.#context.pinned.get(keyId);
    if (key === undefined) {
      const pinned = [...this.#context.pinned.keys()].join(' or ');
      report('KEY_UNTRUSTED', { what: 'check signature', expected: `a pinned key: ${pinned}`, found: keyId });
      return false;
    }
    if (isSignatureValid(key, PAYLOAD_TYPE, payload, signature)) return true;
    const found = 'one that the key does not confirm';
    report('SIGNATURE_INVALID', {
      what: 'check signature',
      expected: `a signature by key ${keyId} over this payload`,
      found,
    });
    return false;
  }

  /** A key that is pinned still has no business in a chain that another key signs. */
  #follows(signer: string, report: (code: FailureCode, problem: Problem) => void): boolean {
    const isTrusted = this.#context.pinned.size === 0 || this.#context.pinned.has(signer);
    if (this.#keyId === undefined || signer === this.#keyId || !isTrusted) return isTrusted;
    report('KEY_UNTRUSTED', {
      what: 'check signing key',
      expected: `the key in force at this record, ${this.#keyId}`,
      found: signer,
    });
    return false;
  }
}

/** One signature, or old and new at a rotation: a copy of a signature must never count as a second. */
function checkForm(
  signatures: readonly EnvelopeSignature[],
  hint: string | undefined,
  rotatedFrom: string | undefined,
  report: (code: FailureCode, problem: Problem) => void,
): boolean {
  const due = rotatedFrom === undefined ? 1 : 2;
  const wrong = (what: string, expected: string, found: string) => {
    report('SIGNATURE_INVALID', { what, expected, found });
    return false;
  };
  if (signatures.length !== due) return wrong('count signatures', String(due), String(signatures.length));
  const own = signatures.at(-1)?.keyId;
  if (hint !== own) return wrong('check key hint', String(own), String(hint));
  if (rotatedFrom === undefined) return true;
  const old = signatures[0]?.keyId;
  if (old !== rotatedFrom) return wrong('check key rotation', `${rotatedFrom} signing first`, String(old));
  if (own === old) return wrong('check key rotation', 'a new key', 'the old one');
  return true;
}
