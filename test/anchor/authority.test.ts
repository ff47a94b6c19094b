/** Asking an authority: what comes of each thing that it may do, and in what time. */
import { describe, expect, it } from 'vitest';
import { openAuthority } from '../../src/anchor/authority.ts';
import { AnchorError } from '../../src/errors.ts';

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
