/** Names in a store, as the contract draws them. */
import { describe, expect, it } from 'vitest';
import {
  anchorKey,
  artifactPath,
  chainPrefix,
  chainRecordKey,
  connectionPrefix,
  MANUAL_RECORD_FILE,
  manualFileName,
  manualIdOf,
  manualKey,
  parseAnchorKey,
  parseChainKey,
  parseManualKey,
  publicKeyKey,
  receiptKey,
  snapshotPath,
} from '../../src/store/layout.ts';

describe('keys', () => {
  it.each([
    ['a connection', connectionPrefix('acme'), 'segment-evidence/v1/acme/'],
    ['its chains', chainPrefix('acme'), 'segment-evidence/v1/acme/chain/'],
    [
      'a record',
      chainRecordKey('acme', 1, 42),
      'segment-evidence/v1/acme/chain/001/000000000042.sigstore.json',
    ],
    [
      'the last record there can be',
      chainRecordKey('acme', 999, 999_999_999_999),
      'segment-evidence/v1/acme/chain/999/999999999999.sigstore.json',
    ],
    ['a receipt', receiptKey('acme', 1, 42), 'segment-evidence/v1/acme/receipts/001-000000000042.txt'],
    [
      'a time stamp',
      anchorKey('acme', 1, 42, '0badcafe'),
      'segment-evidence/v1/acme/anchors/001-000000000042-0badcafe.tsr',
    ],
    ['a public key', publicKeyKey('acme', 'ab12'), 'segment-evidence/v1/acme/keys/ab12.pem'],
    ['a resource', artifactPath('users'), 'data/resources/users.jsonl'],
  ])('%s', (_name, key, expected) => {
    expect(key).toBe(expected);
  });

  it('of a snapshot name its start in UTC and the first eight digits of its run', () => {
    expect(snapshotPath('2026-11-22T03:00:04.567Z', '1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b')).toBe(
      'snapshots/2026/11/22/20261122T030004Z-1b4e28ba',
    );
  });
});

describe('a name under `manual/`', () => {
  it('stands for the file that it was made for', () => {
    const id = manualIdOf('2026-11-02T03:00:05.123Z', '0badcafe'.repeat(8));

    for (const name of [MANUAL_RECORD_FILE, manualFileName('0badcafe'.repeat(8), 'pdf')])
      expect(parseManualKey('acme', manualKey('acme', 'sso-enforcement', id, name))).toEqual({
        slot: 'sso-enforcement',
        id: '20261102T030005Z-0badcafe',
        name,
      });
  });

  it.each([
    'sso-enforcement/20261102T030005Z-0badcafe/other.pdf',
    'sso-enforcement/20261102T030005Z-0badcafe/file-0badcafe',
    'sso-enforcement/20261102T030005Z-0badcafe/x/evidence.json',
    'sso-enforcement/evidence.json',
    '../20261102T030005Z-0badcafe/evidence.json',
  ])('%s stands for nothing', (path) => {
    expect(parseManualKey('acme', `segment-evidence/v1/acme/manual/${path}`)).toBeUndefined();
  });
});

describe('a name under `chain/`', () => {
  it('stands for the record it was made for', () => {
    for (const [chain, seq] of [
      [1, 0],
      [2, 41],
      [999, 999_999_999_999],
    ] as const) {
      expect(parseChainKey('acme', chainRecordKey('acme', chain, seq))).toEqual({ chain, seq });
    }
  });

  it.each([
    ['too few digits', 'segment-evidence/v1/acme/chain/001/42.sigstore.json'],
    ['another ending', 'segment-evidence/v1/acme/chain/001/000000000042.json'],
    ['more behind it', 'segment-evidence/v1/acme/chain/001/000000000042.sigstore.json.bak'],
    ['a folder too deep', 'segment-evidence/v1/acme/chain/001/x/000000000042.sigstore.json'],
    ['another connection', 'segment-evidence/v1/ecma/chain/001/000000000042.sigstore.json'],
    ['no number', 'segment-evidence/v1/acme/chain/001/00000000004x.sigstore.json'],
    ['a short chain number', 'segment-evidence/v1/acme/chain/1/000000000042.sigstore.json'],
    ['the folder itself', 'segment-evidence/v1/acme/chain/'],
  ])('%s is no record', (_name, key) => {
    expect(parseChainKey('acme', key)).toBeUndefined();
  });
});

describe('a name under `anchors/`', () => {
  it('stands for the time stamp it was made for', () => {
    const place = { chain: 12, seq: 41, digest8: '0badcafe' };

    expect(parseAnchorKey('acme', anchorKey('acme', place.chain, place.seq, place.digest8))).toEqual(place);
  });

  it.each([
    ['no digest', 'segment-evidence/v1/acme/anchors/001-000000000042.tsr'],
    ['another ending', 'segment-evidence/v1/acme/anchors/001-000000000042-0badcafe.tsr.bak'],
    ['a folder below', 'segment-evidence/v1/acme/anchors/x/001-000000000042-0badcafe.tsr'],
    ['a folder above', 'segment-evidence/v1/acme/x/anchors/001-000000000042-0badcafe.tsr'],
    ['another connection', 'segment-evidence/v1/ecma/anchors/001-000000000042-0badcafe.tsr'],
  ])('%s is no time stamp', (_name, key) => {
    expect(parseAnchorKey('acme', key)).toBeUndefined();
  });
});
