/**
 * The library that reads ZIP files, in a page: of it the table of contents alone is used, over a reader of our own. What it
 * asks of Node for that are events; streams, files and inflating it only names.
 */
const EVENTS = `
class EventEmitter {
  on(name, call) {
    this.calls ??= {};
    (this.calls[name] ??= []).push(call);
    return this;
  }
  once(name, call) {
    const first = (...given) => {
      this.removeListener(name, first);
      call(...given);
    };
    return this.on(name, first);
  }
  removeListener(name, call) {
    const calls = this.calls?.[name] ?? [];
    this.calls[name] = calls.filter((each) => each !== call);
    return this;
  }
  emit(name, ...given) {
    for (const call of this.calls?.[name] ?? []) call.apply(this, given);
  }
}
// Its classes are functions, which call the one above them.
module.exports = { EventEmitter: Object.assign(function () {}, { prototype: EventEmitter.prototype }) };
`;

const PARTS = {
  events: EVENTS,
  util: 'exports.inherits = (own, above) => Object.setPrototypeOf(own.prototype, above.prototype);',
  stream: 'exports.Transform = exports.PassThrough = exports.Writable = class {};',
  fs: '',
  zlib: '',
  './fd-slicer': '',
};

const PLACE = 'yauzl-in-browser';

export const yauzlInBrowser = {
  name: PLACE,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:events|util|stream|fs|zlib|\.\/fd-slicer)$/ }, ({ path, importer }) =>
      /node_modules[\\/]yauzl[\\/]/.test(importer) ? { path, namespace: PLACE } : undefined,
    );
    onLoad({ filter: /.*/, namespace: PLACE }, ({ path }) => ({ contents: PARTS[path], loader: 'js' }));
  },
};
