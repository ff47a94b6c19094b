/**
 * `signing.previousKeys`: files with the public keys that signed before. They are no secrets, so they are read with the
 * configuration, and one that cannot be used is told before anything runs.
 */
import { isAbsolute, resolve } from 'node:path';
import { isRecord } from '../../schemas/config-rules.ts';
import { readPublicKey } from '../crypto/node.ts';
import type { ConfigIssue } from '../errors.ts';
import { keyIdOf } from '../seal/dsse.ts';
import type { ConfigDocument, Path } from './document.ts';
import type { PreviousKey } from './effective.ts';
import { homeProblem } from './not-yet.ts';
import { readConfigText } from './read-file.ts';
import { type ConnectionSource, fileOrigin, ownValue } from './settings.ts';

/** Where the list stands that goes with a connection's signing key: where `signing` itself stands. */
export interface WrittenKeys {
  readonly document: ConfigDocument;
  /** Of the list. */
  readonly path: Path;
  readonly files: readonly unknown[];
}

/** Returns the list for a connection; `undefined` where there is none. A connection's own `signing` replaces all of it. */
export function writtenKeys(source: ConnectionSource, main: ConfigDocument): WrittenKeys | undefined {
  const isOwn = isRecord(source.value['signing']);
  const document = isOwn ? source.document : main;
  const path = [...(isOwn ? source.path : []), 'signing', 'previousKeys'];
  const files = ownValue(document.value, path);
  return Array.isArray(files) ? { document, path, files } : undefined;
}

/** Returns what is wrong with the keys of a connection; of several connections in the same words. */
export function previousKeyIssues(source: ConnectionSource, main: ConfigDocument): readonly ConfigIssue[] {
  const written = writtenKeys(source, main);
  return (written?.files ?? []).flatMap((file, index) => {
    // What is no text is the schema's to tell.
    const read = typeof file === 'string' ? readKeyFile(file, written?.document.folder ?? '') : undefined;
    if (read === undefined || !('problem' in read) || written === undefined) return [];
    return [{ ...written.document.placeOf([...written.path, index]), message: read.problem }];
  });
}

/** Returns the keys of a connection, and where they are written. @throws Error when they were not checked before */
export function resolvePreviousKeys(source: ConnectionSource, main: ConfigDocument) {
  const written = writtenKeys(source, main);
  if (written === undefined) return { previousKeys: [], origin: { kind: 'default' } as const };
  const previousKeys = written.files.map((file): PreviousKey => {
    const read = readKeyFile(String(file), written.document.folder);
    if (!('problem' in read)) return read;
    throw new Error(`resolve previous keys: expected a file that was checked, got one that ${read.problem}`);
  });
  return { previousKeys, origin: fileOrigin(written.document, written.path) };
}

const REFERENCE = /^(?:file|env|secretsmanager|kms):/;

function readKeyFile(file: string, folder: string): PreviousKey | { readonly problem: string } {
  const home = homeProblem(file);
  if (home !== undefined) return { problem: home };
  if (REFERENCE.test(file) && !isAbsolute(file)) {
    return {
      problem: 'expected the path of a file alone: a public key is no secret; write ./keys/2025.pub.pem',
    };
  }
  const path = resolve(folder, file);
  const read = readConfigText(path, path);
  if ('issue' in read) return { problem: `the public key in it: ${read.issue.message}` };
  if (/PRIVATE KEY/.test(read.text)) {
    return { problem: 'expected a public key, got a private one; name the file that ends in .pub.pem' };
  }
  try {
    const key = readPublicKey(read.text);
    const pem = String(key.export({ type: 'spki', format: 'pem' }));
    return { file: path, keyId: keyIdOf(key), pem };
  } catch {
    return { problem: 'expected an ECDSA P-256 public key in PEM, got something else; name a *.pub.pem' };
  }
}
