/** What the page says to type is typed: openssl and sha256sum alone, in a copy of the store. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../../support/folder.ts';
import { isWithoutOpenssl } from '../../support/openssl.ts';
import { textOf, viewOnPage } from '../../support/page-facts.ts';
import { type PageScene, wholeScene } from '../../support/page-scene.ts';
import { otherSigner, signer } from '../../support/run.ts';

const pemOf = ({ publicKey }: typeof signer) => String(publicKey.export({ type: 'spki', format: 'pem' }));

interface Typed {
  readonly status: number | null;
  readonly text: string;
}

/** Runs the last commands of the view in a copy of the store, which `change` may have been at. */
async function typeIt(
  { bench, html }: PageScene,
  pem: string,
  change: (folder: string) => void = () => undefined,
): Promise<Typed> {
  const script =
    [...viewOnPage(html, 'verify').matchAll(/<pre[^>]*><code>(.*?)<\/code>/gs)].at(-1)?.[1] ?? '';
  let typed: Typed = { status: null, text: '' };
  await withFolder(async (folder) => {
    cpSync(bench.folder, folder, { recursive: true });
    writeFileSync(join(folder, 'owner.pub.pem'), pem);
    change(folder);
    const { status, stdout, stderr } = spawnSync('sh', ['-c', textOf(script)], {
      cwd: folder,
      encoding: 'utf8',
    });
    typed = { status, text: `${stdout}${stderr}` };
  });
  return typed;
}

describe.skipIf(isWithoutOpenssl('the commands of a page'))('the commands that a page says', () => {
  it('find the evidence as it was signed', async () => {
    const { status, text } = await typeIt(await wholeScene(), pemOf(signer));

    expect(status).toBe(0);
    expect(text).toContain('Verified OK');
    expect(text).toContain('data/resources/users.jsonl: OK');
    expect(text).not.toMatch(/FAILED|No such file/);
  });

  it('find a file that was changed', async () => {
    const scene = await wholeScene();
    const path = scene.folder.slice(scene.bench.folder.length);

    const { text } = await typeIt(scene, pemOf(signer), (folder) =>
      appendFileSync(join(folder, path, 'data/resources/users.jsonl'), '\n'),
    );

    expect(text).toContain('data/resources/users.jsonl: FAILED');
  });

  it('find that another key did not sign it', async () => {
    const { text } = await typeIt(await wholeScene(), pemOf(otherSigner));

    expect(text).toContain('Verification failure');
  });
});
