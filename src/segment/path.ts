/** Paths with their parameters filled in. */
import { SegmentError } from '../errors.ts';

/**
 * Returns a path with a parameter filled in.
 * @throws SegmentError BAD_SHAPE for an id that no URL can carry: `..` would name another path
 */
export function fillPath(path: string, param: string, id: unknown): string {
  if (typeof id !== 'string' || id === '' || /^\.{1,2}$/.test(id) || !id.isWellFormed())
    throw unusable(path, param);
  return path.replace(`{${param}}`, () => encodeURIComponent(id));
}

/**
 * Returns a path with all parameters filled in that it has, and those that it has not as its query.
 * @throws SegmentError BAD_SHAPE for what no URL can carry
 */
export function fillParams(
  template: string,
  params: Readonly<Record<string, string>>,
): { readonly path: string; readonly query: Readonly<Record<string, string>> } {
  let path = template;
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (template.includes(`{${name}}`)) path = fillPath(path, name, value);
    else if (value === '' || !value.isWellFormed()) throw unusable(template, name);
    else query[name] = value;
  }
  return { path, query };
}

function unusable(path: string, param: string): SegmentError {
  return new SegmentError({
    code: 'BAD_SHAPE',
    status: undefined,
    message: `read: GET ${path}: expected a usable \`${param}\`, got another shape`,
  });
}
