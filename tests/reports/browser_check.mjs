// Looks at report pages in headless Chromium over its debugging pipe (no driver, no packages) and holds them to their limits.
//   node browser_check.mjs PAGES_DIR [SCREENSHOT_DIR]
// Exit code 77 (ctest: skipped) when there is no chromium.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const pages = resolve(process.argv[2] ?? "."),
  shots = process.argv[3];
const chromium = ["chromium", "chromium-browser"].find((name) => spawnSync("which", [name]).status === 0);
if (!chromium) {
  console.log("skipped: chromium is not installed");
  process.exit(77);
}

const profile = mkdtempSync(join(tmpdir(), "rehearse-page-"));
const browser = spawn(
  chromium,
  [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--remote-debugging-pipe",
    `--user-data-dir=${profile}`,
    "about:blank",
  ],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
);
const waiting = new Map(),
  listeners = [];
let nextId = 0,
  buffered = "";
browser.stdio[4].on("data", (chunk) => {
  buffered += chunk;
  for (let end; (end = buffered.indexOf("\0")) >= 0; buffered = buffered.slice(end + 1)) {
    const message = JSON.parse(buffered.slice(0, end));
    if (message.id) {
      const { done, fail } = waiting.get(message.id);
      message.error ? fail(new Error(message.error.message)) : done(message.result);
    } else listeners.forEach((listener) => listener(message));
  }
});
const send = (method, params = {}, sessionId) =>
  new Promise((done, fail) => {
    waiting.set(++nextId, { done, fail });
    browser.stdio[3].write(JSON.stringify({ id: nextId, method, params, sessionId }) + "\0");
  });
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const faults = [];
function hold(what, ok, figure = "") {
  console.log(`${ok ? "  ok  " : "  FAIL"} ${what}${figure === "" ? "" : `: ${figure}`}`);
  if (!ok) faults.push(what);
}

/// How many pixels of the timeline are painted.
const kPainted = `(() => { const c = document.querySelector("canvas"); if (!c || !c.width) return 0; const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; })()`;

