// How times and names are written on the page.
import { accounts, actors, Call, header, pipelines, roles, units } from "./data";

/// What each section is called.
export const titles: Record<string, string> = {
  checks: "Checks",
  troubles: "What went wrong",
  timeline: "Timeline",
  graphs: pipelines.length === 1 ? "Pipeline" : "Pipelines",
  calls: "Calls",
  organization: "Organization",
  shares: "Shares",
  models: "Models and endpoints",
  events: "Events",
  quotas: "Quotas",
  about: "About this run",
};

const two = (n: number) => (n < 10 ? "0" + n : "" + n);
const DAY = 86400000;

/// `09:00:35` of the scenario's calendar.
export function clock(at: number): string {
  const d = new Date(header.epoch + at);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
}
export function dayNumber(at: number): number {
  return Math.floor((header.epoch + at) / DAY) - Math.floor(header.epoch / DAY);
}
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
/// `Tue 6 Jan`.
export function day(at: number): string {
  const d = new Date(header.epoch + at);
  return `${WEEKDAYS[d.getUTCDay()]} ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}`;
}
/// The time of day, with its day when that is not the first.
export function when(at: number): string {
  return dayNumber(at) === 0 ? clock(at) : `${day(at)}, ${clock(at)}`;
}
/// `24m10s`, the two largest units that are not zero; as the program writes durations everywhere.
export function lasting(ms: number): string {
  const units: [string, number][] = [
    ["d", DAY],
    ["h", 3600000],
    ["m", 60000],
    ["s", 1000],
  ];
  const parts: string[] = [];
  for (const [name, size] of units) {
    const n = Math.floor(ms / size);
    if (n > 0 && parts.length < 2) parts.push(`${n}${name}`);
    else if (parts.length > 0) break;
    ms -= n * size;
  }
  return parts.length ? parts.join("") : `${Math.max(0, Math.round(ms))}ms`;
}

export const accountName = (index: number): string => (accounts[index] ? accounts[index].name : "");
export const roleName = (index: number): string => (roles[index] ? roles[index].name : "");
/// Who made a call: the actor, or the role that a rule's target or a step used.
export function who(call: Call): string {
  const role = roleName(call.role);
  if (actors[call.actor]) return actors[call.actor].name;
  return role || call.caller;
}
/// `StartPipelineExecution` for `start_pipeline_execution`.
export const operationName = (operation: string): string =>
  operation.includes("_")
    ? operation
        .split("_")
        .map((w) => w.charAt(0).toUpperCase() + w.slice(1))
        .join("")
    : operation;
/// What comes last in an ARN: `pipeline/churn`.
export function shortArn(arn: string): string {
  const parts = arn.split(":");
  return parts.length > 5 ? parts.slice(5).join(":") : arn;
}
/// `AllowExecution` is what tells the managed permissions apart.
export const permissionName = (arn: string): string => shortArn(arn).replace(/^permission\//, "");
export const accountOf = (id: string): string => {
  const found = accounts.find((a: any) => a.id === id);
  return found ? found.name : id;
};
/// An association's entity as a person calls it.
export function entityName(entity: string): string {
  if (/^\d{12}$/.test(entity)) return `account ${accountOf(entity)}`;
  const unit = units.find((u: any) => entity.endsWith(`/${u.id}`));
  if (unit) return `unit ${unit.path}`;
  return entity.includes(":organization/") ? "the organization" : shortArn(entity);
}
export const plural = (n: number, noun: string) => `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;

/// What a call without a resource of its own is about, from its input; in this order.
const SUBJECTS = ["AccountId", "name", "Name", "RoleName", "PolicyName", "resourceShareArn", "resourceShareArns"];
const subjects = new Map<number, string>();
function subjectOf(call: Call): string {
  let input: any = {};
  try {
    input = JSON.parse(call.input);
  } catch {
    return "";
  }
  const keys = Object.keys(input || {});
  const key = SUBJECTS.find((k) => keys.includes(k)) || keys.find((k) => /(Name|Arn|Arns|Id)$/.test(k));
  const value = key ? (Array.isArray(input[key]) ? input[key][0] : input[key]) : undefined;
  if (typeof value !== "string") return "";
  return key === "AccountId" ? accountOf(value) : value.startsWith("arn:") ? shortArn(value) : value;
}
/// What a call is about, in short: `pipeline/churn`, or what its input names.
export function subject(call: Call): string {
  if (call.resource !== "*") return shortArn(call.resource);
  if (!subjects.has(call.seq)) subjects.set(call.seq, subjectOf(call));
  return subjects.get(call.seq)!;
}
/// The point of a refusal: what follows "refused by the resource policy: ".
export const point = (sentence: string): string => sentence.replace(/^(explicitly )?refused by the [a-z ]+ policy: /, "");
