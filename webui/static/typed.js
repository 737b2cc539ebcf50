/* What was typed into one form of a page is there again after another form of it was sent, or the page was read anew
   by a link on it. It is kept in this tab alone, for the same reader, until the next page, and given back where that
   page has the form too; while it is the same page without the form, it waits. */
"use strict";
(() => {
  const KEY = "roundtrip-typed";
  const OWN = new Set(["csrf_token", "version", "order", "then", "seen", "shown"]);
  const LEFT_OUT = new Set(["hidden", "password", "file", "submit", "button"]);
  const reader = document.body.dataset.reader;
  let sent = null;
  let isReadAnew = false;
  let waits = [];

  const forms = () => [...document.forms].filter((form) => form.method === "post");
  const options = (field) => [...(field.options ?? [])];
  const values = (some) => JSON.stringify(some.map((one) => one.value));

  /* The fields by name, the boxes of one name together; a list that looks itself up is left to its own script. */
  const groups = (form) => {
    const found = new Map();
    for (const one of form.elements) {
      if (!one.name || LEFT_OUT.has(one.type) || one.closest(".usa-combo-box")) continue;
      found.set(one.name, [...(found.get(one.name) ?? []), one]);
    }
    return found;
  };

  /* A form is known by its address and by what it is about. */
  const nameOf = (form) => {
    const hidden = [...form.elements].filter((one) => one.type === "hidden" && one.name && !OWN.has(one.name));
    const address = new URL(form.getAttribute("action") ?? "", window.location.href);
    return JSON.stringify([address.pathname, hidden.map((one) => [one.name, one.value])]);
  };

  /* Where none is marked, a list stands on its first option. */
  const usual = (list) => {
    const marked = options(list).filter((one) => one.defaultSelected);
    return marked.length > 0 || list.multiple ? marked : options(list).slice(0, 1);
  };

  /* What the fields of one name hold, and what they held as the page came. */
  const isBox = (field) => field.type === "checkbox" || field.type === "radio";
  const now = (group) => {
    if (isBox(group[0])) return values(group.filter((one) => one.checked));
    const each = (one) => (one.options ? values(options(one).filter((option) => option.selected)) : one.value);
    return JSON.stringify(group.map(each));
  };
  const before = (group) => {
    if (isBox(group[0])) return values(group.filter((one) => one.defaultChecked));
    return JSON.stringify(group.map((one) => (one.options ? values(usual(one)) : one.defaultValue)));
  };

  const write = (group, text) => {
    const held = JSON.parse(text);
    if (isBox(group[0])) {
      for (const one of group) one.checked = held.includes(one.value);
      return;
    }
    group.forEach((one, place) => {
      if (one.options) {
        const wanted = JSON.parse(held[place]);
        for (const option of one.options) option.selected = wanted.includes(option.value);
      } else one.value = held[place];
    });
  };

  const say = (form) => {
    const told = document.createElement("p");
    told.textContent = "What you typed here before is still here, and not sent yet.";
    told.setAttribute("role", "status");
    const button = form.querySelector("button[type=submit]");
    (button?.closest(".rt-actions") ?? button)?.before(told);
  };

  const typedInto = (form) => {
    const all = [...groups(form)].map(([name, group]) => [name, { now: now(group), before: before(group) }]);
    return all.filter(([, held]) => held.now !== held.before);
  };

  const keep = () => {
    if (!reader || !(sent || isReadAnew)) return;
    const others = forms().filter((form) => form !== sent).map((form) => [nameOf(form), typedInto(form)]);
    const found = [...waits, ...others.filter(([, typed]) => typed.length > 0)];
    const page = window.location.pathname;
    if (found.length > 0) sessionStorage.setItem(KEY, JSON.stringify({ reader, page, found }));
  };

  const giveBack = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    sessionStorage.removeItem(KEY);
    if (!reader || kept.reader !== reader) return;
    const found = new Map(kept.found);
    const here = new Set(forms().map(nameOf));
    if (kept.page === window.location.pathname) waits = kept.found.filter(([name]) => !here.has(name));
    for (const form of forms()) {
      const typed = new Map(found.get(nameOf(form)) ?? []);
      const same = [...groups(form)].filter(([name, group]) => typed.get(name)?.before === before(group));
      for (const [name, group] of same) write(group, typed.get(name).now); // what the page itself changed stands
      if (same.some(([name, group]) => now(group) === typed.get(name).now)) say(form);
    }
  };

  giveBack();
  document.addEventListener("submit", (event) => {
    sent = event.defaultPrevented ? null : event.target;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link) isReadAnew = link.target === "" && link.pathname === window.location.pathname;
  });
  window.addEventListener("pagehide", keep);
})();
