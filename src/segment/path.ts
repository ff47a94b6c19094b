/** Paths with their parameters filled in. */
import { SegmentError } from '../errors.ts';

/**
 * Returns a path with a parameter filled in.
 * @throws SegmentError BAD_SHAPE for an id that no URL can carry: `..` would name another path
 */
export function fillPath(path: string, param: string, id: unknown): string {
  if (typeof id !== 'string' || id === '' || /^\.{1,2}$/.test(id) || !id.isWellFormed()) {
    throw new SegmentError({
      code: 'BAD_SHAPE',
      status: undefined,
      message: `read: GET ${path}: expected a usable \`${param}\`, got another shape`,
    });
  }
  return path.replace(`{${param}}`, () => encodeURIComponent(id));
}
