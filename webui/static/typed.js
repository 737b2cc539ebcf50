/* What was typed into one form of a page is there again after another form of it was sent. It is kept in this tab
   alone, until the next page, and given back where that page has the form too. */
"use strict";
(() => {
  const KEY = "roundtrip-typed";
  const OWN = new Set(["csrf_token", "version"]);
  const CHOSEN = new Set(["checkbox", "radio"]);
  const LEFT_OUT = new Set(["hidden", "password", "file", "submit", "button"]);
  let sent = null;

  const fields = (form) => [...form.elements].filter((one) => one.name && !LEFT_OUT.has(one.type));
  const options = (field) => [...(field.options ?? [])];

  /* A form is known by its address and by what it is about. */
  const nameOf = (form) => {
    const hidden = [...form.elements].filter((one) => one.type === "hidden" && one.name && !OWN.has(one.name));
    const address = new URL(form.getAttribute("action") ?? "", window.location.href);
    return JSON.stringify([address.pathname, form.method, hidden.map((one) => [one.name, one.value])]);
  };

  const isTyped = (field) => {
    if (CHOSEN.has(field.type)) return field.checked !== field.defaultChecked;
    if (field.options) return options(field).some((one) => one.selected !== one.defaultSelected);
    return field.value !== field.defaultValue;
  };

  const read = (field) => {
    if (CHOSEN.has(field.type)) return { name: field.name, value: field.value, checked: field.checked };
    const value = field.options ? options(field).filter((one) => one.selected).map((one) => one.value) : field.value;
    return { name: field.name, value };
  };

  const write = (field, { value, checked }) => {
    if (CHOSEN.has(field.type)) field.checked = checked;
    else if (!field.options) field.value = value;
    else if (value.every((one) => options(field).some((option) => option.value === one))) {
      for (const option of field.options) option.selected = value.includes(option.value);
    }
  };

  const keep = () => {
    const others = [...document.forms].filter((form) => form !== sent);
    const typed = others.map((form) => [nameOf(form), fields(form).filter(isTyped).map(read)]);
    const found = typed.filter(([, values]) => values.length > 0);
    if (found.length > 0) sessionStorage.setItem(KEY, JSON.stringify(found));
  };

  const giveBack = () => {
    const found = new Map(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));
    sessionStorage.removeItem(KEY);
    for (const form of document.forms) {
      for (const value of found.get(nameOf(form)) ?? []) {
        const isIt = (one) => one.name === value.name && (!CHOSEN.has(one.type) || one.value === value.value);
        const field = fields(form).find(isIt);
        if (field) write(field, value);
      }
    }
  };

  giveBack();
  document.addEventListener("submit", (event) => {
    sent = event.defaultPrevented ? null : event.target;
  });
  window.addEventListener("pagehide", keep);
})();
