"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  const scheme = byId("scheme");
  scheme.hidden = false;
  scheme.addEventListener("click", () => {
    const dark = root.style.colorScheme
      ? root.style.colorScheme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.style.colorScheme = dark ? "light" : "dark";
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".group:not([open])")];
    for (const group of closed) group.open = true;
  });
  addEventListener("afterprint", () => {
    for (const group of closed) group.open = false;
  });

  const openTarget = () => {
    const target = location.hash && byId(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  const tools = byId("tools");
  if (!tools) return;
  tools.hidden = false;
  const groups = byId("groups");
  const search = byId("search");
  const rule = byId("rule");
  const group = byId("group");
  const fixable = byId("fixable");
  const shown = byId("shown");
  const findings = [...groups.querySelectorAll(".finding")].map((element) => ({
    element,
    severity: element.dataset.severity,
    rule: element.dataset.rule,
    path: element.dataset.path,
    fix: "fix" in element.dataset,
    text: null,
  }));
  const rows = [...document.querySelectorAll("tr.searched")].map((element) => ({ element, text: null }));
  const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

  const arrange = () => {
    const key = group.value;
    const made = new Map();
    for (const finding of findings) {
      const name = finding[key];
      let entry = made.get(name);
      if (!entry) {
        const details = document.createElement("details");
        const summary = document.createElement("summary");
        const title = document.createElement("h3");
        const count = document.createElement("span");
        details.className = "group";
        details.open = true;
        details.dataset.key = name;
        title.textContent = name;
        count.className = "count";
        summary.append(title, " ", count);
        details.append(summary);
        entry = details;
        made.set(name, entry);
      }
      entry.append(finding.element);
    }
    const order = [...made.keys()];
    if (key === "rule") order.sort((a, b) => made.get(b).childElementCount - made.get(a).childElementCount || (a < b ? -1 : 1));
    groups.replaceChildren(...order.map((name) => made.get(name)));
  };

  const matches = (item, words) => {
    if (!words.length) return true;
    if (item.text === null) item.text = item.element.textContent.toLowerCase();
    return words.every((word) => item.text.includes(word));
  };

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const levels = new Set([...tools.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
    const totals = new Map();
    let visible = 0;
    for (const finding of findings) {
      const keep =
        levels.has(finding.severity) &&
        (!rule.value || finding.rule === rule.value) &&
        (!fixable.checked || finding.fix) &&
        matches(finding, words);
      finding.element.hidden = !keep;
      if (keep) {
        visible += 1;
        const key = finding[group.value];
        totals.set(key, (totals.get(key) || 0) + 1);
      }
    }
    for (const details of groups.children) {
      const total = totals.get(details.dataset.key) || 0;
      details.hidden = !total;
      details.querySelector(".count").textContent = counted(total, "finding");
    }
    for (const row of rows) row.element.hidden = !matches(row, words);
    shown.textContent =
      visible === findings.length
        ? `${counted(visible, "finding")} shown`
        : `${visible.toLocaleString("en")} of ${counted(findings.length, "finding")} shown`;
  };

  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  };
  search.addEventListener("input", soon);
  for (const control of [rule, fixable, ...tools.querySelectorAll("[name=severity]")]) {
    control.addEventListener("change", filter);
  }
  group.addEventListener("change", () => {
    arrange();
    filter();
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("reset", () => {
    const regroup = group.value !== "path";
    setTimeout(() => {
      if (regroup) arrange();
      filter();
    });
  });
  const openAll = (open) => {
    for (const details of groups.children) details.open = open;
  };
  byId("open").addEventListener("click", () => openAll(true));
  byId("close").addEventListener("click", () => openAll(false));
  addEventListener("keydown", (event) => {
    const typing = event.target.matches && event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && event.target === search) {
      search.value = "";
      filter();
    }
  });
  filter();
})();
