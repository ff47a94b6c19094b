/** Time stamps on the command line: who is pinned, what was kept, and what a reader is told. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAuthorityCertificates } from '../../src/config/authority-certificates.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { strangeHierarchy, testHierarchy } from '../support/authority.ts';
import { CONNECTION, createSealedStore, PUBLIC_KEY_PEM, type SealedStore } from '../support/sealed-store.ts';
import { anchorPath, stamp } from '../support/stamped-store.ts';
import { verifyAlone } from '../verify/verify-alone.ts';

let store: SealedStore;
let kept: Buffer;

beforeEach(() => {
  store = createSealedStore();
  kept = stamp(store, 2);
  stamp(store, 0);
  put('owner.pem', PUBLIC_KEY_PEM);
  put('tsa.pem', `The root of the test authority:\n${testHierarchy().root.certificate}`);
  put('several.pem', `${strangeHierarchy().root.certificate}${testHierarchy().root.certificate}`);
  put('kept.tsr', kept);
  const lines = kept.toString('base64').replaceAll(/.{76}/g, '$&\r\n> ');
  put(
    'mail.txt',
    `size 3\r\n\r\n> Time stamp response, base64 (base64 -d):\r\n> ${lines}\r\n>\r\nConnection: golden\r\n`,
  );
  put('kept.json', JSON.stringify({ stamp: { at: 'then', tsr: kept.toString('base64') } }));
  put('kept.txt', kept.toString('base64').replaceAll(/.{64}/g, '$&\n'));
});

afterEach(() => {
  store.dispose();
});

function put(name: string, content: string | Uint8Array): void {
  writeFileSync(join(store.root, name), content);
}

const at = (name: string) => join(store.root, name);
const verify = (options: Parameters<typeof verifyAlone>[1]) =>
  verifyAlone(store.root, { location: store.root, key: [at('owner.pem')], ...options });
const kinds = (json: unknown) =>
  (json as { stores: readonly { notes: readonly { kind: string }[] }[] }).stores.flatMap(({ notes }) =>
    notes.map(({ kind }) => kind),
  );
const fixedIn = (json: unknown) =>
  (json as { stores: readonly { connections: readonly { stamps: unknown }[] }[] }).stores[0]?.connections[0]
    ?.stamps;

describe('verify, with time stamps', () => {
  it.each(['tsa.pem', 'several.pem'])(
    'says which records they fix, since when and by whom: %s',
    async (pin) => {
      const { exitCode, text, json } = await verify({ tsa: [at(pin)] });

      expect(exitCode).toBe(0);
      expect(text).toContain(
        'fixed by    time stamps of 2026-11-22T03:00:06.000Z to 2026-11-24T03:00:06.000Z by Test Time Stamping: records 0 to 2 of chain 1',
      );
      expect(text).toContain('not fixed   record 3 of chain 1');
      expect(text).toContain('note: not-stamped: no time stamp fixes record 3 of chain 1');
      expect(text).toContain(
        'note: stamped-late: record 1 of chain 1: stamped more than 24 hours after the date',
      );
      expect(fixedIn(json)).toMatchObject({
        valid: 2,
        notJudged: 0,
        authorities: ['Test Time Stamping'],
        records: 3,
        fixed: [
          { chain: 1, from: 0, to: 0, at: '2026-11-22T03:00:06.000Z' },
          { chain: 1, from: 1, to: 2, at: '2026-11-24T03:00:06.000Z' },
        ],
        notFixed: [{ chain: 1, from: 3, to: 3 }],
      });
    },
  );

  it('judges none without an authority, and says whose they claim to be', async () => {
    const { exitCode, text, json } = await verify({});

    expect(exitCode).toBe(0);
    expect(text).toContain(
      'note: stamps-not-judged: 2 time stamps, by their own words of Test Time Stamping: no authority is pinned (--tsa), so they fix nothing',
    );
    expect(text).toContain('fixed by    nothing outside the store');
    expect(kinds(json)).not.toContain('not-stamped');
  });

  it('takes the authority of the configuration, unless one is given', async () => {
    const configured = (hierarchy = testHierarchy()) => ({
      openConfigured: async () => [
        {
          connection: CONNECTION,
          store: openFolderStore(store.root, () => 'never'),
          publicKeys: async () => [],
          authorities: () => readAuthorityCertificates(String(hierarchy.root.certificate)),
        },
      ],
    });

    expect((await verify(configured())).text).toContain('by Test Time Stamping');
    expect((await verify({ ...configured(), location: undefined })).text).toContain('by Test Time Stamping');
    const strange = await verify(configured(strangeHierarchy()));
    expect(strange.exitCode).toBe(6);
    expect(strange.text).toContain(
      'Check first that --tsa, or `ca` of the configuration, is the root certificate',
    );
    expect((await verify({ ...configured(strangeHierarchy()), tsa: [at('tsa.pem')] })).exitCode).toBe(0);
  });

  it.each(['kept.tsr', 'kept.txt', 'mail.txt', 'kept.json'])(
    'counts a stamp that was kept elsewhere: %s',
    async (file) => {
      store.remove('anchors');

      const { exitCode, json } = await verify({ tsa: [at('tsa.pem')], stamp: [at(file)] });

      expect(exitCode).toBe(0);
      expect(fixedIn(json)).toMatchObject({ valid: 1, records: 3 });
    },
  );

  it('counts a stamp once that lies in the store and was kept too', async () => {
    const { json } = await verify({ tsa: [at('tsa.pem')], stamp: [at('kept.tsr'), at('kept.txt')] });

    expect(fixedIn(json)).toMatchObject({ valid: 2, records: 3 });
  });

  it.each([
    ['a stamp without anyone to judge it by', { stamp: ['kept.tsr'] }, /--stamp: expected the authority/],
    ['a stamp that is none', { stamp: ['tsa.pem'], tsa: ['tsa.pem'] }, /--stamp .*: expected a time stamp/],
    [
      'a file that no stamp is in for its size',
      { stamp: ['huge'], tsa: ['tsa.pem'] },
      /expected a time stamp/,
    ],
    ['a stamp that is not there', { stamp: ['gone.tsr'], tsa: ['tsa.pem'] }, /--stamp .*got none/],
    ['an authority that is none', { tsa: ['kept.tsr'] }, /--tsa .*: expected certificates/],
    ['a key as an authority', { tsa: ['owner.pem'] }, /--tsa .*: expected certificates/],
  ] as const)('refuses %s', async (_, options, says) => {
    put('huge', Buffer.alloc(5_000_000));
    const files = Object.fromEntries(Object.entries(options).map(([name, paths]) => [name, paths.map(at)]));

    await expect(verify(files)).rejects.toThrow(says);
  });

  it('accuses the bytes and not the authority where a stamp was changed', async () => {
    const changed = Buffer.from(kept);
    changed[300] = (changed[300] ?? 0) ^ 1;
    store.write(anchorPath(2, kept), changed);

    const { exitCode, text } = await verify({ tsa: [at('tsa.pem')] });

    expect(exitCode).toBe(6);
    expect(text).not.toContain('Check first');
  });

  it('names other things in the folder, and judges them not', async () => {
    store.write('anchors/notes.txt', 'mine');
    store.write(`${anchorPath(2, kept)}.bak`, kept);

    const { exitCode, json } = await verify({ tsa: [at('tsa.pem')] });

    expect([exitCode, kinds(json).filter((kind) => kind === 'not-looked-at')]).toEqual([
      0,
      ['not-looked-at', 'not-looked-at'],
    ]);
  });
});
