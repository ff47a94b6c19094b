import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keygen } from '../../src/commands/keygen.ts';
import { StoreError, UsageError } from '../../src/errors.ts';
import { folderWith } from '../config/folder.ts';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('keygen', () => {
  it('writes a P-256 pair that fits together, private to the user', async () => {
    const cwd = folderWith({});

    const { json, exitCode } = await keygen({ cwd });

    const privateKey = createPrivateKey(readFileSync(join(cwd, 'keys/signing-key.pem')));
    const publicKey = createPublicKey(readFileSync(join(cwd, 'keys/signing-key.pub.pem')));
    const keyId = createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex');
    expect(exitCode).toBe(0);
    expect(json).toEqual({
      schema: 'segment-evidence/keygen/v1',
      keyId,
      privateKey: './keys/signing-key.pem',
      publicKey: './keys/signing-key.pub.pem',
    });
    expect(privateKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(verify('sha256', Buffer.from('x'), publicKey, sign('sha256', Buffer.from('x'), privateKey))).toBe(
      true,
    );
    expect(readFileSync(join(cwd, 'keys/signing-key.pem'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(readdirSync(join(cwd, 'keys')).sort()).toEqual(['signing-key.pem', 'signing-key.pub.pem']);
  });

  it('lets nobody else read the private key or look into its folder', async (context) => {
    if (process.platform === 'win32') context.skip('Windows has no such permissions');
    const cwd = folderWith({});

    await keygen({ cwd });

    expect(mode(join(cwd, 'keys'))).toBe('700');
    expect(mode(join(cwd, 'keys/signing-key.pem'))).toBe('600');
  });

  it('says what to do next: configure the key, pin it, verify with it', async () => {
    const { text, json } = await keygen({ cwd: folderWith({}), out: './k.pem' });

    expect(text).toContain(`key id       ${String(json['keyId'])}`);
    expect(text).toContain('signing: { key: "file:./k.pem" }');
    expect(text).toContain('Pin it');
    expect(text).toContain('segment-evidence verify --key ./k.pub.pem');
    // Who changes a key and configured it at once would begin a new chain.
    expect(text.indexOf('rotate-key --new file:./k.pem')).toBeGreaterThan(0);
    expect(text.indexOf('rotate-key --new')).toBeLessThan(text.indexOf('Put it in'));
  });

  it('never shows the private key', async () => {
    const cwd = folderWith({});

    const output = JSON.stringify(await keygen({ cwd }));

    const body = readFileSync(join(cwd, 'keys/signing-key.pem'), 'utf8').split('\n')[1] ?? 'missing';
    expect(output).not.toContain(body);
    expect(output).not.toContain('PRIVATE KEY');
  });

  it.each([['keys/signing-key.pem'], ['keys/signing-key.pub.pem']])('never overwrites %s', async (name) => {
    const cwd = folderWith({ [name]: 'precious' });

    const run = keygen({ cwd });

    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(`write signing key: ./${name}: expected no file there, got one`);
    expect(readFileSync(join(cwd, name), 'utf8')).toBe('precious');
    expect(readdirSync(join(cwd, 'keys'))).toHaveLength(1);
  });

  it('does not write through a link that leads nowhere', async () => {
    const cwd = folderWith({ 'keys/readme': '' });
    symlinkSync(join(cwd, 'elsewhere.pem'), join(cwd, 'keys/signing-key.pub.pem'));

    await expect(keygen({ cwd })).rejects.toThrow('expected no file there, got one');
    expect(existsSync(join(cwd, 'elsewhere.pem'))).toBe(false);
    expect(existsSync(join(cwd, 'keys/signing-key.pem'))).toBe(false);
  });

  it('two at the same time leave one whole pair', async () => {
    const cwd = folderWith({});

    const results = await Promise.allSettled([keygen({ cwd }), keygen({ cwd }), keygen({ cwd })]);

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const publicOf = (name: string) => createPublicKey(readFileSync(join(cwd, 'keys', name)));
    expect(publicOf('signing-key.pem').equals(publicOf('signing-key.pub.pem'))).toBe(true);
    expect(readdirSync(join(cwd, 'keys'))).toHaveLength(2);
  });

  it.each([
    ['./keys/', 'expected the path of a file, got a folder'],
    ['', 'expected the path of a file, got a folder'],
    ['./a.pub.pem', 'expected a name for the private key, got one for a public key'],
  ])('refuses %j as a path', async (out, message) => {
    await expect(keygen({ cwd: folderWith({}), out })).rejects.toThrow(message);
  });

  it('a place that cannot be written to is a failure of the store, and leaves nothing', async () => {
    const cwd = folderWith({ keys: 'a file, not a folder' });

    const run = keygen({ cwd });

    await expect(run).rejects.toThrow(StoreError);
    await expect(run).rejects.toMatchObject({ code: 'WRITE_FAILED', exitCode: 5 });
  });

  it('openssl signs and verifies with it', async (context) => {
    const cwd = folderWith({ message: 'evidence' });
    await keygen({ cwd });
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd, encoding: 'utf8' });
    try {
      openssl('version');
    } catch {
      context.skip('openssl is not installed here');
    }

    writeFileSync(join(cwd, 'sig'), '');
    openssl('dgst', '-sha256', '-sign', 'keys/signing-key.pem', '-out', 'sig', 'message');

    expect(
      openssl('dgst', '-sha256', '-verify', 'keys/signing-key.pub.pem', '-signature', 'sig', 'message'),
    ).toContain('Verified OK');
  });
});
