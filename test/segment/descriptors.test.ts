/** A machine that lets us open no connection: nobody was asked, so nothing is known of Segment or the network. */
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MachineError } from '../../src/errors.ts';
import { createTransport } from '../../src/segment/transport.ts';
import { createTestClient } from '../support/client.ts';

const origin = 'http://api.segment.example';

function clientThatMeets(code: string) {
  let dials = 0;
  const lookup: LookupFunction = (_name, _options, callback) => {
    dials += 1;
    callback(Object.assign(new Error(`connect ${code}`), { code }), '');
  };
  const transport = createTransport({ origin, connections: 1, lookup });
  const client = createTestClient({ origin, token: 'a-token-for-tests', transport });
  const get = () => client.get({ operationId: 'listUsers', path: '/users' }).catch((error: unknown) => error);
  return { get, close: client.close, dials: () => dials };
}

describe('a machine without a free descriptor', () => {
  it.each(['EMFILE', 'ENFILE'])('(%s) is named after all attempts, and is no gap', async (code) => {
    const client = clientThatMeets(code);

    const error = await client.get();
    await client.close();

    expect(error).toBeInstanceOf(MachineError);
    expect(error).toMatchObject({
      code: 'NO_DESCRIPTORS',
      exitCode: 5,
      message: `GET /users: expected to open a connection, got ${code}`,
      hint: expect.stringContaining('ulimit -n'),
    });
    expect(client.dials()).toBe(4);
  });

  it('is told from a network that does not answer', async () => {
    const client = clientThatMeets('ECONNREFUSED');

    expect(await client.get()).toMatchObject({ code: 'NETWORK_FAILED' });
    await client.close();
  });
});
