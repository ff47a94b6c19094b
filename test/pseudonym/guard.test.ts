/** The last look: where somebody who is known stands in what leaves, nothing is written, and nobody is told who it is. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { assertNobody } from '../../src/pseudonym/guard.ts';
import { KnownPeople } from '../../src/pseudonym/known-people.ts';
import { Telling } from '../../src/pseudonym/telling.ts';
import { runIn } from '../support/exported.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, signer, type Workbench } from '../support/run.ts';

const people = new KnownPeople(resources);
people.take('users', { id: 'usrJane0001', name: 'Jane Doe', email: 'jane@acme.example' });
const telling = new Telling(people, new Set(['users', 'data']));

describe('the last look', () => {
  it.each([
    ['an address', 'data/users.jsonl', '{"email":"jane@acme.example"}', 'an address'],
    ['a name', 'data/report.html', '<td>Jane Doe</td>', 'a name'],
    ['an id', 'data/log.jsonl', '/users/usrJane0001', 'an id'],
    ['a name in base64', 'data/log.jsonl', Buffer.from('by Jane Doe').toString('base64'), 'a name'],
    [
      'a name far inside',
      'data/log.jsonl',
      `${'x '.repeat(1_048_570 / 2)}Jane Doe${' x'.repeat(10)}`,
      'a name',
    ],
  ])('refuses %s, and says where and of what kind alone', (_, path, text, kind) => {
    const look = () => assertNobody(telling, path, text);

    expect(look).toThrow(expect.objectContaining({ code: 'PERSON_LEFT', exitCode: 5 }));
    expect(look).toThrow(`export: ${path}: expected nobody who is known in it, got ${kind} of somebody`);
  });

  it('refuses the name of a file without saying it', () => {
    expect(() => assertNobody(telling, 'data/jane-doe.html', '')).toThrow('export: the name of a file: ');
    expect(() => assertNobody(telling, 'data/users.jsonl', 'data users jane')).not.toThrow();
  });
});

describe('an export in which somebody would be left', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench({
      size: { ...FEW, users: 2, sources: 1, groups: 1 },
      permissionsInUserList: true,
    });
    // As the folder of every connection is called, which cannot be changed.
    bench.simulator.world.users.push({
      id: 'usrV1Acme0001',
      name: 'V1 Acme',
      email: 'v@acme.example',
      permissions: [],
    });
    await bench.run({
      definitions: resources.filter(({ name }) => name === 'workspace' || name === 'users'),
    });
    writeFileSync(join(bench.folder, 'key.pem'), signer.publicKey.export({ type: 'spki', format: 'pem' }));
  });
  afterAll(() => bench.close());

  it('is not written, nor is its list or its key', async () => {
    const period = ['--from', '2026-01-01', '--to', '2026-11-26'];
    const named = ['--store', '.', '--key', 'key.pem', '--out', 'p.zip', '--crosswalk', 'walk.json'];
    const { code, stderr } = await runIn(bench.folder, 'export', ...period, ...named, '--pseudonymise');

    expect(code).toBe(5);
    expect(stderr).toContain('the name of a file');
    expect(stderr).not.toMatch(/acme/i);
    for (const name of ['p.zip', 'p.zip.pub.pem', 'walk.json'])
      expect(existsSync(join(bench.folder, name))).toBe(false);
  });
});
