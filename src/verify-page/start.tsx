/** Where a page has room for it, the form in which an auditor verifies. */
import './no-eval.ts';
import { render } from 'preact';
import { App } from './app.tsx';
import { isField } from './dropped.ts';
import { markIn } from './page-mark.ts';

const place = document.getElementById('verify-here');
// What is dropped beside a field must not replace the page; what is dropped on one is for the browser to take.
for (const kind of ['dragover', 'drop'])
  document.addEventListener(kind, (event) => {
    if (!isField(event.target)) event.preventDefault();
  });

if (place !== null) {
  const mark = markIn(document);
  // What stands there without a script.
  place.replaceChildren();
  render(mark === 'unreadable' ? <OfNothingKnown /> : <App mark={mark} />, place);
}

/** A form that says nothing of it would look as if the page were of the evidence that is checked. */
function OfNothingKnown() {
  return (
    <p class="empty">
      Of which evidence this page was made, it says in no way that it can read: it was changed, or another
      version of the program wrote it. Check the evidence with <code>verify.html</code> instead.
    </p>
  );
}
