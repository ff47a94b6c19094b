/** What the page around the form says of itself. */
import { PAGE_MARK_NAME, type PageMark, pageMark } from '../../schemas/page-mark.ts';

/**
 * Returns it; `undefined` where the page tells of no evidence, `unreadable` where it says of which in a way that is not ours:
 * then nobody can hold evidence against it.
 */
export function markIn(page: Document): PageMark | 'unreadable' | undefined {
  const text = page.querySelector(`meta[name="${PAGE_MARK_NAME}"]`)?.getAttribute('content') ?? null;
  if (text === null) return undefined;
  try {
    return pageMark.safeParse(JSON.parse(text)).data ?? 'unreadable';
  } catch {
    return 'unreadable';
  }
}
