// What the timeline shows, as lanes of items: positions in time and rows, no pixels across yet.
import {
  accounts,
  actors,
  Call,
  calls,
  checks,
  Change,
  endpoints,
  Execution,
  executions,
  graphs,
  names,
  notes,
  pipelines,
  REFUSED,
  roles,
  shares,
  stepSpans,
  STEP,
  RUN,
  SUCCEEDED,
  header,
} from "./data";
import { entityName, lasting, operationName, permissionName, plural, roleName, when, who } from "./words";

export type Kind = "note" | "wait" | "call" | "fault" | "run" | "step" | "band" | "cluster";
export interface Item {
  kind: Kind;
  from: number;
  to: number;
  row: number;
  tone: string;
  label: string;
  detail: string[];
  link?: string;
  run?: number;
  call?: Call;
  members?: Item[]; // of a cluster: what falls on one place
}
export interface Lane {
  title: string;
  sub: string;
  kind: "notes" | "actor" | "account" | "runs" | "band" | "steps";
  rows: number;
  rowHeight: number;
  items: Item[];
}

const stepTones = ["quiet", "busy", "busy", "warn", "warn", "bad", "good"];
const runTones = ["busy", "warn", "warn", "bad", "good"];
export const stepTone = (status: number) => stepTones[status];
export const runTone = (status: number) => runTones[status];

const byTime = (a: Item, b: Item) => a.from - b.from;

export function callItem(call: Call): Item {
  const refused = call.result === REFUSED;
  const detail = [`${when(call.at)} by ${who(call)}`];
  if (refused) detail.push(call.summary);
  else if (call.code) detail.push(`${call.code}: ${call.message}`);
  return {
    kind: "call",
    from: call.at,
    to: call.at,
    row: 0,
    tone: refused ? "bad" : call.result === SUCCEEDED ? "good" : "warn",
    label: `${operationName(call.operation)} ${refused ? "refused" : call.result === SUCCEEDED ? "allowed" : "failed"}`,
    detail,
    link: `#call-${call.seq}`,
    call,
  };
}

/// Changes as spans: each lasts until the next, the last one until `end`.
function bands(
  changes: Change[],
  end: number,
  tone: (to: any) => string,
  label: (to: any) => string,
  hidden: (to: any) => boolean,
  row: number,
): Item[] {
  const items: Item[] = [];
  changes.forEach((change, i) => {
    const to = i + 1 < changes.length ? changes[i + 1].at : end;
    if (!hidden(change.to))
      items.push({
        kind: "band",
        from: change.at,
        to,
        row,
        tone: tone(change.to),
        label: label(change.to),
        detail: [`${when(change.at)} to ${when(to)}`, change.why].filter(Boolean),
      });
  });
  return items;
}

function noteLane(): Lane {
  const items = notes.map((n, i): Item => ({
    kind: "note",
    from: n.at,
    to: n.at,
    row: 0,
    tone: "note",
    label: String(i + 1),
    detail: [`${when(n.at)}: ${n.text}`],
    link: `#note-${i + 1}`,
  }));
  return { title: "Notes", sub: "the author's words", kind: "notes", rows: 1, rowHeight: 26, items };
}

/// When each check was decided. An invariant that held has no such moment.
function checkLane(): Lane {
  const items = checks
    .filter((c) => !c.held || names.check[c.kind] !== "always")
    .map((c): Item => ({
      kind: "call",
      from: c.at,
      to: c.at,
      row: 0,
      tone: c.held ? "good" : "bad",
      label: `${c.held ? "Held" : "Failed"}: ${c.text}`,
      detail: [when(c.at), c.detail].filter(Boolean),
      link: `#check-${c.index}`,
    }));
  const failed = checks.filter((c) => !c.held).length + header.failedLeft;
  return {
    title: "Checks",
    sub: plural(checks.length + header.failedLeft + header.heldLeft, "check") + (failed ? `, ${failed} failed` : ""),
    kind: "notes",
    rows: 1,
    rowHeight: 26,
    items: items.sort(byTime),
  };
}

