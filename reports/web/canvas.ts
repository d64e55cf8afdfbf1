// Draws the timeline. Everything visible is redrawn on a change; marks that fall on the same pixel are drawn once.
import { Item, Lane } from "./lanes";
import { clock, day, dayNumber } from "./words";
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
    if (x - width / 2 > view.gutter - 6) ctx.fillText(label, Math.min(x - width / 2, view.width - width - 2), AXIS / 2);
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

function drawLane(ctx: CanvasRenderingContext2D, view: View, p: Placed, colours: Palette, selected: Item | null) {
  const loud: Item[] = [];
  let lastX = -100,
    lastTone = "";
  for (const item of p.lane.items) {
    if (item.to < view.from - 1 || item.from > view.to + 1) continue;
    const x = xOf(view, item.from);
    if (item.kind === "call") {
      if (item.tone !== "good") {
        loud.push(item);
        continue;
      }
      if (x - lastX < 1.5 && lastTone === item.tone) continue;
      lastX = x;
      lastTone = item.tone;
    }
    drawItem(ctx, view, p, item, colours);
  }
  for (const item of loud) drawItem(ctx, view, p, item, colours);
  if (selected && p.lane.items.includes(selected)) {
    const x = xOf(view, selected.from),
      w = Math.max(xOf(view, selected.to) - x, 0);
    const y = rowTop(p, view, selected.row),
      h = p.lane.rowHeight;
    ctx.strokeStyle = colours.accent;
    ctx.lineWidth = 2;
    rounded(ctx, w ? x - 2 : x - 9, y - 1, w ? w + 4 : 18, h, 4);
    ctx.stroke();
  }
}

function drawItem(ctx: CanvasRenderingContext2D, view: View, p: Placed, item: Item, colours: Palette) {
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
  else {
    ctx.fillStyle = colours[`${item.tone}-soft`];
    rounded(ctx, x, y, w, Math.max(h - 3, 2), h > 14 ? 3 : 1);
    ctx.fill();
    ctx.fillStyle = colour;
    ctx.fillRect(x, y, Math.min(3, w), Math.max(h - 3, 2));
    if (h > 14) drawLabel(ctx, view, item, x, w, y + (h - 3) / 2, colours);
  }
}

/// Inside the bar where it fits; a short step's name stands to its right.
function drawLabel(
  ctx: CanvasRenderingContext2D,
  view: View,
  item: Item,
  x: number,
  w: number,
  y: number,
  colours: Palette,
) {
  const from = Math.max(x, view.gutter) + 8;
  const room = Math.min(x + w, view.width) - from - 4;
  ctx.fillStyle = colours.ink;
  if (item.kind === "step" && ctx.measureText(item.label).width > room) {
    if (x + w + 150 < view.width) ctx.fillText(item.label, x + w + 5, y + 0.5);
    else {
      ctx.textAlign = "right";
      ctx.fillText(item.label, x - 5, y + 0.5);
      ctx.textAlign = "left";
    }
  } else if (room > 24) ctx.fillText(fit(ctx, item.label, room), from, y + 0.5);
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
