// Draws the timeline. Everything visible is redrawn on a change; marks that fall on one place are one mark with a count.
import { Item, Lane } from "./lanes";
import { clock, day, dayNumber, when } from "./words";
import { header } from "./data";

export interface View {
  from: number;
  to: number;
  width: number;
  height: number;
  gutter: number;
  scroll: number;
}
export interface Placed {
  lane: Lane;
  top: number;
  height: number;
}
export type Palette = Record<string, string>;

export const AXIS = 30;
const SECOND = 1000,
  MINUTE = 60 * SECOND,
  HOUR = 60 * MINUTE,
  DAY = 24 * HOUR;
const STEPS = [
  1,
  SECOND / 10,
  SECOND,
  5 * SECOND,
  15 * SECOND,
  MINUTE / 2,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR / 2,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  28 * DAY,
  91 * DAY,
  364 * DAY,
];

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const out: Palette = { font: style.getPropertyValue("--font") };
  for (const name of [
    "page",
    "card",
    "ink",
    "muted",
    "line",
    "faint",
    "good",
    "bad",
    "warn",
    "busy",
    "share",
    "note",
    "quiet",
    "accent",
    "good-soft",
    "bad-soft",
    "warn-soft",
    "busy-soft",
    "share-soft",
    "quiet-soft",
    "note-soft",
  ])
    out[name] = style.getPropertyValue(`--${name}`).trim();
  return out;
}

/// Where each lane stands. On a narrow page the titles stand above their lanes.
export function place(lanes: Lane[], gutter: number): Placed[] {
  let top = AXIS;
  return lanes.map((lane) => {
    const title = gutter === 0 && lane.kind !== "account" && lane.title ? 16 : 0;
    const height = lane.rows * lane.rowHeight + (lane.kind === "account" ? 4 : 10) + title;
    const placed = { lane, top: top, height };
    top += height;
    return placed;
  });
}

export const xOf = (view: View, at: number) =>
  view.gutter + 12 + ((at - view.from) / (view.to - view.from)) * (view.width - view.gutter - 24);
export const timeAt = (view: View, x: number) =>
  view.from + ((x - view.gutter - 12) / (view.width - view.gutter - 24)) * (view.to - view.from);

export function rowTop(placed: Placed, view: View, row: number): number {
  const title = view.gutter === 0 && placed.lane.kind !== "account" && placed.lane.title ? 16 : 0;
  return placed.top - view.scroll + 5 + title + row * placed.lane.rowHeight;
}

export function draw(
  ctx: CanvasRenderingContext2D,
  view: View,
  placed: Placed[],
  colours: Palette,
  selected: Item | null,
) {
  ctx.clearRect(0, 0, view.width, view.height);
  ctx.textBaseline = "middle";
  const font = (size: number, weight = 400) => (ctx.font = `${weight} ${size}px ${colours.font}`);
  const ticks = tickTimes(view);
  for (const p of placed) {
    const top = p.top - view.scroll;
    if (top > view.height || top + p.height < 0) continue;
    if (p.lane.kind === "account") {
      ctx.fillStyle = colours.faint;
      ctx.fillRect(0, top, view.width, p.height);
    }
  }
  ctx.fillStyle = colours.line;
  for (const t of ticks) ctx.fillRect(Math.round(xOf(view, t)), AXIS, 1, view.height);
  ctx.save();
  ctx.beginPath();
  ctx.rect(view.gutter, AXIS, view.width - view.gutter, view.height - AXIS);
  ctx.clip();
  for (const p of placed) {
    const top = p.top - view.scroll;
    if (top > view.height || top + p.height < 0) continue;
    font(11);
    drawLane(ctx, view, p, colours, selected);
  }
  ctx.restore();
  for (const p of placed) drawTitle(ctx, view, p, colours, font);
  drawAxis(ctx, view, ticks, colours, font);
}

