/* What was typed into a form and not sent is there again when its page is read again, whatever was read meanwhile.
   It is kept in this tab alone, for the same reader and no longer than a session rests, and given back where the
   page stands as it stood. */
"use strict";
(() => {
  const KEY = "roundtrip-typed";
  const OWN = new Set(["csrf_token", "version", "order", "then", "seen", "shown"]);
  const LEFT_OUT = new Set(["hidden", "password", "file", "submit", "button"]);
  const MOST = 20;
  const { reader, idle } = document.body.dataset;
  if (!reader) return;
  const done = new Set(); // forms that were sent, or given up by the link beside their button, as they stand
  const refused = new Map(); // what the fields of a form held before it was sent and came back, by its name
  let sent = null;
  let hasLeft = false;

  const forms = () => [...document.forms].filter((form) => form.method === "post");
  const options = (field) => [...(field.options ?? [])];
  const values = (some) => JSON.stringify(some.map((one) => one.value));

  /* A cell of a table of which rows come and go is known by its row. */
  const keyOf = (one) => {
    const row = one.closest("[data-row]");
    return row ? `${row.dataset.row} ${one.name.split("-").pop()}` : one.name;
  };

  /* The fields by name, the boxes of one name together; a list that looks itself up is left to its own script. */
  const groups = (form) => {
    const found = new Map();
    for (const one of form.elements) {
      if (!one.name || LEFT_OUT.has(one.type) || one.closest(".usa-combo-box")) continue;
      found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
    }
    return found;
  };

  /* A form is known by its address and by what it is about. */
  const nameOf = (form) => {
    const hidden = [...form.elements].filter((one) => one.type === "hidden" && one.name && !OWN.has(one.name));
    const address = new URL(form.getAttribute("action") ?? "", window.location.href);
    return JSON.stringify([address.pathname, form.dataset.about ?? hidden.map((one) => [one.name, one.value])]);
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

  const reset = (group) => {
    for (const one of group) {
      if (isBox(one)) one.checked = one.defaultChecked;
      else if (one.options) for (const option of one.options) option.selected = usual(one).includes(option);
      else one.value = one.defaultValue;
    }
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
    told.textContent = "What you typed here before is still here; it does not count before you send it.";
    told.setAttribute("role", "status");
    (form.closest(".rt-actions") ?? form).before(told);
  };

  /* Whatever the page works out of a form is worked out of what it holds now, once htmx listens. */
  const count = (form) => document.addEventListener("DOMContentLoaded", () => {
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });

  const typedInto = (form) => {
    const earlier = refused.get(nameOf(form)) ?? new Map();
    const held = (name, group) => ({ now: now(group), before: earlier.get(name) ?? before(group) });
    return [...groups(form)].map(([name, group]) => [name, held(name, group)])
      .filter(([, one]) => one.now !== one.before);
  };

  const read = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    const holds = kept.reader === reader && Date.now() - kept.at < idle * 1000;
    return holds ? kept : { found: [], sent: null };
  };
  const store = (found, last) => {
    const at = Date.now();
    if (found.size === 0 && !last) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify({ reader, at, found: [...found].slice(-MOST), sent: last }));
  };

  const keep = () => {
    if (hasLeft) return;
    const found = new Map(read().found);
    for (const form of forms()) found.delete(nameOf(form));
    for (const form of forms()) {
      const typed = done.has(form) ? [] : typedInto(form);
      if (typed.length > 0) found.set(nameOf(form), typed);
    }
    store(found, sent && [nameOf(sent), typedInto(sent)]);
  };

  const giveBack = () => {
    const kept = read();
    const found = new Map(kept.found);
    const [name, typed] = kept.sent ?? [];
    if (name && document.querySelector("[data-error-summary], [data-not-saved]")) {
      refused.set(name, new Map(typed.map(([field, held]) => [field, held.before])));
    }
    for (const form of forms()) {
      const waits = new Map(found.get(nameOf(form)) ?? []);
      const same = [...groups(form)].filter(([field, group]) => waits.get(field)?.before === before(group));
      for (const [field, group] of same) {
        write(group, waits.get(field).now); // what the page itself changed stands
        if (now(group) !== waits.get(field).now) reset(group); // a choice that is offered no more
      }
      if (!same.some(([field, group]) => now(group) === waits.get(field).now)) continue;
      say(form);
      count(form);
    }
    for (const form of forms()) found.delete(nameOf(form));
    store(found, null);
  };

  const again = (event) => done.delete(event.target.form);

  giveBack();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    sent = event.target.method === "post" ? event.target : null;
    done.add(event.target);
    hasLeft = event.target.matches("[data-signs-out]");
    if (hasLeft) sessionStorage.removeItem(KEY);
  });
  document.addEventListener("click", (event) => {
    const back = event.target.closest("form a.usa-button");
    if (back && !(event.ctrlKey || event.metaKey || event.shiftKey)) done.add(back.closest("form"));
  });
  document.addEventListener("input", again);
  document.addEventListener("change", again);
  window.addEventListener("pagehide", keep);
})();
