// Keeps times running, fetches the page anew, says when the node does not answer, and shows audits.
import { audit, decimal, fractionalBits } from "./audit.js";

const every = 5000;
const byID = (id) => document.getElementById(id);

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "className") made.className = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// Times are the node's: its clock at the last answer, and how long ago by this machine that was.
let nodeTime = Number(byID("state")?.dataset.now ?? 0);
let heardAt = performance.now();
const now = () => nodeTime + (performance.now() - heardAt) / 1000;

function duration(seconds) {
  const value = Math.floor(Math.abs(seconds));
  const sign = seconds < 0 && value > 0 ? "−" : "";
  if (value < 60) return `${sign}${value} s`;
  const rest = (large, small, unit) => (value % large < small ? "" : ` ${Math.floor((value % large) / small)} ${unit}`);
  if (value < 3600) return `${sign}${Math.floor(value / 60)} min` + (value >= 600 ? "" : rest(60, 1, "s"));
  if (value < 86400) return `${sign}${Math.floor(value / 3600)} h` + rest(3600, 60, "min");
  return `${sign}${Math.floor(value / 86400)} d` + rest(86400, 3600, "h");
}

function tick() {
  for (const time of document.querySelectorAll("[data-since]")) setText(time, duration(now() - Number(time.dataset.since)));
  for (const time of document.querySelectorAll("[data-until]")) setText(time, duration(Number(time.dataset.until) - now()));
  const connection = byID("connection");
  if (!connection.hidden) setText(connection.lastElementChild, silence());
}

function setText(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

const silence = () => `What you see is ${duration((performance.now() - heardAt) / 1000)} old.`;

function setOffline(isOffline, why) {
  const connection = byID("connection");
  document.body.classList.toggle("offline", isOffline);
  if (isOffline === !connection.hidden) return;
  connection.hidden = !isOffline;
  connection.replaceChildren();
  if (isOffline) connection.append(`${why} `, element("span", {}, silence()));
}

// The markup that each live part was last made from.
const seen = new WeakMap();

/** Puts a newer page's live parts in the place of this one's, and leaves the focus where it was. */
function take(page) {
  const focused = document.activeElement;
  for (const part of document.querySelectorAll("[data-live]")) {
    const newer = page.getElementById(part.id);
    if (!newer || newer.outerHTML === seen.get(part)) continue;
    seen.set(part, newer.outerHTML);
    if (newer.dataset.now) { part.dataset.now = newer.dataset.now; }
    const address = part.contains(focused) ? focused.getAttribute("href") : null;
    const label = part.contains(focused) ? focused.getAttribute("aria-label") : null;
    const scrolls = [...part.querySelectorAll(".scroll")].map((box) => box.scrollLeft);
    part.replaceChildren(...document.importNode(newer, true).childNodes);
    [...part.querySelectorAll(".scroll")].forEach((box, index) => { box.scrollLeft = scrolls[index] ?? 0; });
    if (address) part.querySelector(`a[href="${CSS.escape(address)}"]`)?.focus({ preventScroll: true });
    else if (label) part.querySelector(`[aria-label="${CSS.escape(label)}"]`)?.focus({ preventScroll: true });
  }
  document.title = page.title;
}

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.pathname + location.search, { cache: "no-store", signal: AbortSignal.timeout(every) });
    if (!answer.ok) throw new Error(`The node answers ${answer.status}.`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    nodeTime = Number(page.getElementById("state")?.dataset.now ?? nodeTime);
    heardAt = performance.now();
    take(page);
    setOffline(false);
  } catch (error) {
    setOffline(true, error instanceof TypeError || error.name === "TimeoutError" ? "The node does not answer." : error.message);
  }
  tick();
}

async function repeat() {
  await refresh();
  setTimeout(repeat, every);
}

// MARK: Audit

const price = (value, decimals, extra) => decimal(value, Number(fractionalBits) + extra, 24) && scaled(value, decimals, Number(fractionalBits) + extra);

/** value · 2^−bits · 10^−decimals, to four places more than a tick. */
function scaled(value, decimals, bits) {
  const text = decimal(value, bits, 6);
  const [whole, fraction = ""] = text.split(".");
  const digits = whole.padStart(decimals + 1, "0");
  const cut = decimals === 0 ? digits : digits.slice(0, -decimals) + "." + digits.slice(-decimals);
  const tail = fraction.slice(0, 4).replace(/0+$/, "");
  return decimals === 0 && tail ? cut + "." + tail : cut + tail;
}

