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
  for (let i = 0; i < 100 && !(await evaluate(kPainted)); ++i) await sleep(100);
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
  hold(
    "arrow keys select in the timeline",
    (await tab.evaluate(`document.querySelector(".selected b")?.textContent ?? ""`)) !== "",
  );
  await tab.close();
}

async function large() {
  const tab = await open("many.html", { width: 1440 });
  const nodes = await tab.evaluate(`document.querySelectorAll("*").length`);
  hold("1,000 executions: under 5,000 DOM nodes", nodes < 5000, nodes);
  const paint = await tab.evaluate(
    `performance.getEntriesByType("paint").find((p) => p.name === "first-contentful-paint")?.startTime`,
  );
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
  await tab.shot("many");
  await tab.close();
}

try {
  for (const file of ["promotion.html", "many.html"])
    if (!existsSync(join(pages, file))) throw new Error(`${file} is not in ${pages}`);
  await looks();
  await anchors();
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
