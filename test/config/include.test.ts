import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { FILE, folderWith, MINIMAL, problems, problemsOf } from './folder.ts';

describe('included files', () => {
  const main = `${MINIMAL}include: [./more/*.yaml]\n`;
  const connection = (name: string) =>
    `connections:\n  - name: ${name}\n    region: eu\n    token: file:./token\n`;

  it('add connections in the order of their names; their paths are their own', async () => {
    const cwd = folderWith({
      [FILE]: main,
      'more/b.yaml': connection('b'),
      'more/a.yaml': connection('a'),
      'more/.hidden.yaml': 'rubbish: [',
      'more/a.yaml~': 'rubbish: [',
    });

    const { connections, files, origins } = await loadConfig({ env: {}, cwd });

    expect(connections.map(({ name }) => name)).toEqual(['acme', 'a', 'b']);
    expect(connections[1]?.tokenRef).toBe(`file:${join(cwd, 'more/token')}`);
    expect(connections[1]?.store.path).toBe(join(cwd, 'evidence'));
    expect(files).toEqual([FILE, 'more/a.yaml', 'more/b.yaml'].map((file) => join(cwd, file)));
    expect(origins.get('connections.a.region')).toEqual({ kind: 'file', where: 'more/a.yaml:3:13' });
  });

  it('are blamed by their own names and lines', async () => {
    const cwd = folderWith({
      [FILE]: main,
      'more/a.yaml': `${connection('a')}    pageSize: 1\n`,
      'more/b.yaml': `store: ./other\n${connection('acme')}`,
      'more/c.yaml': 'connections: [\n',
    });

    expect(
      (await problems(() => loadConfig({ env: {}, cwd }))).map((line) => line.replace(/; known are .*/, '')),
    ).toEqual([
      'more/a.yaml:5:5: connections.0.pageSize: expected a known setting, got "pageSize"',
      'more/b.yaml:1:1: store: expected a known setting, got "store"',
      `more/b.yaml:3:11: connections.0.name: expected a unique name, got one also used in ${FILE}`,
      'more/c.yaml:2:1: expected another indentation, or a bracket that is closed; compare with the lines above',
    ]);
  });

  it.each([
    [
      'a missing file',
      './missing.yaml',
      'missing.yaml: expected a file, got none; create it, or correct the path',
    ],
    [
      'a missing folder',
      './nowhere/*.yaml',
      `${FILE}:8:11: include.0: expected a folder that can be read, got none`,
    ],
    [
      'a pattern in a folder’s name',
      './*/a.yaml',
      `${FILE}:8:11: include.0: expected * only in the last part`,
    ],
    ['two stars', './**', `${FILE}:8:11: include.0: expected * only in the last part`],
  ])('%s is a problem', async (_title, pattern, expected) => {
    const [problem] = await problemsOf(`${MINIMAL}include: ["${pattern}"]\n`);

    expect(problem).toContain(expected);
  });

  it('a pattern that matches nothing is none, nor one that matches the main file', async () => {
    const cwd = folderWith({ [FILE]: `${MINIMAL}include: [./*.yaml, ./none-*.yaml]\n` });

    expect((await loadConfig({ env: {}, cwd })).connections).toHaveLength(1);
  });
});
