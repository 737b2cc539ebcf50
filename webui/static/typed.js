/* What was typed into one form of a page is there again after another form of it was sent. It is kept in this tab
   alone, until the next page, and given back where that page has the form too; while it is the same page without
   the form, it waits. */
"use strict";
(() => {
  const KEY = "roundtrip-typed";
  const OWN = new Set(["csrf_token", "version"]);
  const CHOSEN = new Set(["checkbox", "radio"]);
  const LEFT_OUT = new Set(["hidden", "password", "file", "submit", "button"]);
  let sent = null;
  let waits = [];

  const fields = (form) => [...form.elements].filter((one) => one.name && !LEFT_OUT.has(one.type));
  const options = (field) => [...(field.options ?? [])];

  /* A form is known by its address and by what it is about. */
  const nameOf = (form) => {
    const hidden = [...form.elements].filter((one) => one.type === "hidden" && one.name && !OWN.has(one.name));
    const address = new URL(form.getAttribute("action") ?? "", window.location.href);
    return JSON.stringify([address.pathname, form.method, hidden.map((one) => [one.name, one.value])]);
  };

  /* Where none is marked, a list stands on its first option. */
  const usualOptions = (field) => {
    const marked = options(field).filter((one) => one.defaultSelected);
    return marked.length > 0 || field.multiple ? marked : options(field).slice(0, 1);
  };
  const values = (some) => JSON.stringify(some.map((one) => one.value));

  /* What a field holds, and what it held as the page came. */
  const now = (field) => {
    if (CHOSEN.has(field.type)) return field.checked;
    return field.options ? values(options(field).filter((one) => one.selected)) : field.value;
  };
  const before = (field) => {
    if (CHOSEN.has(field.type)) return field.defaultChecked;
    return field.options ? values(usualOptions(field)) : field.defaultValue;
  };
  const key = (field) => JSON.stringify([field.name, CHOSEN.has(field.type) ? field.value : ""]);
  const read = (field) => ({ key: key(field), now: now(field), before: before(field) });

  const write = (field, value) => {
    if (CHOSEN.has(field.type)) field.checked = value;
    else if (!field.options) field.value = value;
    else {
      const wanted = JSON.parse(value);
      if (!wanted.every((one) => options(field).some((option) => option.value === one))) return;
      for (const option of field.options) option.selected = wanted.includes(option.value);
    }
  };

  const say = (form) => {
    const told = document.createElement("p");
    told.textContent = "What you typed here before is still here, and not sent yet.";
    told.setAttribute("role", "status");
    const button = form.querySelector("button[type=submit]");
    (button?.closest(".rt-actions") ?? button)?.before(told);
  };

  const keep = () => {
    const others = [...document.forms].filter((form) => form !== sent);
    const typed = others.map((form) => [nameOf(form), fields(form).map(read).filter((one) => one.now !== one.before)]);
    const found = [...waits, ...typed.filter(([, held]) => held.length > 0)];
    if (found.length > 0) sessionStorage.setItem(KEY, JSON.stringify({ page: window.location.pathname, found }));
  };

  const giveBack = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? '{"found": []}');
    sessionStorage.removeItem(KEY);
    const found = new Map(kept.found);
    const here = new Set([...document.forms].map(nameOf));
    if (kept.page === window.location.pathname) waits = kept.found.filter(([name]) => !here.has(name));
    for (const form of document.forms) {
      let isBack = false;
      const held = new Map((found.get(nameOf(form)) ?? []).map((one) => [one.key, one]));
      for (const field of fields(form)) {
        const one = held.get(key(field));
        if (!one || one.before !== before(field)) continue; // what the page itself changed stands
        write(field, one.now);
        isBack = true;
      }
      if (isBack && form.method === "post") say(form);
    }
  };

  giveBack();
  document.addEventListener("submit", (event) => {
    sent = event.defaultPrevented ? null : event.target;
  });
  window.addEventListener("pagehide", keep);
})();
