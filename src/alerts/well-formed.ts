/** The texts of a document, made so that they can be sent: whole characters, and no more than a service takes. Pure. */
import { cutAt } from './render.ts';

/** Returns a document of the same shape in which each half of a character is U+FFFD: UTF-8 has no place for it. */
export function wellFormed<Document>(document: Document): Document {
  return withTexts(document, (text) => text.toWellFormed());
}

/** Returns a document of the same shape in which no text is longer. */
export function shortened<Document>(document: Document, limit: number): Document {
  return withTexts(document, (text) => cutAt(text, limit));
}

function withTexts<Document>(document: Document, change: (text: string) => string): Document {
  return JSON.parse(JSON.stringify(document), (_key, value: unknown) =>
    typeof value === 'string' ? change(value) : value,
  ) as Document;
}
