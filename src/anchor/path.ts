/** Whether a certificate leads to a pinned one, by certificates that were good at the time of the stamp. */
import type { X509Certificate } from 'node:crypto';
import { fieldsOf } from '../crypto/certificate-fields.ts';
import { StampFault } from '../crypto/der.ts';
import { isIssuedBy, readCertificate } from '../crypto/here.ts';
import { ANY_PURPOSE, TIME_STAMPING } from '../crypto/object-identifiers.ts';

/** Returns the certificates that can be read. One that cannot may be there for somebody else. */
export function readableOf(certificates: readonly Buffer[]): readonly X509Certificate[] {
  return certificates.flatMap((der) => {
    try {
      return [readCertificate(der)];
    } catch {
      return [];
    }
  });
}

/** Returns a name that can be printed: the common name, else the whole subject. */
export function nameOf({ subject }: X509Certificate): string {
  const name = /^CN=(.+)$/m.exec(subject ?? '')?.[1] ?? (subject ?? '').split('\n').join(', ');
  return name.replaceAll(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 200);
}

export const validToOf = ({ validTo }: X509Certificate) => new Date(validTo);

interface Step {
  readonly certificate: X509Certificate;
  /** Authorities between it and the signer's certificate, itself among them. */
  readonly authorities: number;
}

/**
 * Goes from the signer's certificate upwards, nearest first, each certificate once, until a pinned one is reached.
 * The pinned ones have to be good at that time too.
 * @throws StampFault with what is wrong on the way
 */
export async function checkPath(
  signer: X509Certificate,
  {
    others,
    pinned,
    at,
  }: {
    readonly others: readonly X509Certificate[];
    readonly pinned: readonly X509Certificate[];
    readonly at: Date;
  },
): Promise<void> {
  checkValidity(signer, at);
  const isPinned = ({ raw }: X509Certificate) => pinned.some((one) => one.raw.equals(raw));
  const left = new Set([...pinned, ...others].filter(({ raw }) => !raw.equals(signer.raw)));
  const steps: Step[] = [{ certificate: signer, authorities: 0 }];
  let fault: StampFault | undefined;
  for (const { certificate, authorities } of steps) {
    if (isPinned(certificate)) return;
    for (const issuer of left) {
      if (!(await isIssuedBy(certificate, issuer))) continue;
      const step = { certificate: issuer, authorities: authorities + 1 };
      left.delete(issuer);
      const problem = problemOf(step, at);
      if (problem === undefined) steps.push(step);
      else fault ??= problem;
    }
  }
  throw (
    fault ?? new StampFault('a certificate that leads to a pinned one', `${nameOf(signer)}, which does not`)
  );
}

/** Returns why a certificate may not have issued the one below it. */
function problemOf({ certificate, authorities }: Step, at: Date): StampFault | undefined {
  try {
    checkValidity(certificate, at);
    const { purposes, pathLength, isBeyondUs } = fieldsOf(certificate);
    const isForStamps = purposes?.ids.some((id) => id === TIME_STAMPING || id === ANY_PURPOSE) ?? true;
    const isDeepEnough = pathLength === undefined || authorities - 1 <= pathLength;
    if (certificate.ca && isForStamps && isDeepEnough && !isBeyondUs) return undefined;
    return new StampFault('an authority that may issue such certificates', nameOf(certificate));
  } catch (error) {
    if (error instanceof StampFault) return error;
    throw error;
  }
}

function checkValidity(certificate: X509Certificate, at: Date): void {
  const from = new Date(certificate.validFrom);
  const to = validToOf(certificate);
  if (from.getTime() <= at.getTime() && at.getTime() <= to.getTime() + SECOND_MS) return;
  const found = at < from ? `valid from ${iso(from)}` : `valid until ${iso(to)}`;
  throw new StampFault(`a certificate that was valid at ${iso(at)}`, `${nameOf(certificate)}, ${found}`);
}

/** The last second counts whole. */
const SECOND_MS = 999;
const iso = (at: Date) => (Number.isNaN(at.getTime()) ? 'an unreadable time' : at.toISOString());
