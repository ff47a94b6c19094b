import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/errors.ts';
import { FILE, folderWith, MINIMAL, problems, problemsOf } from './folder.ts';

const TOKEN = 'sgp_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFy';
const withLine = (line: string) => `${MINIMAL}    ${line}\n`;

describe('a token in the wrong place is never repeated', () => {
  it.each([
    ['as the token', MINIMAL.replace('env:ACME_TOKEN', TOKEN)],
    ['behind env:', MINIMAL.replace('ACME_TOKEN', TOKEN)],
    ['as the signing key', MINIMAL.replace('file:./keys/signing-key.pem', TOKEN)],
    ['as the fingerprint key', MINIMAL.replace('env:FP_KEY', TOKEN)],
    ['as the region', MINIMAL.replace('us', TOKEN)],
    ['as the workspace', withLine(`workspace: "${TOKEN}!"`)],
    ['as the schedule', withLine(`schedule: ${TOKEN}`)],
    ['as the time zone', withLine(`timezone: ${TOKEN}`)],
    ['as the base URL', withLine(`baseUrl: ${TOKEN}`)],
    ['as a user name in the base URL', withLine(`baseUrl: https://${TOKEN}@proxy.example`)],
    ['as a key', withLine(`${TOKEN}: true`)],
    ['as a feature', withLine(`features: { ${TOKEN}: 1 }`)],
    ['as an alias', MINIMAL.replace('env:ACME_TOKEN', `*${TOKEN}`)],
    ['as a tag', MINIMAL.replace('env:ACME_TOKEN', `!${TOKEN} x`)],
    ['after a stray colon', MINIMAL.replace('env:ACME_TOKEN', `Bearer: ${TOKEN}`)],
    ['in an open quote', MINIMAL.replace('env:ACME_TOKEN', `"${TOKEN}`)],
    ['as the whole file', TOKEN],
    ['on a line of its own', `${MINIMAL}${TOKEN}\n`],
  ])('%s', async (_title, text) => {
    const cwd = folderWith({ [FILE]: text });

    let error: unknown;
    try {
      await loadConfig({ env: {}, cwd });
    } catch (caught) {
      error = caught;
    }

    expect(error).toBeInstanceOf(ConfigError);
    expect(
      JSON.stringify(error) + String(error) + (await problems(() => loadConfig({ env: {}, cwd }))).join(),
    ).not.toContain(TOKEN.slice(0, 12));
  });

  it('and is told what to do instead', async () => {
    expect(await problemsOf(MINIMAL.replace('env:ACME_TOKEN', TOKEN))).toEqual([
      `${FILE}:7:12: connections.0.token: expected a reference: secretsmanager:NAME_OR_ARN[#jsonKey], env:NAME or file:PATH. Never put the secret itself here: put it in a variable or a file and name that`,
    ]);
  });
});
