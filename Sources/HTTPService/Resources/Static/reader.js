// The readers' page with a script: the same forms and links, answered in place. Without it every one of them still works.
// Nothing here makes HTML from text: the server's own pages are parsed by the browser into inert documents, and parts of
// them are moved over.
(() => {
  "use strict";
  const main = document.getElementById("discussion");
  if (!main) return;
  const words = main.dataset, base = words.base, locale = document.documentElement.lang;
  const framed = parent !== window;
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const comment = (id) => id && document.getElementById("comment-" + id);
  const form = () => document.getElementById("respond-form");
  const respond = () => document.getElementById("respond");
  let jwt = null;

  // --- Kept in this browser; a browser that keeps nothing is no reason to fail.
  const keep = (name, value) => {
    try {
      value == null ? localStorage.removeItem(name) : localStorage.setItem(name, JSON.stringify(value));
    } catch { /* full, or forbidden */ }
  };
  const kept = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const draftKey = "moderato:draft:" + words.article, ownKey = "moderato:own:" + words.article, meKey = "moderato:me";
  const ownDays = 30;
  const own = () => (kept(ownKey) || []).filter((mine) => mine && typeof mine.proof === "string" && mine.until > Date.now());

  // --- Telling.
  const status = document.getElementById("status");
  let quiet;
  const say = (text) => {
    status.textContent = "";
    clearTimeout(quiet);
    // A live region speaks when its words change, so let it be empty for a moment.
    setTimeout(() => { status.textContent = text; }, 50);
    if (text) quiet = setTimeout(() => { status.textContent = ""; }, 8000);
  };
  const plural = (forms, count) => {
    const known = JSON.parse(forms);
    return (known[new Intl.PluralRules(locale).select(count)] || known.other).replace("{n}", count);
  };

  // --- Asking the server. The answer is a page; the browser parses it without running anything.
  const ask = (method, address, fields) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = "document";
    request.timeout = 20000;
    request.setRequestHeader("X-Moderato-Part", "1");
    if (jwt) request.setRequestHeader("Authorization", "Bearer " + jwt);
    request.onload = () => request.response && find("#discussion", request.response)
      ? resolve(request.response) : reject(new Error(String(request.status)));
    request.onerror = request.ontimeout = () => reject(new Error("no answer"));
    if (fields) {
      request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");
      request.send(fields);
    } else request.send();
  });
  const saidBy = (page) => find("#status", page)?.textContent.trim() || "";

  // --- Putting parts of an answer in place.
  const take = (fresh) => {
    const node = document.importNode(fresh, true);
    // Where a browser without scripts should look first; here that is ours to do.
    for (const field of [node, ...all("[autofocus]", node)]) {
      if (field.hasAttribute("autofocus")) { field.removeAttribute("autofocus"); field.dataset.focus = ""; }
    }
    return node;
  };
  const replace = (old, fresh) => {
    if (!old || !fresh) return null;
    const node = take(fresh);
    old.replaceWith(node);
    return node;
  };
  const depth = (item) => Number(item.dataset.depth);
  const place = (fresh) => {
    const thread = document.getElementById("thread"), node = take(fresh);
    all(".respond", node).forEach((form) => form.remove());
    const old = comment(node.dataset.id);
    if (old) {
      replace(find(".body", old), find(".body", node));
      if (node.dataset.own) { old.dataset.own = node.dataset.own; old.classList.add("own"); }
      return old;
    }
    const above = comment(node.dataset.parent);
    if (above) {
      // Behind the last reply of the same branch.
      let last = above;
      while (last.nextElementSibling && depth(last.nextElementSibling) > depth(above)) last = last.nextElementSibling;
      last.after(node);
    } else if (words.sort === "oldest") thread.append(node);
    else thread.prepend(node);
    document.getElementById("empty")?.setAttribute("hidden", "");
    return node;
  };
  const total = (page) => {
    const fresh = find("#total", page);
    if (fresh) document.getElementById("total").textContent = fresh.textContent;
  };
  const remember = (item) => {
    const proof = item.dataset.own;
    if (!proof) return;
    const others = own().filter((mine) => mine.proof !== proof);
    keep(ownKey, [...others, { proof, until: Date.now() + ownDays * 864e5 }].slice(-20));
  };
  const forget = (id) => keep(ownKey, own().filter((mine) => !mine.proof.startsWith(id)));

  // --- The one form: it moves under a comment and back, and what is typed stays in it.
  const home = document.getElementById("home");
  let returnTo = null;
  const tellForm = (name) => {
    const isReply = !!name;
    document.getElementById("respond-title").textContent = isReply ? words.asReply : words.add;
    document.getElementById("to-name").textContent = name || "";
    find("q", respond())?.remove();
    document.getElementById("to-whom").hidden = !isReply;
    document.getElementById("cancel-reply").hidden = !isReply;
    respond().classList.toggle("is-reply", isReply);
  };
  const reply = (id, name, from) => {
    const item = comment(id);
    if (!item || !form()) return;
    returnTo = from;
    item.append(respond());
    document.getElementById("parent").value = id;
    document.getElementById("problem")?.remove();
    tellForm(name);
    saveDraft();
    document.getElementById("text").focus({ preventScroll: true });
    show(respond());
  };
  const cancelReply = () => {
    const field = document.getElementById("parent");
    // Idempotent: a second cancel finds nothing to do.
    if (!field || !field.value) return;
    const id = field.value;
    field.value = "";
    home.append(respond());
    document.getElementById("problem")?.remove();
    tellForm(null);
    saveDraft();
    const back = returnTo && document.contains(returnTo) ? returnTo : comment(id) && find(".reply", comment(id));
    (back || document.getElementById("text")).focus({ preventScroll: true });
    if (back) show(back);
    returnTo = null;
    say(words.cancelled);
  };

  // --- Drafts.
  let saving;
  const saveDraft = () => {
    clearTimeout(saving);
    saving = setTimeout(() => {
      const text = document.getElementById("text");
      if (!text) return;
      keep(draftKey, text.value.trim() ? { text: text.value, parent: document.getElementById("parent").value } : null);
    }, 250);
  };
  const fillForm = () => {
    const text = document.getElementById("text");
    if (!text) return;
    const draft = kept(draftKey), me = kept(meKey), box = document.getElementById("remember");
    const isReply = !!document.getElementById("parent").value;
    if (draft && !text.value) {
      text.value = draft.text;
      const item = !isReply && comment(draft.parent);
      if (item) {
        item.append(respond());
        document.getElementById("parent").value = draft.parent;
        tellForm(find(".name", item)?.textContent || "…");
      }
    }
    box.closest("label").hidden = !document.getElementById("name");
    box.checked = !!me;
    for (const field of ["name", "email"]) {
      const input = document.getElementById(field);
      if (input && me && !input.value) input.value = me[field] || "";
    }
    grow(text);
  };
  const saveMe = () => {
    const name = document.getElementById("name");
    if (!name) return;
    const isWanted = document.getElementById("remember").checked;
    keep(meKey, isWanted ? { name: name.value, email: document.getElementById("email").value } : null);
  };
  const grow = (area) => { area.style.height = "auto"; area.style.height = Math.min(area.scrollHeight + 4, 480) + "px"; };

  // --- Sending.
  const busy = (button, isBusy) => button?.setAttribute("aria-disabled", isBusy);
  const problem = (text) => {
    let box = document.getElementById("problem");
    if (!box) {
      box = document.createElement("div");
      box.id = "problem";
      box.className = "error";
      box.setAttribute("role", "alert");
      document.getElementById("text").before(box);
    }
    box.textContent = text;
  };
  const submitComment = async (fields, action, button) => {
    busy(button, true);
    say(words.sending);
    let page;
    try { page = await ask("POST", action, fields); } catch {
      // The same form can be sent again: the server takes one delivery of it.
      say("");
      problem(words.failed);
      return;
    } finally { busy(button, false); }
    const fresh = find("li.own", page), freshForm = find("#respond", page);
    if (find("#problem", page) || !fresh) {
      const node = replace(respond(), freshForm);
      if (node) { fillForm(); find("#text", node)?.focus({ preventScroll: true }); show(node); }
      else if (saidBy(page)) problem(saidBy(page));
      say("");
      return;
    }
    saveMe();
    keep(draftKey, null);
    clearTimeout(saving);
    if (freshForm) { const node = replace(respond(), freshForm); home.append(node); } else respond()?.remove();
    fillForm();
    total(page);
    const item = place(fresh);
    remember(item);
    item.classList.add("arrived");
    find(".body", item).focus({ preventScroll: true });
    show(item);
    say(saidBy(page));
  };
  const act = async (method, address, fields, item, button) => {
    busy(button, true);
    let page;
    try { page = await ask(method, address, fields); } catch { say(words.failed); return; } finally { busy(button, false); }
    const fresh = find("#comment-" + item.dataset.id, page);
    const wasVote = button?.classList.contains("vote");
    if (fresh) {
      // A form under the comment stays where it is.
      const node = replace(find(".body", item), find(".body", fresh));
      (find("[data-focus]", node) || (wasVote && find(".vote", node)) || node).focus({ preventScroll: true });
      if (find(".gone", node)) forget(item.dataset.id);
    } else {
      if (item.contains(respond())) cancelReply();
      const next = item.nextElementSibling || item.previousElementSibling;
      item.remove();
      forget(item.dataset.id);
      (next ? find(".body", next) : main).focus({ preventScroll: true });
    }
    total(page);
    say(saidBy(page));
  };

  document.addEventListener("submit", (event) => {
    const target = event.target, button = event.submitter;
    if (target.id === "shares") { setTimeout(refreshShares, 1500); return; }
    if (button?.getAttribute("aria-disabled") === "true") { event.preventDefault(); return; }
    const action = button?.hasAttribute("formaction") ? button.formAction : target.action;
    const fields = new URLSearchParams(new FormData(target));
    if (button?.name) fields.set(button.name, button.value);
    for (const mine of own()) if (!fields.getAll("mine").includes(mine.proof)) fields.append("mine", mine.proof);
    if (target.id === "respond-form") {
      event.preventDefault();
      if (button?.dataset.reply) reply(button.dataset.reply, button.dataset.name, button);
      else if (button?.id === "cancel-reply") cancelReply();
      else submitComment(fields, action, button);
      return;
    }
    const item = (button || target).closest(".comment");
    if (!item) return;
    event.preventDefault();
    act("POST", action, fields, item, button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || !respond()?.contains(event.target)) return;
    if (document.getElementById("parent")?.value) { event.preventDefault(); cancelReply(); }
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "text") saveDraft();
    if (event.target.tagName === "TEXTAREA") grow(event.target);
  });
  document.addEventListener("change", (event) => { if (event.target.id === "remember") saveMe(); });

  // --- More of the thread, and what came since.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("#more");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-disabled") === "true") return;
    busy(link, true);
    try {
      const page = await ask("GET", link.href);
      const items = all("#thread > li", page).filter((item) => !comment(item.dataset.id)).map(take);
      document.getElementById("thread").append(...items);
      const next = find("#more", page);
      next ? link.replaceWith(take(next)) : link.parentElement.remove();
      if (items[0]) find(".body", items[0]).focus({ preventScroll: true });
    } catch { say(words.failed); busy(link, false); }
  });
  const waiting = new Set();
  const freshButton = document.getElementById("fresh");
  const tellFresh = () => {
    freshButton.hidden = waiting.size === 0;
    freshButton.textContent = waiting.size ? plural(words.new, waiting.size) : "";
  };
  freshButton.addEventListener("click", async () => {
    const ids = [...waiting];
    try {
      const page = await ask("GET", base + "?" + ids.slice(0, 50).map((id) => "only=" + id).join("&"));
      const items = all("#thread > li", page).map(place);
      ids.slice(0, 50).forEach((id) => waiting.delete(id));
      items.forEach((item) => item.classList.add("arrived"));
      total(page);
      if (items[0]) { find(".body", items[0]).focus({ preventScroll: true }); show(items[0]); }
    } catch { say(words.failed); }
    tellFresh();
  });
  const refreshShares = async () => {
    try { replace(document.getElementById("shares"), find("#shares", await ask("GET", base + "?only=none"))); } catch { /* next time */ }
  };
  const listen = () => {
    if (!window.EventSource || !words.events) return;
    const source = new EventSource(words.events);
    const on = (kind, use) => source.addEventListener(kind, (event) => {
      try { use(JSON.parse(event.data)); } catch { /* not for us */ }
    });
    on("published", ({ id }) => { if (id && !comment(id)) { waiting.add(id); tellFresh(); } });
    on("removed", ({ id }) => {
      waiting.delete(id);
      tellFresh();
      const item = comment(id);
      if (!item || item.classList.contains("own") || item.contains(document.activeElement)) return;
      const gone = document.createElement("p");
      gone.className = "gone";
      gone.textContent = words.deleted;
      find(".body", item).replaceChildren(gone);
    });
    on("edited", async ({ id }) => {
      const item = comment(id);
      if (!item || item.contains(document.activeElement)) return;
      const page = await ask("GET", base + "?only=" + id);
      replace(find(".body", item), find("#comment-" + id + " .body", page));
    });
    on("counts", ({ comments, shares }) => {
      const total = document.getElementById("total");
      if (Number.isInteger(comments)) total.textContent = plural(total.dataset.forms, comments);
      if (shares != null) refreshShares();
    });
    addEventListener("pagehide", () => source.close());
  };

  // --- Times grow older while a page is open.
  const ages = [[60, null], [3600, "minute", 60], [86400, "hour", 3600], [7 * 86400, "day", 86400]];
  const tellTimes = () => {
    const format = window.Intl?.RelativeTimeFormat && new Intl.RelativeTimeFormat(locale);
    if (format) for (const time of all("time[data-ago]")) {
      const seconds = (Date.now() - new Date(time.dateTime)) / 1000, row = ages.find(([until]) => seconds < until);
      if (row) time.textContent = row[1] ? format.format(-Math.max(1, Math.floor(seconds / row[2])), row[1]) : words.justNow;
    }
  };
  const tellDates = () => {
    // In the reader's own time zone.
    const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
    for (const time of all("time[datetime]")) time.title = format.format(new Date(time.dateTime));
  };

  // --- Inside another page.
  const post = (message) => { if (framed) parent.postMessage({ moderato: 1, ...message }, "*"); };
  const show = (element) => {
    if (framed) post({ show: element.getBoundingClientRect().top + scrollY, height: element.offsetHeight });
    else element.scrollIntoView({ block: "nearest" });
  };
  const themeNames = /^--moderato-[a-z-]{1,40}$/, themeValues = /^[-\w\s#%.,()"']{1,200}$/;
  addEventListener("message", async (event) => {
    // Only the page around this one is listened to; the frame-ancestors policy says which pages may be that.
    if (!framed || event.source !== parent || !event.data || event.data.moderato !== 1) return;
    const { theme, scheme, token } = event.data;
    if (theme && typeof theme === "object") for (const [name, value] of Object.entries(theme)) {
      if (themeNames.test(name) && themeValues.test(value) && !/url|expression/i.test(value)) document.documentElement.style.setProperty(name, value);
    }
    if (scheme === "light" || scheme === "dark") document.documentElement.dataset.theme = scheme;
    if (typeof token === "string" && token.length < 8192 && token !== jwt) {
      jwt = token;
      try {
        const page = await ask("GET", base + "?only=none"), fresh = find("#respond", page);
        const text = document.getElementById("text")?.value, at = document.getElementById("parent")?.value;
        if (fresh && respond() && !at) { replace(respond(), fresh); document.getElementById("text").value = text || ""; fillForm(); }
      } catch { /* stays a guest's form */ }
    }
  });
  if (framed) {
    document.documentElement.classList.add("framed");
    new ResizeObserver(() => post({ size: Math.ceil(document.documentElement.getBoundingClientRect().height) })).observe(document.documentElement);
    post({ ready: true });
  }

  // --- What this browser wrote here before.
  const showOwn = async () => {
    const mine = own();
    if (!mine.length) return;
    const fields = new URLSearchParams(mine.map(({ proof }) => ["mine", proof]));
    fields.append("only", "own");
    try {
      const page = await ask("POST", base, fields);
      for (const item of all("#thread > li.own", page)) {
        const id = item.dataset.id, old = comment(id);
        if (old && old.contains(document.activeElement)) continue;
        // Not on this page of the thread, and readers see it elsewhere: leave it there.
        if (!old && !find(".notice", item)) continue;
        place(item);
      }
    } catch { /* the page stands without it */ }
  };
  const keepOwn = () => {
    for (const item of all("li.own[data-own]")) remember(item);
    // A private link carries its proof behind the hash, where no server sees it; it need not stay in the address line.
    const [only] = new URL(location.href).searchParams.getAll("only"), secret = location.hash.slice(1);
    if (only && /^[\w.-]{20,150}$/.test(secret) && !secret.startsWith("comment-")) {
      keep(ownKey, [...own(), { proof: only + "." + secret, until: Date.now() + ownDays * 864e5 }].slice(-20));
      history.replaceState(null, "", location.pathname + location.search);
    }
  };

  keepOwn();
  fillForm();
  tellTimes();
  tellDates();
  setInterval(tellTimes, 30000);
  listen();
  showOwn();
})();
