/**
 * One ESM file of an entry and everything that it imports, with esbuild. The same sources give the same
 * bytes wherever they are built: no path, no time and no version of Node is in them.
 */
import { resolve } from 'node:path';
import { build } from 'esbuild';

export const ROOT = resolve(import.meta.dirname, '..');

/** Messages of zod in fifty languages are a sixth of the whole, and ours are in one. */
export const oneLanguage = {
  name: 'one-language',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/**
 * undici comes whole or not at all: browsers' fetch, WebSockets, caches and mocks with it, half a megabyte. These are
 * its parts that are used; importing another one by name fails the build, and belongs here then.
 */
const PARTS_OF_UNDICI = `
import Dispatcher from './lib/dispatcher/dispatcher.js';
import request from './lib/api/api-request.js';
Object.assign(Dispatcher.prototype, { request });
export { default as buildConnector } from './lib/core/connect.js';
export { default as Client } from './lib/dispatcher/client.js';
export { default as Pool } from './lib/dispatcher/pool.js';
`;

const partsOfUndici = {
  name: 'parts-of-undici',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/undici\/index\.js$/ }, () => ({ contents: PARTS_OF_UNDICI }));
    // Asked for when a form is sent, which nobody does.
    onLoad({ filter: /undici\/lib\/web\/fetch\/body\.js$/ }, () => ({
      contents: "throw new Error('this program sends no forms');",
    }));
  },
};

/** Which ending is which kind of file: nobody attaches any, and it is a third of what sends mail. */
const noFileTypes = {
  name: 'no-file-types',
  setup({ onLoad }) {
    onLoad({ filter: /nodemailer\/dist\/(?:esm|cjs)\/mime-funcs\/mime-types\.js$/ }, () => ({
      contents: `const none = () => { throw new Error('this program attaches no files'); };
        export { none as detectExtension, none as detectMimeType };`,
    }));
  },
};

/**
 * What agents send is checked by zod. The library brings a second checker for schemas that it is sent itself, a third of
 * a megabyte, which nobody sends.
 */
const noSentSchemas = {
  name: 'no-sent-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /@modelcontextprotocol\/server\/dist\/shimsNode\.mjs$/ }, () => ({
      contents: `class DefaultJsonSchemaValidator {
          getValidator() { throw new Error('this program takes no schemas'); }
        }
        export { DefaultJsonSchemaValidator };
        export { default as process } from 'node:process';`,
    }));
  },
};

/** Where the script of the verify page stands in the code: empty in the repository, so that nobody edits what is made. */
export const VERIFY_SCRIPT = /report[\\/]verify[\\/]script\.(?:ts|js)$/;

const withVerifyScript = {
  name: 'with-verify-script',
  setup({ onLoad }) {
    onLoad({ filter: VERIFY_SCRIPT }, async () => {
      const { verifyScriptModule } = await import('./browser-bundles.mjs');
      return { contents: await verifyScriptModule() };
    });
  },
};

/** Returns the code of one file and what went into it; further `options` are esbuild's. Without `entry`: its `stdin`. */
export async function bundle(entry, { plugins = [], ...options }) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    ...(entry === undefined ? {} : { entryPoints: [entry] }),
    bundle: true,
    format: 'esm',
    platform: 'node',
    // Packages that have both forms come as ES modules, of which unused parts are left out.
    mainFields: ['module', 'main'],
    plugins: [oneLanguage, partsOfUndici, noFileTypes, noSentSchemas, withVerifyScript, ...plugins],
    metafile: true,
    write: false,
    legalComments: 'none',
    // Packages of the older module system ask for Node's own modules by `require`.
    banner: {
      js: "import{createRequire as nodeRequire}from'node:module';const require=nodeRequire(import.meta.url);",
    },
    ...options,
  });
  return { code: Buffer.from(outputFiles[0].contents), metafile };
}
