/** Time stamps that openssl makes, asked for over HTTP as a run does: each outcome, with its words. */
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { askAuthority } from '../../src/anchor/authority.ts';
import { type Behaviour, startAuthority, type TestAuthority } from '../support/authority.ts';
import { withFolder } from '../support/folder.ts';
import { isWithoutOpenssl, openssl } from '../support/openssl.ts';
import { opensslAnswer, opensslHierarchy } from '../support/openssl-authority.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';

const signature = createHash('sha256').update('as good as a signature').digest();

let authority: TestAuthority | undefined;

afterEach(async () => {
  await authority?.close();
});

async function start(behaviour: Behaviour, hierarchy = opensslHierarchy('p256')): Promise<TestAuthority> {
  authority = await startAuthority({ behaviour, hierarchy, make: opensslAnswer });
  return authority;
}

function ask({ url, hierarchy }: TestAuthority, timeoutMs = 5_000) {
  const settings = {
    url: new URL(url),
    authorities: [hierarchy.root.certificate],
    newNonce: randomBytes,
    timeoutMs,
    userAgent: 'segment-evidence/test',
  };
  return askAuthority(settings, signature);
}

const messageOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'a stamp',
    (error: unknown) => String(error),
  );

describe.skipIf(isWithoutOpenssl('an authority of openssl'))('an authority of openssl', () => {
  it.each(IS_FULL ? (['p256', 'rsa'] as const) : (['p256'] as const))('stamps with %s', async (key) => {
    const tsa = await start('stamps', opensslHierarchy(key));
    const before = Date.now();

    const { answer, stamp } = await ask(tsa);

    expect(Math.abs(Date.parse(stamp.at) - before)).toBeLessThan(10_000);
    expect(stamp).toMatchObject({ authority: 'Openssl signer', serial: '01e241', accuracyMs: 1500 });
    const judged = await withFolder(async (folder) => {
      writeFileSync(join(folder, 'signature'), signature);
      writeFileSync(join(folder, 'answer.tsr'), answer);
      writeFileSync(join(folder, 'ca.pem'), tsa.caPem);
      const args = ['-verify', '-data', 'signature', '-in', 'answer.tsr', '-CAfile', 'ca.pem'];
      return openssl(folder, ['ts', ...args]).text;
    });
    expect(judged).toContain('Verification: OK');
  });

  const rows: readonly (readonly [Behaviour, string])[] = [
    ['stamps with an expired certificate', 'got Test Time Stamping, valid until '],
    [
      'stamps under another root',
      'expected a certificate that leads to a pinned one, got Test Time Stamping',
    ],
    ['stamps other bytes', 'expected a stamp over this signature, got one over other bytes'],
    ['leaves the nonce out', 'expected the random number of the query, got none'],
    ['answers rubbish', 'expected a time stamp response (RFC 3161), got something that is none'],
  ];

  it.each(everyNth(rows, 2))('that %s is told', async (behaviour, words) => {
    expect(await messageOf(ask(await start(behaviour)))).toContain(words);
  });

  it('that repeats an old answer is told', async () => {
    const tsa = await start('repeats its first answer');

    expect(await messageOf(ask(tsa))).toBe('a stamp');
    expect(await messageOf(ask(tsa))).toContain('random number of the query, got another one');
  });

  it.each<Behaviour>(['drips', 'hangs'])(
    'that %s is waited for no longer than is said',
    async (behaviour) => {
      const tsa = await start(behaviour);
      const waitMs = IS_FULL ? 5_000 : 200;
      const before = performance.now();

      const message = await messageOf(ask(tsa, waitMs));

      expect(message).toContain('expected an answer in time, got none');
      expect(performance.now() - before).toBeLessThan(waitMs + 250);
    },
  );

  it('that is down is told', async () => {
    const tsa = await start('stamps');
    await tsa.close();

    expect(await messageOf(ask(tsa))).toContain('expected a connection, got ECONNREFUSED');
  });
});
