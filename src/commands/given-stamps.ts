/** Time stamps, and certificates of authorities, that are given on the command line of what only reads evidence. */
import type { X509Certificate } from 'node:crypto';
import { readCertificates } from '../anchor/certificates.ts';
import { stampBytes } from '../anchor/kept.ts';
import { UsageError } from '../errors.ts';
import type { GivenStamp } from '../verify/given-stamps.ts';
import { readGiven, readGivenBytes } from './given-files.ts';

/** Returns the certificates in the files of `--tsa`. @throws UsageError */
export async function readAuthorities(
  command: string,
  files: readonly string[],
  cwd: string,
): Promise<readonly X509Certificate[]> {
  const read = files.map(async (file) => {
    const pem = await readGiven(command, '--tsa', file, cwd);
    try {
      return readCertificates(pem);
    } catch {
      const found = /PRIVATE KEY/.test(pem) ? 'a private key' : 'something else';
      throw new UsageError({
        message: `${command}: --tsa ${file}: expected certificates of a time stamping authority in PEM, got ${found}`,
        hint: 'Name the root certificate that you got from the authority itself. To convert one: openssl x509 -inform DER -in FILE',
      });
    }
  });
  return (await Promise.all(read)).flat();
}

/** A stamp has some thousand bytes; what is larger than this is no message that one was kept in. */
const MOST_BYTES = 4_194_304;

/** Returns the time stamps in the files of `--stamp`. @throws UsageError */
export async function readStamps(
  command: string,
  files: readonly string[],
  cwd: string,
): Promise<readonly GivenStamp[]> {
  return Promise.all(
    files.map(async (where) => {
      const kept = await readGivenBytes(command, '--stamp', where, cwd);
      const bytes = kept.length > MOST_BYTES ? undefined : stampBytes(kept);
      if (bytes !== undefined) return { where, bytes };
      throw new UsageError({
        message: `${command}: --stamp ${where}: expected a time stamp, got something else`,
        hint: 'Name a file of anchors/ (*.tsr), or its bytes in base64.',
      });
    }),
  );
}
