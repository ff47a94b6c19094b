/**
 * verify.html: one file in which anybody verifies evidence that they were given, with nothing installed. It asks nobody for
 * anything, and its policy lets it ask nobody.
 */
import { createHash } from 'node:crypto';
import { STYLE } from '../page/style/style.ts';
import { verifyScript } from './script.ts';
import { VERIFY_STYLE } from './style.ts';

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const WORDS = `<header class="top">
<p class="kind">segment-evidence verify</p>
<h1>Is this evidence still what was signed?</h1>
<p class="question">A folder or a ZIP file and a public key in, a verdict out. This page reads what you hand to it on this computer and sends nothing anywhere: it works without a network, and its own policy forbids it to use one.</p>
</header>`;

const WITHOUT_SCRIPT =
  '<noscript><p class="banner unknown">This page computes the verdict itself, so it needs its script. Without: docs/verify-by-hand.md says how to verify with openssl and sha256sum.</p></noscript>';

const FOOTER = `<footer><p>The rules are those of the command <code>segment-evidence verify</code>, word for word. Where this page came from matters as much as the evidence: take it from the program’s own package, not from the folder that it is to judge.</p></footer>`;

/** Returns the page as one HTML file. The same program gives the same bytes. */
export function verifyDocument(): string {
  const style = STYLE + VERIFY_STYLE;
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(verifyScript)}'`,
    `style-src '${hashOf(style)}'`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">',
    `<title>Verify evidence</title><style>${style}</style></head>`,
    `<body><div class="form">${WORDS}${WITHOUT_SCRIPT}<main id="verify-here"></main>${FOOTER}</div>`,
    `<script>${verifyScript}</script></body></html>\n`,
  ].join('');
}