async function open(file, { width, height = 900, scheme = "light", hash = "" }) {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  const errors = [];
  listeners.push((m) => {
    if (m.sessionId === sessionId && m.method === "Runtime.exceptionThrown")
      errors.push(m.params.exceptionDetails.exception?.description ?? m.params.exceptionDetails.text);
  });
  await page("Runtime.enable");
  await page("Page.enable");
  await page("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 500 });
  await page("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  await page("Page.navigate", { url: `file://${join(pages, file)}${hash}` });
  const evaluate = async (expression) =>
    (await page("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true })).result.value;
  const kDrawn = `!!document.querySelector("main") && (!document.querySelector("canvas") || ${kPainted} > 0)`;
  for (let i = 0; i < 100 && !(await evaluate(kDrawn)); ++i) await sleep(100);
  await sleep(200);
  const shot = async (name, whole = false) => {
    if (!shots) return;
    const { data } = await page("Page.captureScreenshot", { format: "png", captureBeyondViewport: whole });
    writeFileSync(join(shots, `${name}.png`), Buffer.from(data, "base64"));
  };
  return { page, evaluate, shot, errors, close: () => send("Target.closeTarget", { targetId }) };
}

async function looks() {
  for (const scheme of ["light", "dark"])
    for (const width of [1440, 820, 390]) {
      const tab = await open("promotion.html", { width, scheme });
      const wide = await tab.evaluate("document.documentElement.scrollWidth");
      hold(`${width} px, ${scheme}: the page does not scroll sideways`, wide <= width, `${wide} px`);
      hold(`${width} px, ${scheme}: no script error`, tab.errors.length === 0, tab.errors.join("; "));
      const painted = await tab.evaluate(kPainted);
      hold(`${width} px, ${scheme}: the timeline is painted`, painted > 2000, `${painted} px`);
      await tab.shot(`${scheme}-${width}`, true);
      await tab.close();
    }
}

/// Runs that have little to show: each page stands, has no section without content, and throws nothing.
async function sparse() {
  const expected = {
    "empty.html": ["about"],
    "checks.html": ["checks", "timeline", "about"],
    "faulted.html": ["timeline", "about"],
    "moved.html": ["timeline", "organization", "about"],
  };
  for (const [file, sections] of Object.entries(expected))
    for (const width of [1440, 390]) {
      const tab = await open(file, { width, scheme: width === 390 ? "dark" : "light" });
      const found = await tab.evaluate(`[...document.querySelectorAll("main section")].map((e) => e.id)`);
      hold(`${file}, ${width} px: only sections that have content`, String(found) === String(sections), found);
      const words = await tab.evaluate(
        `[...document.querySelectorAll("nav a")].every((a) => a.textContent === document.querySelector(a.hash + " h2").textContent)`,
      );
      hold(`${file}, ${width} px: the navigation says what the headings say`, words);
      await tab.evaluate(`location.hash = "#call-7"`);
      await tab.evaluate(`location.hash = "#refused"`);
      await sleep(200);
      hold(`${file}, ${width} px: no script error`, tab.errors.length === 0, tab.errors.join("; "));
      await tab.shot(`${file.replace(".html", "")}-${width}`, true);
      await tab.close();
    }
  const faulted = await open("faulted.html", { width: 1440 });
  const head = await faulted.evaluate(
    `[document.querySelector(".pill").textContent, document.querySelector(".pill").className].join()`,
  );
  hold("a faulted run is headed by its fault, in red", head === "Stopped by a fault,pill bad", head);
  await faulted.close();
  const many = await open("checks.html", { width: 1440, hash: "#check-3001" });
  const at = await many.evaluate(
    `(() => { const e = document.getElementById("check-3001"); if (!e) return "absent"; const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight ? "seen" : "not in view: " + b.top; })()`,
  );
  hold("#check-N finds a check far down the list", at === "seen", at);
  await many.close();
}

async function anchors() {
  let tab = await open("promotion.html", { width: 1440 });
  const seq = await tab.evaluate(
    `JSON.parse(document.getElementById("model").textContent).calls.find((c) => c[6] === 1)[0]`,
  );
  await tab.close();
  tab = await open("promotion.html", { width: 1440, hash: `#call-${seq}` });
  const seen = `(() => { const e = document.getElementById("call-${seq}"); if (!e) return "absent"; const b = e.getBoundingClientRect(); return e.classList.contains("open") && b.top >= 0 && b.top < innerHeight ? "seen" : "not in view: " + b.top; })()`;
  hold(
    "an address with #call-N opens that call and scrolls to it",
    (await tab.evaluate(seen)) === "seen",
    await tab.evaluate(seen),
  );
  await tab.shot("call");
  await tab.evaluate(`location.hash = "#check-1"`);
  await sleep(300);
  const inView = `(() => { const b = document.getElementById("check-1").getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; })()`;
  hold("#check-N scrolls to that check", await tab.evaluate(inView));
  await tab.evaluate(`location.hash = "#call-${seq}"`);
  await sleep(300);
  hold("a link to a call works within the page", (await tab.evaluate(seen)) === "seen");
  await tab.evaluate(`document.querySelector("canvas").focus()`);
  for (const key of ["ArrowDown", "ArrowDown", "ArrowRight"])
    await tab.page("Input.dispatchKeyEvent", { type: "keyDown", key });
  await sleep(200);
  hold("no script error on the way", tab.errors.length === 0, tab.errors.join("; "));
  hold(
    "arrow keys select in the timeline",
    (await tab.evaluate(`document.querySelector(".selected b")?.textContent ?? ""`)) !== "",
  );
  await tab.close();
}

/// Marks that fall on one place have one mark with their number; a click lists them and zooms in.
async function clusters() {
  const tab = await open("many.html", { width: 1440 });
  await tab.evaluate(`document.querySelector("#timeline").scrollIntoView()`);
  const box = await tab.evaluate(
    `(() => { const b = document.querySelector("canvas").getBoundingClientRect(); return [b.left, b.top]; })()`,
  );
  const mouse = (type, x, y) =>
    tab.page("Input.dispatchMouseEvent", { type, x: box[0] + x, y: box[1] + y, button: "left", clickCount: 1 });
  const tip = `document.querySelector(".tip b")?.textContent ?? ""`;
  let found = "";
  for (let y = 36; y < 140 && !found; y += 8)
    for (let x = 560; x < 600 && !found; x += 8) {
      await tab.page("Input.dispatchMouseEvent", { type: "mouseMoved", x: box[0] + x, y: box[1] + y });
      await sleep(30);
      if (!/ marks$/.test(await tab.evaluate(tip))) continue;
      found = await tab.evaluate(tip);
      await mouse("mousePressed", x, y);
      await mouse("mouseReleased", x, y);
    }
  await sleep(200);
  hold("marks on one place are one with a count", found !== "", found);
  const listed = await tab.evaluate(`document.querySelectorAll(".selected .members a").length`);
  hold("a click on them lists what they are", listed > 1, listed);
  hold("clusters: no script error", tab.errors.length === 0, tab.errors.join("; "));
  await tab.shot("cluster");
  await tab.close();
}

async function large() {
  const tab = await open("many.html", { width: 1440 });
  const nodes = await tab.evaluate(`document.querySelectorAll("*").length`);
  hold("1,000 executions: under 5,000 DOM nodes", nodes < 5000, nodes);
  const kPaint = `performance.getEntriesByType("paint").find((p) => p.name === "first-contentful-paint")?.startTime`;
  let paint = await tab.evaluate(kPaint);
  for (let i = 0; i < 50 && paint === undefined; ++i) {
    await sleep(100); // a busy machine tells of it late; the figure stays what it was
    paint = await tab.evaluate(kPaint);
  }
  hold("1,000 executions: first paint within 1 s", paint < 1000, `${Math.round(paint)} ms`);
  const events = [];
  listeners.push((m) => {
    if (m.method === "Tracing.dataCollected") events.push(...m.params.value);
  });
  const complete = new Promise((done) => listeners.push((m) => m.method === "Tracing.tracingComplete" && done()));
  await tab.page("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel", "devtools.timeline"] },
  });
  const wheel = (x, y, deltaY, modifiers = 0) =>
    tab.page("Input.dispatchMouseEvent", { type: "mouseWheel", x, y, deltaX: 0, deltaY, modifiers });
  for (let i = 0; i < 25; ++i) {
    await wheel(700, 600, 160);
    await sleep(16);
  }
  await tab.evaluate(`document.querySelector(".calls").scrollIntoView()`);
  for (let i = 0; i < 25; ++i) {
    await wheel(700, 400, 300);
    await sleep(16);
  }
  await tab.evaluate(`document.querySelector(".timeline").scrollIntoView()`);
  for (let i = 0; i < 25; ++i) {
    await wheel(700, 400, i % 2 ? -60 : 100, i < 12 ? 2 : 8);
    await sleep(16);
  }
  await tab.page("Tracing.end");
  await complete;
  // Time on the processor, so that a busy machine does not count against the page; waiting is shown beside it.
  const main = new Set(events.filter((e) => e.name === "UpdateLayoutTree").map((e) => `${e.pid}/${e.tid}`));
  const tasks = events.filter((e) => /RunTask$/.test(e.name) && main.has(`${e.pid}/${e.tid}`));
  const longest = (field) => Math.max(0, ...tasks.map((e) => (e[field] ?? e.dur ?? 0) / 1000)).toFixed(1);
  hold(
    "1,000 executions: no task over 50 ms while scrolling and zooming",
    tasks.length > 0 && longest("tdur") < 50,
    `${longest("tdur")} ms (${longest("dur")} ms by the clock) of ${tasks.length} tasks`,
  );
  hold("1,000 executions: no script error", tab.errors.length === 0, tab.errors.join("; "));
  await tab.shot("many");
  await tab.close();
}

try {
  for (const file of ["promotion.html", "many.html", "empty.html", "checks.html", "faulted.html", "moved.html"])
    if (!existsSync(join(pages, file))) throw new Error(`${file} is not in ${pages}`);
  await looks();
  await sparse();
  await anchors();
  await clusters();
  await large();
} catch (error) {
  faults.push(String(error));
  console.log(error);
}
const gone = new Promise((done) => browser.on("exit", done));
await send("Browser.close").catch(() => {});
await Promise.race([gone, sleep(5000)]);
browser.kill();
try {
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
} catch {
  console.log(`left behind: ${profile}`); // a process of the browser still writes there
}
console.log(faults.length === 0 ? "the pages hold" : `${faults.length} failed`);
process.exit(faults.length === 0 ? 0 : 1);
