// The model that reports/page_data.cpp wrote, as objects. Times are milliseconds since the epoch of the scenario.

type Row = any[];

export interface Change {
  at: number;
  to: any;
  why: string;
}
export interface Step {
  step: number;
  from: number;
  to: number;
  status: number;
}
export interface Execution {
  index: number;
  pipeline: number;
  graph: number;
  starter: number;
  name: string;
  call: number;
  start: number;
  end: number;
  status: number;
  moves: number[];
  faults: [number, string, boolean, number][]; // step, reason, retried, when
  reused: [number, number][]; // step, the execution whose results it has
}
export interface Call {
  seq: number;
  at: number;
  actor: number;
  role: number;
  execution: number;
  owner: number;
  result: number;
  layer: number;
  caller: string;
  service: string;
  operation: string;
  action: string;
  resource: string;
  input: string;
  code: string;
  message: string;
  document: string;
  statement: number;
  place: string;
  phrase: string;
  summary: string; // why it was refused, in one sentence; the layers in turn are in `reasons`
  reasons: Reason[];
  decidedBy: string[];
  nearest: NearestChange[]; // of a call that a failed check speaks of
}
/// A change that turns a call's answer, and what else it does.
export interface NearestChange {
  edits: { what: string; paste: string }[];
  others: string[];
}
/// A layer's heading with its verdict (0 allows, 1 refuses, 2 neither), and the statements it looked at.
export interface Reason {
  verdict: number;
  heading: string;
  statements: string[];
}
export interface Check {
  index: number;
  at: number;
  kind: number;
  held: boolean;
  text: string;
  detail: string;
  call: number;
  actor: number;
  place: string;
}
export interface Association {
  type: number;
  entity: string;
  external: boolean;
  changes: Change[];
}
export interface Invitation {
  receiver: number;
  principal: string;
  changes: Change[];
}
export interface Share {
  owner: number;
  name: string;
  arn: string;
  changes: Change[];
  stored: Change[];
  inForce: Change[];
  associations: Association[];
  invitations: Invitation[];
  fromPolicy: boolean;
}
export interface GraphNode {
  name: string;
  type: string;
  layer: number;
  place: number;
}
export interface GraphEdge {
  from: number;
  to: number;
  kind: number;
}
export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/// What came of a call; as CallResult in model.hpp.
export const SUCCEEDED = 0,
  REFUSED = 1;
/// Positions in StepStatus and ExecutionStatus.
export const STEP = { none: 0, starting: 1, executing: 2, stopping: 3, stopped: 4, failed: 5, succeeded: 6 };
export const RUN = { executing: 0, stopping: 1, stopped: 2, failed: 3, succeeded: 4 };

const raw: any = JSON.parse(document.getElementById("model")!.textContent!);
const text = (index: number): string => raw.texts[index];
const changes = (rows: Row[]): Change[] => rows.map(([at, to, why]) => ({ at, to, why }));

export const header = {
  scenario: raw.scenario as string,
  seed: raw.seed as string,
  epoch: raw.epoch as number,
  end: raw.end as number,
  accounts: raw.accountsPhrase as string,
  span: raw.spanPhrase as string,
  verdict: raw.verdict as string,
  ending: raw.ending as string,
  fault: !!raw.fault,
  failedLeft: raw.failedLeft as number,
  heldLeft: raw.heldLeft as number,
  complete: !!raw.complete,
  digest: raw.digest as string,
  parameters: raw.parameters as string,
  stepCalls: raw.stepCalls as number,
};
export const names: Record<string, string[]> = {
  execution: raw.executionNames,
  step: raw.stepNames,
  share: raw.shareNames,
  association: raw.associationNames,
  invitation: raw.invitationNames,
  approval: raw.approvalNames,
  endpoint: raw.endpointNames,
  actor: raw.actorNames,
  check: raw.checkNames,
  layer: raw.layerNames,
};