function drawTitle(
  ctx: CanvasRenderingContext2D,
  view: View,
  p: Placed,
  colours: Palette,
  font: (s: number, w?: number) => void,
) {
  const top = p.top - view.scroll;
  if (top > view.height || top + p.height < AXIS) return;
  ctx.fillStyle = colours.line;
  if (p.lane.kind !== "steps") ctx.fillRect(0, top, view.width, 1);
  if (view.gutter === 0 && !p.lane.title) return;
  if (p.lane.kind === "account" || view.gutter === 0) {
    font(12, 600);
    ctx.fillStyle = colours.ink;
    const y = top + (p.lane.kind === "account" ? p.height / 2 : 11);
    ctx.fillText(p.lane.title, 10, y);
    const after = 10 + ctx.measureText(p.lane.title).width + 8;
    font(11);
    ctx.fillStyle = colours.muted;
    ctx.fillText(p.lane.sub, after, y);
    return;
  }
  font(12, p.lane.kind === "notes" || p.lane.kind === "actor" ? 500 : 400);
  ctx.fillStyle = colours.ink;
  const two = p.height >= 32 && p.lane.title !== "";
  ctx.fillText(fit(ctx, p.lane.title, view.gutter - 20), 10, top + (two ? 12 : p.height / 2));
  font(11);
  ctx.fillStyle = colours.muted;
  if (two) ctx.fillText(fit(ctx, p.lane.sub, view.gutter - 20), 10, top + 26);
  else if (!p.lane.title) ctx.fillText(fit(ctx, p.lane.sub, view.gutter - 32), 22, top + 14);
}

function drawAxis(
  ctx: CanvasRenderingContext2D,
  view: View,
  ticks: number[],
  colours: Palette,
  font: (s: number, w?: number) => void,
) {
  ctx.fillStyle = colours.card;
  ctx.fillRect(0, 0, view.width, AXIS);
  ctx.fillStyle = colours.line;
  ctx.fillRect(0, AXIS - 1, view.width, 1);
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : MINUTE;
  let taken = view.gutter;
  let lastDay = view.gutter > 0 ? dayNumber(view.from) : 0;
  font(11);
  ticks.forEach((t) => {
    const x = xOf(view, t);
    const number = dayNumber(t);
    const isNewDay = number !== lastDay || step >= DAY;
    lastDay = number;
    ctx.fillStyle = isNewDay ? colours.ink : colours.muted;
    const label = isNewDay ? day(t) : step < MINUTE ? clock(t) : clock(t).slice(0, 5);
    const width = ctx.measureText(label).width;
    const left = Math.max(view.gutter + 3, Math.min(x - width / 2, view.width - width - 3));
    if (left < taken || x < view.gutter || x > view.width) return;
    taken = left + width + 6;
    ctx.fillText(label, left, AXIS / 2);
  });
  if (view.gutter > 0) {
    ctx.fillStyle = colours.muted;
    ctx.fillText(day(view.from), 10, AXIS / 2);
  }
}

/// Round times of the scenario's calendar within the view.
function tickTimes(view: View): number[] {
  const room = Math.max(2, (view.width - view.gutter) / 84);
  const wanted = (view.to - view.from) / room;
  const step = STEPS.find((s) => s >= wanted) || STEPS[STEPS.length - 1] * Math.ceil(wanted / STEPS[STEPS.length - 1]);
  const ticks: number[] = [];
  for (let t = Math.ceil((view.from + header.epoch) / step) * step - header.epoch; t <= view.to; t += step)
    ticks.push(t);
  return ticks;
}

/// Marks closer than this are one; what falls on a cluster's own width goes into it.
const NEAR = 13;
const clusterWidth = (members: number) => 15 + 6 * (String(members).length - 1);
const isMark = (item: Item) => item.kind === "call" || item.kind === "note" || item.kind === "fault";
const rank: Record<string, number> = { bad: 2, warn: 1 };

/// A lane's marks within the view; those on one place as a cluster. The n-th of a cluster is not lost: it zooms apart.
export function marks(view: View, lane: Lane): Item[] {
  const out: Item[] = [];
  let start = -1e9;
  for (const item of lane.items) {
    if (!isMark(item) || item.to < view.from || item.from > view.to) continue;
    const x = xOf(view, item.from);
    const last = out[out.length - 1];
    const room = last && last.members ? clusterWidth(last.members.length + 1) + 3 : NEAR;
    if (!last || x - start >= room) {
      out.push(item);
      start = x;
    } else if (last.kind === "cluster") last.members!.push(item);
    else out[out.length - 1] = { ...last, kind: "cluster", members: [last, item] };
  }
  for (const cluster of out) if (cluster.members) summarize(cluster, cluster.members);
  return out;
}

