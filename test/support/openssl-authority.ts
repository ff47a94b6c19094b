/** A time stamping authority that is openssl's own: `openssl ts -reply`, with certificates from openssl or from us. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openssl } from './openssl.ts';
import type { Certified, Hierarchy } from './stamp-certificates.ts';

const CONFIGURATION = `
[tsa]
default_tsa = ours
[ours]
serial = serial
crypto_device = builtin
signer_cert = signer.pem
signer_key = signer.key
certs = chain.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1, millisecs:500
ess_cert_id_alg = sha256
`;

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-authority-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(folder: string, ...args: readonly string[]): void {
  const { status, text } = openssl(folder, args);
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${text}`);
}

/** Returns openssl's answer to a query, of now. */
export function opensslAnswer({ signer, chain }: Hierarchy, query: Buffer): Buffer {
  return inFolder((folder) => {
    const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
    write('tsa.cnf', CONFIGURATION);
    write('serial', '01E240\n');
    write('signer.pem', signer.certificate.toString());
    write('signer.key', signer.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    write('chain.pem', chain.map((certificate) => certificate.toString()).join(''));
    write('query.tsq', query);
    run(
      folder,
      'ts',
      '-reply',
      '-config',
      'tsa.cnf',
      '-section',
      'ours',
      '-queryfile',
      'query.tsq',
      '-out',
      'answer.tsr',
    );
    return readFileSync(join(folder, 'answer.tsr'));
  });
}

const KEY_OPTIONS = {
  rsa: ['-newkey', 'rsa:2048'],
  p256: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
} as const;

/** Returns a root, an authority below it and a certificate for time stamps, all made by openssl. */
export function opensslHierarchy(key: keyof typeof KEY_OPTIONS): Hierarchy {
  return inFolder((folder) => {
    const extensions = {
      between: 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n',
      signer: 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n',
    };
    const subject = (name: string) => ['-subj', `/C=NL/O=Openssl Stamps/CN=Openssl ${name}`];
    const read = (name: string): Certified => ({
      certificate: new X509Certificate(readFileSync(join(folder, `${name}.pem`))),
      privateKey: createPrivateKey(readFileSync(join(folder, `${name}.key`))),
    });
    const issue = (name: 'between' | 'signer', issuer: string) => {
      writeFileSync(join(folder, `${name}.ext`), extensions[name]);
      run(
        folder,
        'req',
        ...KEY_OPTIONS[key],
        '-nodes',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        ...subject(name),
      );
      run(
        folder,
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        `${issuer}.pem`,
        '-CAkey',
        `${issuer}.key`,
        '-CAcreateserial',
        '-extfile',
        `${name}.ext`,
        '-days',
        '365',
        '-out',
        `${name}.pem`,
      );
    };
    run(
      folder,
      'req',
      '-x509',
      ...KEY_OPTIONS[key],
      '-nodes',
      '-keyout',
      'root.key',
      '-out',
      'root.pem',
      '-days',
      '3650',
      ...subject('root'),
    );
    issue('between', 'root');
    issue('signer', 'between');
    const [root, between, signer] = [read('root'), read('between'), read('signer')];
    return { root, signer, chain: [signer.certificate, between.certificate] };
  });
}
