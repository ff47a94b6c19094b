/** What of a JSON Schema became stricter, so that what fitted it fits no more. Descriptions do not matter. */

type Schema = Readonly<Record<string, unknown>>;

const DEEPEST = 24;

/** Returns in words what became stricter, in the order of the properties. */
export function breaksOf(before: unknown, after: unknown, path = '', depth = 0): readonly string[] {
  if (!isSchema(before) || !isSchema(after) || depth > DEEPEST) return [];
  const where = path === '' ? 'the rule' : path;
  const [properties, newer] = [schemasOf(before), schemasOf(after)];
  const inner = Object.keys(properties).flatMap((name) => {
    const own = path === '' ? name : `${path}.${name}`;
    return newer[name] === undefined
      ? [`${own} was removed`]
      : breaksOf(properties[name], newer[name], own, depth + 1);
  });
  const required = listOf(after['required']).filter((name) => !listOf(before['required']).includes(name));
  return [
    ...narrowed('type', before, after).map(() => `the type of ${where} became narrower`),
    ...narrowed('enum', before, after).map(() => `the values of ${where} became fewer`),
    ...required.map((name) => `${path === '' ? name : `${path}.${name}`} became required`),
    ...inner,
    ...breaksOf(before['items'], after['items'], `${path}[]`, depth + 1),
  ];
}

/** Returns the word where less is allowed than before. */
function narrowed(word: 'type' | 'enum', before: Schema, after: Schema): readonly string[] {
  const [allowed, now] = [listOf(before[word]), listOf(after[word])];
  if (now.length === 0) return [];
  // Any number is wider than whole ones.
  const stillFits = (each: string) => now.includes(each) || (each === 'integer' && now.includes('number'));
  return allowed.length > 0 && allowed.every(stillFits) ? [] : [word];
}

const listOf = (value: unknown): readonly string[] =>
  value === undefined || value === null ? [] : [value].flat().map((each) => String(each));

function schemasOf(schema: Schema): Readonly<Record<string, unknown>> {
  return isSchema(schema['properties']) ? schema['properties'] : {};
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