function actorLane(index: number, own: Call[]): Lane {
  const actor = actors[index];
  const items: Item[] = [];
  actor.changes.forEach((change, i) => {
    const to = i + 1 < actor.changes.length ? actor.changes[i + 1].at : header.end;
    const state = names.actor[change.to];
    if (state === "waiting")
      items.push({
        kind: "wait",
        from: change.at,
        to,
        row: 0,
        tone: "quiet",
        label: "waits",
        detail: [`${when(change.at)} to ${when(to)}`, change.why ? `for ${change.why}` : ""].filter(Boolean),
      });
    if (state === "failed")
      items.push({
        kind: "fault",
        from: change.at,
        to: change.at,
        row: 0,
        tone: "bad",
        label: "the actor failed",
        detail: [when(change.at), change.why],
      });
  });
  own.forEach((call) => items.push(callItem(call)));
  const refused = own.filter((c) => c.result === REFUSED).length;
  return {
    title: actor.name,
    sub: plural(own.length, "call") + (refused ? `, ${refused} refused` : ""),
    kind: "actor",
    rows: 1,
    rowHeight: 26,
    items: items.sort(byTime),
  };
}

function runItem(run: Execution, row: number): Item {
  const status = names.execution[run.status];
  return {
    kind: "run",
    from: run.start,
    to: run.end,
    row,
    tone: runTones[run.status],
    label: `${run.name} ${status.toLowerCase()}`,
    run: run.index,
    detail: [
      `${when(run.start)} to ${when(run.end)} (${lasting(run.end - run.start)})`,
      run.starter >= 0 ? `started by ${roleName(run.starter)}` : "",
    ].filter(Boolean),
  };
}

function runLane(pipeline: number, runs: Execution[]): Lane {
  const ends: number[] = [];
  const items = runs.map((run) => {
    let row = ends.findIndex((end) => end <= run.start);
    if (row < 0) row = ends.length;
    ends[row] = Math.max(run.end, run.start + 1);
    return runItem(run, row);
  });
  const failed = runs.filter((r) => r.status === RUN.failed).length;
  const rows = Math.max(1, ends.length);
  return {
    title: pipelines[pipeline].name,
    sub: plural(runs.length, "execution") + (failed ? `, ${failed} failed` : ""),
    kind: "runs",
    rows,
    rowHeight: rows <= 6 ? 24 : rows <= 30 ? 11 : 6,
    items: items.sort(byTime),
  };
}

/// The steps of one execution: a row each, an item each attempt.
function stepLane(run: Execution): Lane {
  const rowOf = new Map<number, number>();
  const items: Item[] = [];
  const open = new Map<number, Item>();
  const nodes = graphs[run.graph].nodes;
  for (const span of stepSpans(run)) {
    if (!rowOf.has(span.step)) rowOf.set(span.step, rowOf.size);
    let item = open.get(span.step);
    if (!item) {
      item = {
        kind: "step",
        from: span.from,
        to: run.end,
        row: rowOf.get(span.step)!,
        tone: "busy",
        label: nodes[span.step] ? nodes[span.step].name : `step ${span.step}`,
        detail: [],
        run: run.index,
      };
      open.set(span.step, item);
      items.push(item);
    }
    item.tone = stepTones[span.status];
    if (span.status >= STEP.stopped) {
      item.to = span.from;
      open.delete(span.step);
    }
    const own = run.faults.filter(([step]) => step === span.step);
    const fault = own[own.length - 1];
    item.detail = [
      `${names.step[span.status]}, ${when(item.from)} to ${when(item.to)} (${lasting(item.to - item.from)})`,
      own.length > (span.status === STEP.failed ? 1 : 0) ? `${own.length} attempts failed` : "",
      run.reused.some(([step]) => step === span.step) ? "taken from the cache" : "",
      span.status === STEP.failed && fault ? fault[1] : "",
    ].filter(Boolean);
  }
  return { title: "", sub: `steps of ${run.name}`, kind: "steps", rows: Math.max(1, rowOf.size), rowHeight: 18, items };
}

function shareLane(index: number): Lane {
  const share = shares[index];
  const last = share.changes[share.changes.length - 1];
  const gone = last && names.share[last.to] === "DELETED" ? last.at : header.end;
  const name = (arn: string) => permissionName(arn).replace(/^AWSRAM(Default)?Permission/, "") || permissionName(arn);
  const items = bands(
    share.inForce,
    gone,
    () => "share",
    name,
    (to) => !to,
    0,
  );
  let row = 1;
  for (const a of share.associations.filter((x) => x.type === 0)) {
    const tone = (to: number) => (({ ASSOCIATED: "share", FAILED: "bad" }) as any)[names.association[to]] || "warn";
    items.push(
      ...bands(
        a.changes,
        gone,
        tone,
        (to) => `${entityName(a.entity)} ${names.association[to].toLowerCase()}`,
        (to) => names.association[to] === "DISASSOCIATED",
        row++,
      ),
    );
  }
  return {
    title: share.name,
    sub: share.fromPolicy ? "a policy, shown as a share" : "share, as it is in force",
    kind: "band",
    rows: row,
    rowHeight: 18,
    items: items.sort(byTime),
  };
}

