import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { showConfig, validateConfig } from '../../src/commands/config.ts';
import { ConfigError } from '../../src/errors.ts';
import { FILE, folderWith, MINIMAL } from '../config/folder.ts';

describe('config show', () => {
  it('shows every value with its origin, and secrets as references', async () => {
    const cwd = folderWith({ [FILE]: `${MINIMAL}policy: { approvedDomains: [acme.example] }\n` });
    const env = { ACME_TOKEN: 'sgp_secret', FP_KEY: 'f'.repeat(32), SEGMENT_EVIDENCE_LOG_LEVEL: 'debug' };

    const output = await showConfig({ env, cwd, overrides: { store: '/srv/evidence' } });

    expect(output.exitCode).toBe(0);
    expect(output.json).toMatchObject({
      schema: 'segment-evidence/config-show/v1',
      files: [join(cwd, FILE)],
      general: {
        logLevel: { value: 'debug', origin: 'environment', where: 'SEGMENT_EVIDENCE_LOG_LEVEL' },
        policy: { value: { approvedDomains: ['acme.example'] }, origin: 'file', where: `${FILE}:8:9` },
      },
      connections: [
        {
          name: 'acme',
          settings: {
            region: { value: 'us', origin: 'file', where: `${FILE}:6:13` },
            baseUrl: { value: 'https://api.segmentapis.com', origin: 'default' },
            token: { value: 'env:ACME_TOKEN', origin: 'file', where: `${FILE}:7:12` },
            concurrency: { value: 4, origin: 'default' },
            'collect.pageSize': { value: 200, origin: 'default' },
            schedule: { value: null, origin: 'default' },
            store: { value: '/srv/evidence', origin: 'flag', where: '--store' },
          },
        },
      ],
    });
    expect(JSON.stringify(output)).not.toContain('sgp_secret');
    expect(JSON.stringify(output)).not.toContain('ffff');
  });

  it('reads as a table', async () => {
    const cwd = folderWith({ [FILE]: MINIMAL });

    const { text } = await showConfig({ env: {}, cwd });

    expect(text).toContain('connection acme\n  type');
    expect(text).toMatch(/^ {2}region +us +evidence\.config\.yaml:6:13$/m);
    expect(text).toMatch(/^ {2}concurrency +4 +default$/m);
    expect(text).toMatch(/^ {2}workspace +- +default$/m);
  });

  it('cannot show what cannot be used', async () => {
    await expect(showConfig({ env: {}, cwd: folderWith({ [FILE]: 'a: 1\n' }) })).rejects.toThrow(ConfigError);
  });
});

describe('config validate', () => {
  it('says that a configuration can be used', async () => {
    const cwd = folderWith({ [FILE]: MINIMAL });

    const { exitCode, json, text } = await validateConfig({ env: {}, cwd });

    expect({ exitCode, json }).toEqual({
      exitCode: 0,
      json: {
        schema: 'segment-evidence/config-validate/v1',
        valid: true,
        files: [join(cwd, FILE)],
        connections: ['acme'],
        issues: [],
      },
    });
    expect(text).toBe(`${join(cwd, FILE)}: valid, one connection: acme`);
  });

  it('stays on a screen, however many files and connections there are', async () => {
    const one = (index: number) =>
      `connections: [{ name: acme-${index}, region: us, token: env:ACME_TOKEN }]\n`;
    const included = Array.from({ length: 40 }, (_, index) => [`more/${index}.yaml`, one(index)] as const);
    const cwd = folderWith({
      [FILE]: `${MINIMAL}include: [./more/*.yaml]\n`,
      ...Object.fromEntries(included),
    });

    const { json, text } = await validateConfig({ env: {}, cwd });

    expect(json).toMatchObject({ connections: expect.objectContaining({ length: 41 }) });
    expect(text).toContain(' and 31 more: valid, 41 connections: acme, acme-0, ');
    expect(text).toMatch(/ and 31 more$/);
  });

  it('lists all problems as data and as text, and ends with 2', async () => {
    const cwd = folderWith({ [FILE]: MINIMAL.replace('us', 'xx').replace('store', 'stoer') });

    const { exitCode, json, text } = await validateConfig({ env: {}, cwd });

    expect(exitCode).toBe(2);
    expect(json).toMatchObject({
      valid: false,
      issues: [
        { file: FILE, line: 1, column: 1, path: 'stoer' },
        { file: FILE, line: 1, column: 1, path: 'store' },
        {
          file: FILE,
          line: 6,
          column: 13,
          path: 'connections.0.region',
          message: 'expected us or eu, got other text',
        },
      ],
    });
    expect(text.split('\n')).toEqual([
      `read configuration: ${FILE}: expected no problem, got 3 problems`,
      `  ${FILE}:1:1: stoer: expected a known setting, got "stoer"; did you mean store?`,
      `  ${FILE}:1:1: store: expected a folder to keep evidence in, got nothing; add store: ./evidence`,
      `  ${FILE}:6:13: connections.0.region: expected us or eu, got other text`,
      'Correct what is listed, and check again with segment-evidence config validate.',
    ]);
  });
});