function stepOf(step) {
  const rows = step.quotes.map((entry, index) => {
    const isUsed = step.result.used[index];
    const fate = isUsed ? "counted" : entry.why ?? "outlier";
    const converted = entry.isValid ? price(entry.price, step.decimals, 0) : "–";
    return element("tr", { className: isUsed ? "" : "out" },
      element("th", { scope: "row" }, entry.label), element("td", { className: "num" }, entry.text ?? "–"),
      element("td", { className: "num" }, entry.rate === undefined ? "–" : "× " + price(entry.rate, 7, 1)),
      element("td", { className: "num" }, converted), element("td", {}, element("span", { className: "pill " + (isUsed ? "good" : "bad") }, fate)));
  });
  const head = element("tr", {}, ...["Market", "As quoted", "Conversion", "In dollars", "Fate"].map((name, index) =>
    element("th", { scope: "col", className: index > 0 && index < 4 ? "num" : "" }, name)));
  const lines = [];
  const { result, rule } = step;
  if (result.first === null) lines.push(`${step.quotes.filter((entry) => entry.isValid).length} valid quotes, ${rule.quorum} are needed: no median`);
  else {
    lines.push(`first median  ${price(result.first, step.decimals, 1)}`);
    lines.push(`±${rule.outlierBasisPoints} bp  ${price(result.lower / 10000n, step.decimals, 1)} … ${price(result.upper / 10000n, step.decimals, 1)}`);
    const count = result.used.filter(Boolean).length;
    lines.push(`${count} of ${step.quotes.length} remain, ${rule.quorum} needed`);
    lines.push(result.median === null ? "no median" : `median  ${price(result.median, step.decimals, 1)}`);
  }
  return element("div", { className: "step" }, element("h3", {}, step.title),
    element("div", { className: "scroll", tabindex: "0", role: "region", "aria-label": step.title + ", table" },
      element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows))),
    ...lines.map((line) => element("div", { className: "equation" }, line)));
}

function checkOf(check) {
  const detail = check.holds ? [] : [element("span", { className: "pair" }, `recorded ${check.recorded.slice(0, 300)}`), element("span", { className: "pair" }, `recomputed ${check.computed.slice(0, 300)}`)];
  return element("li", { className: check.holds ? "" : "no" },
    element("span", { className: "sign", "aria-label": check.holds ? "holds:" : "differs:", role: "img" }, check.holds ? "✓" : "✕"),
    element("span", {}, check.what, ...detail));
}

function openOf(text) {
  const parts = text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
  return element("li", { className: "open" }, element("span", { className: "sign", "aria-hidden": "true" }, "○"), element("span", {}, ...parts));
}

function show(result) {
  const failed = result.checks.filter((check) => !check.holds).length;
  const verdict = element("p", { className: "verdict" + (result.holds ? "" : " no") },
    element("b", {}, result.holds ? "Everything recomputed here agrees." : `${failed} of ${result.checks.length} checks differ.`),
    result.raw === null ? "" : ` Recomputed price ${decimal(result.raw, 48, 12)}.`);
  return [verdict, element("ul", { className: "checks" }, ...result.checks.map(checkOf)),
    element("h3", {}, "Not checked here"), element("ul", { className: "checks" }, ...result.open.map(openOf)), ...result.steps.map(stepOf)];
}

async function runAudit(section, button, output) {
  button.disabled = true;
  output.replaceChildren("Reading the evidence…");
  try {
    const answer = await fetch(section.dataset.evidence);
    if (!answer.ok) throw new Error(`the evidence cannot be read: the node answers ${answer.status}`);
    const file = JSON.parse(await answer.text());
    output.replaceChildren(...show(audit(file)));
    section.dataset.done = "yes";
  } catch (error) {
    output.replaceChildren(element("p", { className: "verdict no" }, element("b", {}, "This round cannot be audited here. "), error.message));
    section.dataset.done = "failed";
  }
  button.disabled = false;
  output.focus({ preventScroll: true });
}

const section = byID("audit");
if (section) byID("audit-run").addEventListener("click", () => runAudit(section, byID("audit-run"), byID("audit-result")));

setInterval(tick, 1000);
setTimeout(repeat, every);