function endpointLane(index: number): Lane {
  const e = endpoints[index];
  const end = e.deleted >= 0 ? e.deleted : header.end;
  const tones: Record<string, string> = { InService: "good", Failed: "bad" };
  return {
    title: e.name,
    sub: "endpoint",
    kind: "band",
    rows: 1,
    rowHeight: 24,
    items: bands(
      e.changes,
      end,
      (to) => tones[names.endpoint[to]] || "busy",
      (to) => names.endpoint[to],
      () => false,
      0,
    ).map((i) => ({ ...i, detail: i.detail.map((d, n) => (n === 1 ? `configuration ${d}` : d)) })),
  };
}

function groupBy<T>(items: T[], key: (t: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const k = key(item);
    const group = groups.get(k);
    if (group) group.push(item);
    else groups.set(k, [item]);
  }
  return groups;
}

const callsOfActor = groupBy(calls, (c) => c.actor);
const callsOfAccount = groupBy(
  calls.filter((c) => c.actor < 0),
  (c) => (roles[c.role] ? roles[c.role].account : -1),
);
/// The account of the role that an actor uses first, or -1: it makes no call.
const accountOfActor = actors.map((_, i) => {
  const call = (callsOfActor.get(i) || [])[0];
  return call && roles[call.role] ? roles[call.role].account : -1;
});
const runsOfPipeline = groupBy(executions, (x) => x.pipeline);
const made = new Map<string, Lane>();
/// Lanes are made once: a selected item stays the same object whatever is redrawn.
function once(key: string, make: () => Lane): Lane {
  if (!made.has(key)) made.set(key, make());
  return made.get(key)!;
}

/// All lanes, top to bottom; `expanded` is the execution whose steps are shown, or -1.
export function lanes(expanded: number): Lane[] {
  const out: Lane[] = [];
  if (notes.length) out.push(once("notes", noteLane));
  if (checks.length) out.push(once("checks", checkLane));
  const actor = (i: number) => once(`actor ${i}`, () => actorLane(i, callsOfActor.get(i) || []));
  actors.forEach((_, i) => accountOfActor[i] < 0 && out.push(actor(i)));
  accounts.forEach((account, index) => {
    const below: Lane[] = [];
    actors.forEach((_, i) => accountOfActor[i] === index && below.push(actor(i)));
    const others = callsOfAccount.get(index) || [];
    /// Calls that no actor makes.
    const other = (title: string, own: Call[]) =>
      own.length &&
      below.push(
        once(`${title} ${index}`, () => ({
          title,
          sub: plural(own.length, "call"),
          kind: "actor",
          rows: 1,
          rowHeight: 26,
          items: own.map(callItem),
        })),
      );
    // No line of the scenario makes a step's calls.
    const [targets, steps] = [others.filter((c) => c.place), others.filter((c) => !c.place)];
    other("rule targets", targets);
    other("pipeline steps", steps);
    pipelines.forEach((p: any, i: number) => {
      const runs = runsOfPipeline.get(i);
      if (p.account !== index || !runs) return;
      below.push(once(`runs ${i}`, () => runLane(i, runs)));
      if (expanded >= 0 && executions[expanded].pipeline === i)
        below.push(once(`steps ${expanded}`, () => stepLane(executions[expanded])));
    });
    shares.slice(0, 100).forEach((s, i) => {
      if (s.owner === index) below.push(once(`share ${i}`, () => shareLane(i)));
    });
    endpoints.slice(0, 100).forEach((e: any, i: number) => {
      if (e.account === index) below.push(once(`endpoint ${i}`, () => endpointLane(i)));
    });
    out.push(
      once(`account ${index}`, () => ({
        title: account.name,
        sub: account.id,
        kind: "account",
        rows: 1,
        rowHeight: 24,
        items: [],
      })),
      ...below,
    );
  });
  return out;
}

/// Is there anything to draw?
export const happens = accounts.length + actors.length + notes.length + checks.length > 0;
/// Everything that the lanes of this run can show, for the legend: `call bad`, `run good`.
export function kindsShown(): Set<string> {
  const out = new Set<string>();
  for (const lane of lanes(-1)) for (const item of lane.items) out.add(`${item.kind} ${item.tone}`);
  return out;
}