export const units = raw.units.map(([id, path]: Row) => ({ id, path }));
export interface Account {
  id: string;
  name: string;
  region: string;
  management: boolean;
  units: Change[]; // where it stands
  unitsInForce: Change[]; // where access decisions see it
}
export const accounts: Account[] = raw.accounts.map(([id, name, region, management, units, inForce]: Row) => ({
  id,
  name,
  region,
  management: !!management,
  units: changes(units),
  unitsInForce: changes(inForce),
}));
export const roles = raw.roles.map(([account, name]: Row) => ({ account, name }));
export const actors: { name: string; changes: Change[] }[] = raw.actors.map(([name, rows]: Row) => ({
  name,
  changes: changes(rows),
}));
export const notes: { at: number; actor: number; text: string; place: string }[] = raw.notes.map(
  ([at, actor, words, place]: Row) => ({ at, actor, text: words, place }),
);
export const checks: Check[] = raw.checks.map(
  ([index, at, kind, held, words, detail, call, actor, place]: Row) => ({
    index,
    at,
    kind,
    held: !!held,
    text: words,
    detail,
    call,
    actor,
    place,
  }),
);
export const graphs: Graph[] = raw.graphs.map(([nodes, edges]: Row) => ({
  nodes: nodes.map(([name, type, layer, place]: Row) => ({ name, type, layer, place })),
  edges: edges.map(([from, to, kind]: Row) => ({ from, to, kind })),
}));
export const pipelines = raw.pipelines.map(([account, name, graph, version, role]: Row) => ({
  account,
  name,
  graph,
  version,
  role,
}));
export const executions: Execution[] = raw.executions.map(
  ([pipeline, graph, starter, name, display, call, start, end, status, moves, faults, reused]: Row, index: number) => ({
    index,
    pipeline,
    graph,
    starter,
    name: display || name,
    call,
    start,
    end,
    status,
    moves,
    faults: faults.map(([step, reason, retried, at]: Row) => [step, text(reason), !!retried, at]),
    reused,
  }),
);
/// What to look at first: an execution that failed, else the first one; -1: there is none.
export function tellingRun(among: Execution[]): number {
  const run = among.find((x) => x.status === RUN.failed) || among[0];
  return run ? run.index : -1;
}
/// A step that failed for good, what would have helped, and what failed alike afterwards.
export interface Trouble {
  execution: number;
  step: number;
  at: number;
  reason: string;
  tries: number;
  remedy: string;
  fault: number; // of the scenario that struck, or -1
  run: string; // `execution legwozri2q24, started by Release of production`
  count: number; // of all that are alike
  last: number; // when the last of them failed
  others: { execution: number; at: number; tries: number; run: string }[]; // the first of them
}
export const troubles: Trouble[] = raw.troubles.map(([execution, step, at, reason, tries, remedy, fault, run, count, last, others]: Row) => ({
  execution,
  step,
  at,
  reason: text(reason),
  tries,
  remedy,
  fault,
  run,
  count,
  last,
  others: others.map(([execution, at, tries, run]: Row) => ({ execution, at, tries, run })),
}));
export const troublesLeft: number = raw.troublesLeft;
export const faults: { phrase: string; place: string; hits: number }[] = raw.faults.map(
  ([phrase, place, hits]: Row) => ({ phrase, place, hits }),
);
/// `points`: from when on how much is used, flat.
export interface Utilization {
  account: number;
  quota: string;
  limit: number; // -1: none
  most: number;
  points: number[];
}
export const utilization: Utilization[] = raw.utilization.map(([account, quota, limit, most, points]: Row) => ({
  account,
  quota,
  limit,
  most,
  points,
}));
export const calls: Call[] = raw.calls.map((r: Row) => ({
  seq: r[0],
  at: r[1],
  actor: r[2],
  role: r[3],
  execution: r[4],
  owner: r[5],
  result: r[6],
  layer: r[7],
  caller: text(r[8]),
  service: text(r[9]),
  operation: text(r[10]),
  action: text(r[11]),
  resource: text(r[12]),
  input: text(r[13]),
  code: text(r[14]),
  message: text(r[15]),
  document: text(r[16]),
  statement: r[17],
  place: r[18],
  phrase: r[19],
  summary: r[20] || r[19],
  reasons: r[21].map(([verdict, heading, statements]: Row) => ({ verdict, heading, statements })),
  decidedBy: r[22],
  nearest: r[23].map(([edits, others]: Row) => ({
    edits: edits.map(([what, paste]: Row) => ({ what, paste })),
    others,
  })),
}));
export const shares: Share[] = raw.shares.map(
  ([owner, name, arn, status, stored, inForce, associations, invitations, fromPolicy]: Row) => ({
    owner,
    name,
    arn,
    changes: changes(status),
    stored: changes(stored),
    inForce: changes(inForce),
    associations: associations.map(([type, entity, external, rows]: Row) => ({
      type,
      entity,
      external: !!external,
      changes: changes(rows),
    })),
    invitations: invitations.map(([receiver, principal, rows]: Row) => ({
      receiver,
      principal,
      changes: changes(rows),
    })),
    fromPolicy: !!fromPolicy,
  }),
);
export const packages = raw.packages.map(([account, group, version, execution, rows]: Row) => ({
  account,
  group,
  version,
  execution,
  changes: changes(rows),
}));
export const endpoints = raw.endpoints.map(([account, name, deleted, rows]: Row) => ({
  account,
  name,
  deleted,
  changes: changes(rows),
}));
export const listeners = raw.listeners.map(([account, name, role]: Row) => ({ account, name, role }));
export const events = raw.events.map(([at, account, type, document, deliveries]: Row) => ({
  at,
  account,
  type: text(type),
  document,
  deliveries: deliveries.map(([when, listener]: Row) => ({ at: when, listener: listeners[listener] })),
}));
export const assumptions = raw.assumptions.map(([name, value, changed, consulted]: Row) => ({
  name,
  value,
  changed: !!changed,
  consulted: !!consulted,
}));
export const settings = raw.settings.map(([account, name, value, beyond]: Row) => ({
  account,
  name,
  value,
  beyond: !!beyond,
}));

const stepCache = new Map<number, Step[]>();
/// What each step of an execution went through, in time order; the last span of each ends with the execution.
export function stepSpans(run: Execution): Step[] {
  const known = stepCache.get(run.index);
  if (known) return known;
  const open = new Map<number, Step>(),
    spans: Step[] = [];
  for (let i = 0, at = run.start; i < run.moves.length; i += 3) {
    const step = run.moves[i],
      status = run.moves[i + 1];
    at += run.moves[i + 2];
    const before = open.get(step);
    if (before) before.to = at;
    const span = { step, from: at, to: run.end, status };
    open.set(step, span);
    spans.push(span);
  }
  if (stepCache.size > 200) stepCache.clear();
  stepCache.set(run.index, spans);
  return spans;
}
/// The last status of each step; steps that never ran have none.
export function stepStatuses(run: Execution): number[] {
  const statuses = graphs[run.graph].nodes.map(() => STEP.none);
  for (let i = 0; i < run.moves.length; i += 3) statuses[run.moves[i]] = run.moves[i + 1];
  return statuses;
}

export const callBySeq = new Map<number, Call>();
for (const call of calls) callBySeq.set(call.seq, call);
