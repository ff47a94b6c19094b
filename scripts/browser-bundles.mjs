/**
 * The parts of src/ that run in a page, as one script of plain text: for dist, for the Lambda package and for tests alike.
 * Cryptography is the browser's own, and whatever only Node has is refused here and not in front of an auditor.
 */
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { yauzlInBrowser } from './browser-yauzl.mjs';
import { oneLanguage, ROOT, VERIFY_SCRIPT } from './bundle.mjs';

const WEB_CRYPTO = resolve(ROOT, 'src/crypto/web.ts');

/** Modules of Node that may be named by code of which a page uses other parts. None of it may be left in the end. */
const ONLY_NODE = 'only-in-node';

/** A page's part of the code that both have: what Node does at once, a browser does in its own way. */
export const inBrowser = {
  name: 'in-browser',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/node\.ts$/ }, ({ importer }) =>
      /crypto[\\/]here\.ts$/.test(importer) ? { path: WEB_CRYPTO } : undefined,
    );
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: ONLY_NODE, sideEffects: false }));
    onLoad({ filter: /^node:buffer$/, namespace: ONLY_NODE }, () => ({
      // Without it text is decoded by the browser, which is fast enough there.
      contents: 'export const isAscii = () => false;',
    }));
    onLoad({ filter: /.*/, namespace: ONLY_NODE }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get() { throw new Error(${JSON.stringify(`${path}: not in a browser`)}); } });`,
    }));
  },
};

/**
 * Returns the script of an entry, and what went into it; further `options` are esbuild's.
 * @throws Error when something that only Node has would be in it
 */
export async function bundleForBrowser(entry, options = {}) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    ...(entry === undefined ? {} : { entryPoints: [entry] }),
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome109', 'firefox115', 'safari16'],
    mainFields: ['module', 'main'],
    inject: [resolve(ROOT, 'scripts/browser-globals.mjs')],
    plugins: [oneLanguage, inBrowser, yauzlInBrowser],
    minify: true,
    // Nothing that turns text around, or that an encoding spoils, stands in a page.
    charset: 'ascii',
    metafile: true,
    write: false,
    legalComments: 'none',
    ...options,
  });
  for (const [name, { bytesInOutput }] of Object.entries(Object.values(metafile.outputs)[0].inputs)) {
    const isRefused = name.startsWith(`${ONLY_NODE}:`) && name !== `${ONLY_NODE}:node:buffer`;
    if (isRefused && bytesInOutput > 0) throw new Error(`bundle for a browser: ${name} would be in it`);
  }
  return { code: outputFiles[0].text, metafile };
}

const hexOf = (found) => found.charCodeAt(0).toString(16).padStart(2, '0');

let made;

/** Returns the module whose one export is the script of the verify page. Made once in a process. */
export async function verifyScriptModule() {
  made ??= bundleForBrowser('src/verify-page/start.tsx').then(({ code }) => {
    // Nothing in it may end the element that it stands in, or open a comment there; and it is text that can be looked at.
    const script = code
      .trimEnd()
      .replaceAll(/<(?=!--|\/?script)|(?!\n)\p{Cc}/giu, (found) => `\\x${hexOf(found)}`);
    return `export const verifyScript = ${JSON.stringify(script)};\n`;
  });
  return made;
}

/** The same for the tests. */
export const withVerifyScriptInTests = {
  name: 'with-verify-script',
  enforce: 'pre',
  load: (id) => (VERIFY_SCRIPT.test(id) ? verifyScriptModule() : undefined),
};
