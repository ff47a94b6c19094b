/** What a page says of itself to programs, and where in it somebody checks the evidence that they have. */
import type { JSX } from 'preact';
import { PAGE_MARK_NAME, PAGE_MARK_SCHEMA, type PageMark } from '../../../schemas/page-mark.ts';
import { visibleJson } from '../../evidence/visible-json.ts';
import { TOOL_VERSION } from '../../tool-version.ts';

/** Of which evidence a page is. */
export type MadeFrom = Omit<PageMark, 'schema' | 'tool'>;

/** Which program makes pages here. */
export const PAGE_TOOL = `segment-evidence ${TOOL_VERSION}`;

export function MarkOfPage(from: MadeFrom): JSX.Element {
  const mark: PageMark = { schema: PAGE_MARK_SCHEMA, tool: PAGE_TOOL, ...from };
  return <meta name={PAGE_MARK_NAME} content={visibleJson(JSON.stringify(mark))} />;
}

/** The script puts the form in place of the words. */
export const VerifyHere = (): JSX.Element => (
  <>
    <h3>Here, in this page</h3>
    <p class="quiet">
      Evidence that you hold and the owner’s public key in, each rule’s verdict out: by the rules, in the
      words and with the codes of <code>segment-evidence verify</code>. Nothing leaves this computer. A page
      cannot vouch for itself: whoever doubts this one takes <code>verify.html</code> from the program’s own
      package.
    </p>
    <div id="verify-here">
      <p class="empty">
        For this the page needs its script, which does not run here. What is above does not need it.
      </p>
    </div>
  </>
);
