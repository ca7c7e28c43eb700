// Keys for the moderators' pages. Every key presses a button or follows a link that is on the page anyway; without a script
// the page works the same, with a mouse or with Tab.
(() => {
  "use strict";
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const help = document.getElementById("keys");

  // --- The list: one row is current.
  const rows = all("[data-case]");
  let current = -1;
  const go = (to) => {
    if (!rows.length) return;
    rows[current]?.classList.remove("current");
    current = Math.max(0, Math.min(rows.length - 1, to));
    rows[current].classList.add("current");
    const link = find("[data-open]", rows[current]);
    link.focus({ preventScroll: true });
    rows[current].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("focusin", (event) => {
    const index = rows.indexOf(event.target.closest("[data-case]"));
    if (index >= 0 && index !== current) { rows[current]?.classList.remove("current"); current = index; rows[index].classList.add("current"); }
  });

  // --- Ticking.
  const boxes = all("[data-pick]"), every = document.getElementById("all"), picked = document.getElementById("picked");
  const word = picked?.textContent;
  const tellPicked = () => {
    if (!every) return;
    const count = boxes.filter((box) => box.checked).length;
    every.checked = count === boxes.length && count > 0;
    every.indeterminate = count > 0 && count < boxes.length;
    picked.textContent = count ? word + ": " + count : word;
  };
  if (every) {
    every.hidden = false;
    every.addEventListener("change", () => { boxes.forEach((box) => { box.checked = every.checked; }); tellPicked(); });
    boxes.forEach((box) => box.addEventListener("change", tellPicked));
    tellPicked();
  }

  // --- Keys: by the letter, or by its place where the layout has other letters, as Cyrillic ones do.
  const letter = (event) => {
    if (event.key === "?" || event.key === "/") return event.key;
    const typed = event.key.toLowerCase();
    if (/^[a-z0-9]$/.test(typed)) return typed;
    if (event.code === "Slash") return event.shiftKey ? "?" : "/";
    return /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : typed;
  };
  const press = (key) => {
    const target = find('[data-key="' + key + '"]');
    if (!target) return false;
    if (target.tagName === "DETAILS") {
      target.open = true;
      const first = find("button, input:not([type=hidden])", target);
      first?.focus();
    } else if (target.tagName === "INPUT") { target.focus(); target.select(); } else target.click();
    return true;
  };
  const decideRow = (value) => {
    if (current < 0 && !boxes.some((box) => box.checked)) return false;
    if (!boxes.some((box) => box.checked)) { find("[data-pick]", rows[current]).checked = true; tellPicked(); }
    find('.bulk button[value="' + value + '"]')?.click();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      const open = find("details.reject[open]");
      if (open) { open.open = false; find("summary", open).focus(); }
      if (isTyping(event.target)) event.target.blur();
      return;
    }
    if (isTyping(event.target) || help?.open) return;
    const key = letter(event);
    let done = true;
    const digits = find("details.reject[open]");
    if (digits && /^[0-9]$/.test(key)) done = !!find('[data-digit="' + key + '"]', digits) && (find('[data-digit="' + key + '"]', digits).click(), true);
    else if (key === "?") help?.showModal();
    else if (key === "m") { const veil = document.getElementById("reveal"); if (veil && !veil.hidden) veil.checked = !veil.checked; }
    else if (rows.length && key === "j") go(current + 1);
    else if (rows.length && key === "k") go(current < 0 ? 0 : current - 1);
    else if (rows.length && key === "x" && current >= 0) { const box = find("[data-pick]", rows[current]); box.checked = !box.checked; tellPicked(); }
    else if (rows.length && key === "f") done = decideRow("approve");
    else if (rows.length && key === "d") { const select = document.getElementById("bulk-reason"); if (current >= 0 && !boxes.some((box) => box.checked)) { find("[data-pick]", rows[current]).checked = true; tellPicked(); } select?.focus(); }
    else if (rows.length && key === "s") done = decideRow("spam");
    else if (rows.length && key === "h") done = decideRow("hold");
    else if (key === "z") { const undo = document.getElementById("undo"); done = !!undo; undo?.click(); }
    else if (/^[a-z/]$/.test(key)) done = press(key);
    else done = false;
    if (done) event.preventDefault();
  });

  // --- A case that is looked at is taken, so that colleagues leave it alone; the button does the same without a script.
  const claim = document.getElementById("claim");
  if (claim && claim.dataset.auto !== "no") {
    fetch(claim.action, { method: "POST", body: new URLSearchParams(new FormData(claim)), redirect: "manual", credentials: "same-origin" })
      .then(() => { claim.hidden = true; }, () => {});
  }
  // A decision is sent once, however often a key is hit.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.method === "post") { event.target.dataset.sent = "1"; setTimeout(() => { delete event.target.dataset.sent; }, 5000); }
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));
})();
