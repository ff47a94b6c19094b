/**
 * The code of the Lambda functions: one ESM file for all of them, minified, with the AWS SDK. From a repository it is
 * built; in the package that npm installs it lies ready in dist/lambda, where running this script has put it (`npm
 * pack` does).
 *
 * One file, so that a record can name the bytes that ran by one digest. In chunks, of which each function loads
 * what it needs, an import took 84 ms in place of 130, of which reading the chunks of S3 and KMS, which every function
 * needs at once, gives back most (Node.js 20, the best of seven).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const READY = join(ROOT, 'dist/lambda');
/** Each is `jobs/<name>.ts`, and has a `handler`. */
export const FUNCTIONS = ['collect', 'dispatch', 'watchdog'];
/** What the code is called, in the package and in the ZIP. */
export const CODE_FILE = 'segment-evidence.mjs';

/** Whether this is a repository: then everything is built from its sources. */
export const IS_REPOSITORY = existsSync(join(ROOT, 'jobs/collect.ts'));

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
    return { code: readFileSync(join(READY, CODE_FILE)), metafile };
  }
  const { bundle } = await import('./bundle.mjs');
  const lines = FUNCTIONS.map((name) => `export { handler as ${name} } from './jobs/${name}.ts';`);
  return bundle(undefined, {
    stdin: { contents: lines.join('\n'), resolveDir: ROOT, sourcefile: 'functions.ts', loader: 'ts' },
    target: 'node24',
    minify: true,
    // Class names stand in error messages.
    keepNames: true,
    plugins: [oneParser, noBrowser],
  });
}

/** Returns the small file by which the platform finds a function in the code beside it. */
export const entryOf = (name) => `export { ${name} as handler } from './${CODE_FILE}';\n`;

if (process.argv[1] === import.meta.filename) {
  const { code, metafile } = await bundleLambda();
  mkdirSync(READY, { recursive: true });
  writeFileSync(join(READY, CODE_FILE), code);
  writeFileSync(join(READY, 'meta.json'), JSON.stringify(metafile));
}
