// Puts the discussion of an article into a page:
//   <div id="moderato"></div>
//   <script src="https://comments.example/embed.js" data-article="bridge" async></script>
// The discussion is a frame of its own: no style or script of the page can harm it, nor it the page.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script) return;
  const { article, lang, sort, scheme, into } = script.dataset;
  if (!article) { console.error("moderato: the script tag needs data-article"); return; }
  const origin = new URL(script.src).origin;
  const address = new URL(origin + "/embed/" + encodeURIComponent(article));
  if (lang) address.searchParams.set("lang", lang);
  if (sort) address.searchParams.set("sort", sort);
  if (scheme) address.searchParams.set("theme", scheme);
  const wanted = /^#comment-([0-9a-f-]{36})$/.exec(location.hash);
  if (wanted) { address.searchParams.set("around", wanted[1]); address.hash = location.hash; }

  const titles = { ru: "Комментарии", uk: "Коментарі", en: "Comments" };
  const frame = document.createElement("iframe");
  frame.src = address;
  frame.title = titles[(lang || document.documentElement.lang || "en").slice(0, 2)] || titles.en;
  frame.loading = "lazy";
  frame.referrerPolicy = "origin";
  Object.assign(frame.style, { width: "100%", border: "0", display: "block", minHeight: "320px", colorScheme: "normal" });

  let token = null;
  const tell = (message) => frame.contentWindow?.postMessage({ moderato: 1, ...message }, origin);
  const theme = () => {
    const style = getComputedStyle(frame), found = {};
    for (const name of ["font", "size", "radius", "background", "text", "accent", "on-accent", "background-dark", "text-dark", "accent-dark", "on-accent-dark"]) {
      const value = style.getPropertyValue("--moderato-" + name).trim();
      if (value) found["--moderato-" + name] = value;
    }
    return found;
  };
  addEventListener("message", ({ source, origin: from, data }) => {
    if (source !== frame.contentWindow || from !== origin || !data || data.moderato !== 1) return;
    if (data.ready) tell({ theme: theme(), scheme, token });
    if (Number.isFinite(data.size)) frame.style.height = Math.min(Math.max(data.size, 320), 200000) + "px";
    if (Number.isFinite(data.show)) {
      const top = frame.getBoundingClientRect().top + data.show;
      const isSeen = top >= 0 && top + Math.min(data.height || 0, innerHeight) <= innerHeight;
      if (!isSeen) scrollBy({ top: top - 80, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  });
  // A site that signs its readers in hands their token over: Moderato.signIn(jwt).
  window.Moderato = { signIn(jwt) { token = String(jwt); tell({ token }); } };

  const place = into ? document.querySelector(into) : document.getElementById("moderato");
  place ? place.append(frame) : script.after(frame);
})();
