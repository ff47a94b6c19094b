/** The fields of a resource's records as columns: what is nested one name deep into another is joined by dots. */
import * as z from 'zod';
import { compilePolicy } from './policy.ts';

export interface FlatField {
  /** Dotted, such as `metadata.name`. */
  readonly path: string;
  /** `json`: shown as it was sealed. */
  readonly kind: 'text' | 'number' | 'flag' | 'texts' | 'json';
}

/** Nothing of these is ever in a record. */
const DROPPED = new Set(['volatile', 'catalogue', 'elsewhere']);
/** Texts, whatever is kept of them. */
const TEXTS = new Set(['identifier', 'login', 'secret', 'subject', 'condition']);

/** Returns the fields that a record may have, in the order of its schema; the id alone is left out. */
export function flatFieldsOf(record: z.ZodObject, before: readonly string[] = []): readonly FlatField[] {
  return Object.entries(record.shape as Record<string, z.ZodType>).flatMap(([name, schema]) => {
    const path = [...before, name];
    if (path.join('.') === 'id') return [];
    const { kind } = compilePolicy(schema);
    if (DROPPED.has(kind)) return [];
    if (TEXTS.has(kind)) return [{ path: path.join('.'), kind: 'text' as const }];
    const inner = unwrapped(schema);
    if (inner instanceof z.ZodObject) return flatFieldsOf(inner, path);
    return [{ path: path.join('.'), kind: kindOf(inner) }];
  });
}

function kindOf(schema: z.ZodType): FlatField['kind'] {
  if (schema instanceof z.ZodString) return 'text';
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'flag';
  if (!(schema instanceof z.ZodArray)) return 'json';
  return unwrapped(schema.element as z.ZodType) instanceof z.ZodString ? 'texts' : 'json';
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return unwrapped(schema.unwrap() as z.ZodType);
  return schema;
}
