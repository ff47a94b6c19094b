/** What a newer version wrote, told from what anybody could have put there. */
import { describe, expect, it } from 'vitest';
import { PAYLOAD_TYPE } from '../../schemas/chain.ts';
import example from '../../schemas/json/chain-statement.v1.example.json' with { type: 'json' };
import { canonical } from '../../src/evidence/canonical.ts';
import { preAuthenticationEncoding } from '../../src/seal/dsse.ts';
import { readNewer } from '../../src/seal/newer.ts';
import { newSigner } from './keys.ts';

const signer = newSigner();
const stranger = newSigner();
const trusted = new Map([[signer.keyId, signer.publicKey]]);

interface Changes {
  readonly statement?: object;
  readonly payload?: string;
  readonly payloadType?: string;
  readonly outside?: object;
  readonly by?: typeof signer;
}

async function record(changes: Changes = {}): Promise<Buffer> {
  const { payloadType = PAYLOAD_TYPE, by = signer, outside = {} } = changes;
  const payload = Buffer.from(changes.payload ?? canonical({ ...example, ...changes.statement }));
  const signature = await by.sign(preAuthenticationEncoding(payloadType, payload));
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: by.keyId }, tlogEntries: [] },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ keyid: by.keyId, sig: Buffer.from(signature).toString('base64') }],
    },
    ...outside,
  };
  return Buffer.from(canonical(bundle));
}

const { predicate } = example;
const later = { mediaType: 'application/vnd.dev.sigstore.bundle.v0.4+json' };

describe('a record that a trusted key signed is newer', () => {
  it.each<[string, Changes, string]>([
    ['a member of the statement', { statement: { extra: 1 } }, 'extra'],
    [
      'a member of the predicate',
      { statement: { predicate: { ...predicate, extra: 1 } } },
      'predicate.extra',
    ],
    [
      'a member deep inside',
      { statement: { predicate: { ...predicate, chain: { ...predicate.chain, extra: 1 } } } },
      'predicate.chain.extra',
    ],
    ['a word', { statement: { predicate: { ...predicate, status: 'halved' } } }, 'predicate.status'],
    [
      'a member, in a statement too large for all of its problems to be named',
      {
        statement: {
          predicate: {
            ...predicate,
            artifacts: Array.from({ length: 4000 }, () => ({ ...predicate.artifacts[0], extra: 1 })),
          },
        },
      },
      'predicate.artifacts.0.extra',
    ],
    ['the manifest', { statement: { predicate: { ...predicate, schema: 'v2' } } }, 'predicate.schema'],
    ['the predicate', { statement: { predicateType: 'urn:other:v2' } }, 'predicateType'],
    ['the statement', { statement: { _type: 'https://in-toto.io/Statement/v2' } }, '_type'],
    ['the payload', { payloadType: 'application/cbor', payload: 'no JSON' }, 'dsseEnvelope.payloadType'],
    ['a member, in a later bundle', { statement: { extra: 1 }, outside: later }, 'extra'],
  ])('by an unknown version or word of %s', async (_title, changes, unknown) => {
    const bytes = await record(changes);

    expect(await readNewer(bytes, trusted)).toMatchObject({ unknown });
    expect(await readNewer(bytes, new Map([[stranger.keyId, stranger.publicKey]]))).toBeUndefined();
  });

  it('and says where it belongs', async () => {
    const newer = await readNewer(await record({ statement: { extra: 1 } }), trusted);

    const { connection, chain } = predicate;
    expect(newer?.place).toEqual({ connection, number: chain.number, seq: chain.seq });
  });
});

describe('nothing newer is', () => {
  it.each<[string, () => Promise<Uint8Array>]>([
    ['a record of this version', () => record()],
    ['one of an earlier bundle', () => record({ outside: { mediaType: later.mediaType.replace('4', '2') } })],
    ['one of this version that somebody put into a later bundle', () => record({ outside: later })],
    ['one with something added to its outside, which is not signed', () => record({ outside: { extra: 1 } })],
    ['one that lacks a member', () => record({ statement: { predicate: { ...predicate, run: undefined } } })],
    ['a payload that is no statement', () => record({ payload: '{}' })],
    ['a payload that is no JSON', () => record({ payload: 'rubbish' })],
    ['one that another key signed', () => record({ statement: { extra: 1 }, by: stranger })],
    [
      'one that was changed afterwards',
      async () => {
        const bundle = JSON.parse((await record({ statement: { extra: 1 } })).toString());
        bundle.dsseEnvelope.payload = Buffer.from(canonical({ ...example, extra: 2 })).toString('base64');
        return Buffer.from(canonical(bundle));
      },
    ],
    [
      'one under another type than was signed',
      async () => {
        const bundle = JSON.parse((await record()).toString());
        bundle.dsseEnvelope.payloadType = 'text/plain';
        return Buffer.from(canonical(bundle));
      },
    ],
    ['text', async () => Buffer.from('rubbish')],
    ['nothing', async () => Buffer.alloc(0)],
    ['other JSON', async () => Buffer.from('[{"dsseEnvelope":{}}]')],
    ['bytes that are no text', async () => Buffer.from([0xff, 0xfe, 0x00])],
  ])('%s', async (_title, bytes) => {
    expect(await readNewer(await bytes(), trusted)).toBeUndefined();
  });
});
