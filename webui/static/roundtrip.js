/* On top of pages that work without it: errors get the focus, an answer that is another page is shown whole. */
"use strict";
(() => {
  const focusErrors = () => document.querySelector("[data-error-summary]")?.focus();
  focusErrors();
  document.addEventListener("invalid", (event) => {
    for (let one = event.target.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
  }, true);
  /* USWDS draws radios and boxes itself and moves the real ones off the screen, where the browser's message is
     seen by nobody: it stands below the legend, and above a box without one. */
  document.addEventListener("invalid", ({ target }) => {
    const box = target.closest(".usa-radio, .usa-checkbox");
    if (!box) return;
    const legend = box.closest("fieldset")?.querySelector("legend");
    const above = legend ?? box.previousElementSibling;
    if ((legend ? above.nextElementSibling : above)?.hasAttribute("data-choose")) return;
    const told = document.createElement("span");
    Object.assign(told, { className: "usa-error-message", textContent: target.validationMessage });
    told.setAttribute("role", "alert");
    told.setAttribute("data-choose", "");
    if (legend) legend.after(told);
    else box.before(told);
    (legend?.closest("fieldset") ?? box).addEventListener("change", () => told.remove(), { once: true });
  }, true);
  const holds = (page, part) => new DOMParser().parseFromString(page, "text/html").querySelector(part) !== null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event;
    const part = detail.requestConfig.elt.getAttribute("hx-select");
    if (detail.xhr.status >= 400) {
      Object.assign(detail, {
        shouldSwap: true, isError: false, swapOverride: "outerHTML", selectOverride: "#main-content",
        target: document.getElementById("main-content"),
      });
    } else if (part && !holds(detail.xhr.responseText, part)) {
      detail.shouldSwap = false;
      window.location.assign(detail.xhr.responseURL);
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const kept = event.detail.requestConfig.triggeringEvent?.submitter?.id;
    if (event.detail.xhr.status >= 400) focusErrors();
    else if (kept) document.getElementById(kept)?.focus();
  });
})();
