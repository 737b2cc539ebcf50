/* What was typed into a form and not sent is there again when its page is read again, whatever was read meanwhile.
   It is kept in this tab alone and for the same reader, and given back where the page stands as it stood. */
"use strict";
(() => {
  const KEY = "roundtrip-typed";
  const OWN = new Set(["csrf_token", "version", "order", "then", "seen", "shown"]);
  const LEFT_OUT = new Set(["hidden", "password", "file", "submit", "button"]);
  const reader = document.body.dataset.reader;
  const MOST = 20;
  let done = null; // the form that was sent, or given up by the link beside its button

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

  /* The forms that wait, by name, the one left last at the end. */
  const waiting = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    return new Map(reader && kept.reader === reader ? kept.found : []);
  };
  const wait = (found) => {
    if (found.size === 0) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify({ reader, found: [...found].slice(-MOST) }));
  };

  const keep = () => {
    const found = waiting();
    for (const form of forms()) found.delete(nameOf(form));
    for (const form of forms()) {
      const typed = form === done ? [] : typedInto(form);
      if (reader && typed.length > 0) found.set(nameOf(form), typed);
    }
    wait(found);
  };

  const giveBack = () => {
    const found = waiting();
    for (const form of forms()) {
      const typed = new Map(found.get(nameOf(form)) ?? []);
      const same = [...groups(form)].filter(([name, group]) => typed.get(name)?.before === before(group));
      for (const [name, group] of same) write(group, typed.get(name).now); // what the page itself changed stands
      if (same.some(([name, group]) => now(group) === typed.get(name).now)) say(form);
    }
    for (const form of forms()) found.delete(nameOf(form));
    wait(found);
  };

  giveBack();
  document.addEventListener("submit", (event) => {
    done = event.defaultPrevented ? null : event.target;
  });
  document.addEventListener("click", (event) => {
    const back = event.target.closest("form a.usa-button");
    if (back) done = back.closest("form");
  });
  window.addEventListener("pagehide", keep);
})();