function summarize(cluster: Item, members: Item[]) {
  cluster.to = members[members.length - 1].from;
  for (const m of members) if ((rank[m.tone] || 0) > (rank[cluster.tone] || 0)) cluster.tone = m.tone;
  cluster.label = String(members.length);
  const bad = members.filter((m) => m.tone === "bad").length;
  cluster.detail = [`${when(cluster.from)}${cluster.to > cluster.from ? ` to ${when(cluster.to)}` : ""}`].concat(
    bad && bad < members.length ? [`${bad} of them in red`] : [],
    members.slice(0, 3).map((m) => (m.kind === "note" ? `note ${m.label}` : m.label)),
    members.length > 3 ? [`and ${members.length - 3} more`] : [],
  );
  cluster.link = undefined;
}

function drawLane(ctx: CanvasRenderingContext2D, view: View, p: Placed, colours: Palette, selected: Item | null) {
  const short: [Item, number][] = []; // drawn last: what follows does not cover them
  const next: number[] = []; // of each row: where the item after this one begins
  for (let i = p.lane.items.length - 1; i >= 0; --i) {
    const item = p.lane.items[i];
    if (isMark(item)) continue;
    const room = next[item.row] ?? view.width;
    const x = xOf(view, item.from);
    next[item.row] = x;
    if (item.to < view.from - 1 || item.from > view.to + 1) continue;
    if (item.kind === "band" && xOf(view, item.to) - x < 3) short.push([item, room]);
    else drawItem(ctx, view, p, item, colours, room);
  }
  for (const [item, room] of short) drawItem(ctx, view, p, item, colours, room);
  for (const item of marks(view, p.lane)) drawItem(ctx, view, p, item, colours, 0);
  if (selected && (p.lane.items.includes(selected) || p.lane.items.includes(selected.members?.[0]!))) {
    const x = xOf(view, selected.from),
      w = Math.max(xOf(view, selected.to) - x, 0);
    const y = rowTop(p, view, selected.row),
      h = p.lane.rowHeight;
    ctx.strokeStyle = colours.accent;
    ctx.lineWidth = 2;
    rounded(ctx, w ? x - 2 : x - 10, y - 1, w ? w + 4 : 20, h, 4);
    ctx.stroke();
  }
}

function drawItem(ctx: CanvasRenderingContext2D, view: View, p: Placed, item: Item, colours: Palette, room: number) {
  const x = xOf(view, item.from),
    y = rowTop(p, view, item.row),
    h = p.lane.rowHeight,
    middle = y + h / 2 - 1;
  const right = xOf(view, item.to),
    w = Math.max(right - x, 2);
  const colour = colours[item.tone];
  if (item.kind === "wait") {
    ctx.fillStyle = colours["quiet-soft"];
    rounded(ctx, x, middle - 3, w, 6, 3);
    ctx.fill();
  } else if (item.kind === "note") {
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.arc(x, middle, 9, 0, 7);
    ctx.fill();
    ctx.fillStyle = colours.card;
    ctx.textAlign = "center";
    ctx.fillText(item.label, x, middle + 0.5);
    ctx.textAlign = "left";
  } else if (item.kind === "call") drawCall(ctx, x, middle, item.tone, colour, colours);
  else if (item.kind === "fault") drawFault(ctx, x, middle, colour, colours);
  else if (item.kind === "cluster") drawCluster(ctx, (x + right) / 2, middle, item, colour, colours);
  else {
    ctx.fillStyle = colours[`${item.tone}-soft`];
    rounded(ctx, x, y, w, Math.max(h - 3, 2), h > 14 ? 3 : 1);
    ctx.fill();
    ctx.fillStyle = colour;
    ctx.fillRect(x, y, Math.min(3, w), Math.max(h - 3, 2));
    if (h > 14) drawLabel(ctx, view, item, x, w, y + (h - 3) / 2, colours, room);
  }
}

