/** Asking an authority: what comes of each thing that it may do, and in what time. */
import { describe, expect, it } from 'vitest';
import { openAuthority } from '../../src/anchor/authority.ts';
import { timestampQuery } from '../../src/anchor/query.ts';
import { AnchorError } from '../../src/errors.ts';
import { startAuthority } from '../support/authority.ts';

describe('the authority of tests', () => {
  it('answers a query, and is gone when it is closed', async () => {
    const authority = await startAuthority();
    const { hierarchy, queries, url } = authority;
    const query = timestampQuery(Buffer.alloc(32, 7), Buffer.alloc(16, 9));
    const ask = () => fetch(url, { method: 'POST', body: query });

    const answer = Buffer.from(await (await ask()).arrayBuffer());
    await authority.close();

    expect(answer.includes(hierarchy.signer.certificate.raw)).toBe(true);
    expect([answer.includes(Buffer.alloc(32, 7)), answer.includes(Buffer.alloc(16, 9))]).toEqual([
      true,
      true,
    ]);
    expect(queries).toEqual([query]);
    await expect(ask()).rejects.toThrow();
  });
});

describe('an authority that is down', () => {
  it('is told by its host alone, never by its login', async () => {
    const authority = openAuthority({
      url: new URL('http://user:password@127.0.0.1:1/tsa'),
      authorities: [],
      randomBytes: (size) => new Uint8Array(size),
      userAgent: 'test',
    });

    const error = await authority.stamp(Buffer.from('signature')).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(AnchorError);
    expect(error).toMatchObject({ code: 'UNREACHABLE', host: '127.0.0.1:1' });
    expect(String(error)).not.toContain('password');
  });
});
