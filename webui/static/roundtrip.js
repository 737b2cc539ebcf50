/* On top of pages that work without it: errors get the focus, and a session's end is announced. */
"use strict";
(() => {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
  document.addEventListener("htmx:afterSwap", (event) => {
    const kept = event.detail.requestConfig.triggeringEvent?.submitter?.id;
    if (kept) document.getElementById(kept)?.focus();
  });
})();
