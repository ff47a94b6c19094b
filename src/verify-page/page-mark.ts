/** What the page around the form says of itself. */
import { PAGE_MARK_NAME, type PageMark, pageMark } from '../../schemas/page-mark.ts';

/** Returns it; undefined where the page tells of no evidence. */
export function markIn(page: Document): PageMark | undefined {
  const text = page.querySelector(`meta[name="${PAGE_MARK_NAME}"]`)?.getAttribute('content') ?? null;
  return text === null ? undefined : pageMark.parse(JSON.parse(text));
}
