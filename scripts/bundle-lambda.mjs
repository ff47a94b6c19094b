/**
 * The code of the Lambda function: one ESM file, minified, with the AWS SDK. From a repository it is built; in the
 * package that npm installs it lies ready in dist/lambda, where running this script has put it (`npm pack` does).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const READY = join(ROOT, 'dist/lambda');
const ENTRY = 'jobs/collect.ts';

/** Whether this is a repository: then everything is built from its sources. */
export const IS_REPOSITORY = existsSync(join(ROOT, ENTRY));

/** undici brings its HTTP parser twice. Lambda's processors all have SIMD; the other one is never loaded there. */
const oneParser = {
  name: 'one-parser',
  setup({ onLoad }) {
    onLoad({ filter: /undici\/lib\/llhttp\/llhttp-wasm\.js$/ }, () => ({
      contents: "throw new Error('this package runs where WebAssembly has SIMD');",
      loader: 'js',
    }));
  },
};

/** The AWS SDK brings a package that tells browsers apart, and loads it in browsers only. */
const noBrowser = {
  name: 'no-browser',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/bowser\// }, () => ({
      contents: "throw new Error('this package runs in no browser');",
    }));
  },
};

/** Returns the code, and what went into it. */
export async function bundleLambda() {
  if (!IS_REPOSITORY) {
    const metafile = JSON.parse(readFileSync(join(READY, 'meta.json'), 'utf8'));
    return { code: readFileSync(join(READY, 'collect.mjs')), metafile };
  }
  const { bundle } = await import('./bundle.mjs');
  return bundle(ENTRY, {
    target: 'node24',
    minify: true,
    // Class names stand in error messages.
    keepNames: true,
    plugins: [oneParser, noBrowser],
  });
}

if (process.argv[1] === import.meta.filename) {
  const { code, metafile } = await bundleLambda();
  mkdirSync(READY, { recursive: true });
  writeFileSync(join(READY, 'collect.mjs'), code);
  writeFileSync(join(READY, 'meta.json'), JSON.stringify(metafile));
}
