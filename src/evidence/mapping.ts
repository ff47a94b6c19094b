/**
 * Mappings: which fields of an event are sent, and under which names. Names, paths and directives are kept, since
 * they are what a mapping says; a text that someone typed in is withheld like a setting, unless it can be no secret.
 */
import { withholdAddresses } from './addresses.ts';
import { isObject } from './json.ts';
import { MAX_DEPTH, type RedactContext, withholdSetting, withholdUnknown } from './redact.ts';
import { scanForSecrets } from './secret-scan.ts';
import { SHORTEST_SECRET_BYTES } from './secret-set.ts';
import { readSettingFacts, SECRET_NAME } from './setting-facts.ts';

/** Directives whose argument is the path of a field. */
const TAKES_PATH = /^@(?:path|field)$/;
/** Directives whose argument is text with references to fields. */
const TAKES_TEMPLATE = /^@(?:template|handlebars|liquid)$/;
/** What such an argument may be: steps to a field, whatever it is called. With a comparison in it, it says a value. */
const STEPS =
  /^\$(?:\.{1,2}[^.[\]'"`=<>?()]{1,200}|\[(?:\d{1,9}|\*|'[^']{1,200}'|"[^"]{1,200}")\]){0,30}\.?$/u;
/** A path by its form, as the first of `@arrayPath` has it. */
const PATH = /^\$(?:\.{1,2}[\p{L}_][\p{L}\p{N}_-]{0,100}|\[(?:\d{1,9}|\*|'[^']{1,100}')\]){1,30}$/u;
const REFERENCE = /(\{\{\{?[^{}]{0,1000}\}?\}\}|\{%[^%]{0,1000}%\})/;
/** A reference without a text of its own in it. */
const PLAIN_REFERENCE = /^[{%\s\p{L}\p{N}_.$[\]|:,=!<>()/#^&@-]*[%}]*$/u;
const OPTION =
  /^(?:exists|blank|then|else|value|object|operator|mode|pattern2?|replacement2?|separator|global2?|ignorecase2?|omitArrays|direction|apply)$/i;
/** Fields whose value is one of a vendor's words, or the name of an event. */
const TAKES_WORD =
  /^(?:event|event_?name|event_?type|event_?category|type|category|action|action_?source|currency|method|mode|operator|operation|status|channel)$/i;
const WORDS = /^\p{L}{1,30}(?:[ _-]\p{L}{1,30}){0,7}$/u;

/** Returns a mapping as it is kept. `onMended` is told of text that is no Unicode. */
export function withholdMapping(
  mapping: Readonly<Record<string, unknown>>,
  pointer: string,
  context: RedactContext,
  onMended: () => void,
): unknown {
  return new MappingWalk(context, onMended).members(mapping, { field: '', isSecret: false }, pointer, 0);
}

/** What a value stands for: the field it is sent as, through whatever directives. */
interface Meaning {
  readonly field: string;
  /** The field's name, or one above it, says that it is a secret. */
  readonly isSecret: boolean;
  readonly directive?: string | undefined;
}

class MappingWalk {
  readonly #context: RedactContext;
  readonly #onMended: () => void;

  constructor(context: RedactContext, onMended: () => void) {
    this.#context = context;
    this.#onMended = onMended;
  }

  members(
    object: Readonly<Record<string, unknown>>,
    above: Meaning,
    pointer: string,
    depth: number,
  ): unknown {
    const place = `${pointer}/*`;
    return Object.fromEntries(
      Object.entries(object).map(([name, value]) => {
        const kept = this.#text(name);
        this.#context.secrets.addIdentifier(kept);
        return [kept, this.#visit(value, meaningOf(kept, above), place, depth)];
      }),
    );
  }

  #visit(value: unknown, meaning: Meaning, place: string, depth: number): unknown {
    if (typeof value === 'string') return this.#written(this.#text(value), meaning, place);
    if (typeof value === 'number' && meaning.isSecret) {
      this.#context.secrets.suspect(String(value));
      return withholdUnknown(value, place, 'setting', this.#context);
    }
    if (depth >= MAX_DEPTH) return withholdUnknown(value, place, 'too-deep', this.#context);
    if (Array.isArray(value)) return value.map((item) => this.#visit(item, meaning, `${place}/*`, depth + 1));
    return isObject(value) ? this.members(value, meaning, place, depth + 1) : value;
  }

  #written(text: string, { field, isSecret, directive = '' }: Meaning, place: string): unknown {
    const isPath = TAKES_PATH.test(directive) ? STEPS.test(text) || isHarmless(text) : PATH.test(text);
    if (isPath) return this.#path(text, place);
    if (TAKES_TEMPLATE.test(directive)) return this.#template(text, isSecret, place);
    const isWord = TAKES_WORD.test(field) && WORDS.test(text);
    if (!isSecret && (isHarmless(text) || isWord)) return text;
    return withholdSetting(field, text, place, this.#context);
  }

  /** What a field of an event is called is no secret, though some setting may say the same word. */
  #path(text: string, place: string): string {
    const { secrets } = this.#context;
    for (const name of [text, ...text.split(/[.[\]'"]+/)]) secrets.addIdentifier(name);
    return this.#withoutAddresses(text, place);
  }

  #template(text: string, isSecret: boolean, place: string): string {
    const parts = text.split(REFERENCE).map((part) => {
      const isReference = REFERENCE.test(part);
      if (isReference ? isPlainReference(part) : isHarmless(part) && !isSecret)
        return this.#withoutAddresses(part, place);
      if (part === '') return part;
      const { tally, secrets, fingerprints } = this.#context;
      if (readSettingFacts('', part).isSuspect) secrets.suspect(part);
      tally.add(place, 'setting', 'fingerprint');
      return fingerprints.of('segment/setting', part);
    });
    return parts.join('');
  }

  #withoutAddresses(text: string, place: string): string {
    return withholdAddresses(text, (address) => {
      this.#context.tally.add(place, 'address-in-condition', 'fingerprint');
      return this.#context.fingerprints.of('subject', address);
    });
  }

  #text(text: string): string {
    if (!text.isWellFormed()) this.#onMended();
    return text.toWellFormed();
  }
}

/** Shorter than any secret worth the name, and no address. */
function isHarmless(text: string): boolean {
  return Buffer.byteLength(text) < SHORTEST_SECRET_BYTES && !text.includes('@');
}

function isPlainReference(text: string): boolean {
  return PLAIN_REFERENCE.test(text) && Object.keys(scanForSecrets(text).counts).length === 0;
}

/** Options of a directive are about the same field as the directive. */
function meaningOf(name: string, above: Meaning): Meaning {
  if (name.startsWith('@')) return { ...above, directive: name };
  if (above.directive !== undefined && OPTION.test(name)) return { ...above, directive: undefined };
  return { field: name, isSecret: above.isSecret || SECRET_NAME.test(name) };
}