/// Inside the bar where it fits; a short one's stands beside it, where nothing else does (`next`: what follows).
function drawLabel(
  ctx: CanvasRenderingContext2D,
  view: View,
  item: Item,
  x: number,
  w: number,
  y: number,
  colours: Palette,
  next: number,
) {
  const from = Math.max(x, view.gutter) + 8;
  const room = Math.min(x + w, view.width) - from - 4;
  ctx.fillStyle = colours.ink;
  const width = ctx.measureText(item.label).width;
  if ((item.kind === "step" || item.kind === "run") && width > room) {
    if (x + w + 5 + width < Math.min(next, view.width)) return ctx.fillText(item.label, x + w + 5, y + 0.5);
    if (item.kind === "step" && x - 5 - width > view.gutter) {
      ctx.textAlign = "right";
      ctx.fillText(item.label, x - 5, y + 0.5);
      ctx.textAlign = "left";
      return;
    }
  }
  if (room > 24) ctx.fillText(fit(ctx, item.label, room), from, y + 0.5);
}

/// Several marks on one place: their number, in the colour of the worst of them; only outlined when the others are better.
function drawCluster(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  item: Item,
  colour: string,
  colours: Palette,
) {
  const wide = clusterWidth(item.members!.length);
  const mixed = item.members!.some((m) => m.tone !== item.tone);
  ctx.fillStyle = mixed ? colours.card : colour;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.8;
  rounded(ctx, x - wide / 2, y - 7.5, wide, 15, item.tone === "bad" && !mixed ? 3 : 8);
  ctx.fill();
  if (mixed) ctx.stroke();
  const font = ctx.font;
  ctx.font = font.replace(/^\d+ \d+px/, "650 10.5px");
  ctx.fillStyle = mixed ? colour : colours.card;
  ctx.textAlign = "center";
  ctx.fillText(item.label, x, y + 0.5);
  ctx.textAlign = "left";
  ctx.font = font;
}

/// An actor that failed: no call was refused, so the mark is another.
function drawFault(ctx: CanvasRenderingContext2D, x: number, y: number, colour: string, colours: Palette) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  for (let i = 0; i < 8; ++i) ctx.lineTo(x + 8 * Math.cos(((2 * i + 1) * Math.PI) / 8), y + 8 * Math.sin(((2 * i + 1) * Math.PI) / 8));
  ctx.fill();
  ctx.fillStyle = colours.card;
  ctx.fillRect(x - 1, y - 4.5, 2, 5.5);
  ctx.fillRect(x - 1, y + 2.5, 2, 2);
}

/// Allowed: a dot. Refused: a cross in a square. Another error: a triangle.
function drawCall(ctx: CanvasRenderingContext2D, x: number, y: number, tone: string, colour: string, colours: Palette) {
  ctx.fillStyle = colour;
  if (tone === "bad") {
    rounded(ctx, x - 7, y - 7, 14, 14, 3);
    ctx.fill();
    ctx.strokeStyle = colours.card;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.moveTo(x - 3, y - 3);
    ctx.lineTo(x + 3, y + 3);
    ctx.moveTo(x + 3, y - 3);
    ctx.lineTo(x - 3, y + 3);
    ctx.stroke();
  } else if (tone === "warn") {
    ctx.beginPath();
    ctx.moveTo(x, y - 7);
    ctx.lineTo(x + 7, y + 6);
    ctx.lineTo(x - 7, y + 6);
    ctx.fill();
  } else {
    ctx.beginPath();
    ctx.arc(x, y, 3.5, 0, 7);
    ctx.fill();
  }
}

function rounded(ctx: CanvasRenderingContext2D, x: number, y: number, w: number, h: number, radius: number) {
  const r = Math.max(0, Math.min(radius, w / 2, h / 2));
  ctx.beginPath();
  ctx.moveTo(x + r, y);
  ctx.arcTo(x + w, y, x + w, y + h, r);
  ctx.arcTo(x + w, y + h, x, y + h, r);
  ctx.arcTo(x, y + h, x, y, r);
  ctx.arcTo(x, y, x + w, y, r);
  ctx.closePath();
}

function fit(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  let n = Math.max(1, Math.floor((text.length * room) / ctx.measureText(text).width) - 1);
  while (n > 1 && ctx.measureText(text.slice(0, n) + "…").width > room) --n;
  return n <= 1 ? "" : text.slice(0, n) + "…";
}
