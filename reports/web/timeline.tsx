// The timeline: a canvas in a scroller, with wheel, drag, touch, pinch and keys.
import { Component, h } from "preact";
import { calls, checks, executions, header, notes, tellingRun } from "./data";
import { AXIS, draw, marks, palette, place, Placed, Palette, rowTop, timeAt, View, xOf } from "./canvas";
import { Item, kindsShown, lanes } from "./lanes";
import { go, Section } from "./parts";
import { when } from "./words";

const END = Math.max(header.end, 1000);
const KEYS =
  "Arrow keys walk along a lane and between lanes, plus and minus zoom, Shift and an arrow pans, 0 shows all, Enter opens.";

const title = (item: Item): string =>
  item.members ? `${item.members.length} marks` : item.kind === "note" ? `Note ${item.label}` : item.label;

/// What a cluster holds, each with its link.
function Members({ items }: { items: Item[] }) {
  return (
    <span class="members">
      {items.slice(0, 12).map((m) => (m.link ? <a href={m.link}>{title(m)}</a> : <span>{title(m)}</span>))}
      {items.length > 12 && <span>and {items.length - 12} more</span>}
    </span>
  );
}

/// The shapes and colours that this run has, drawn as in the lanes: [shape, colour, words, who has it].
const kinds: [string, string, string, RegExp][] = [
  ["dot", "good", "allowed call, check that held", /^call good$/],
  ["cross", "bad", "refused call, failed check", /^call bad$/],
  ["triangle", "warn", "other error", /^call warn$/],
  ["fault", "bad", "actor that failed", /^fault/],
  ["note", "note", "note", /^note/],
  ["wait", "quiet", "waiting", /^wait/],
  ["bar", "good", "succeeded, in service", /^(run|band) good$/],
  ["bar", "bad", "failed", /^(run|band) bad$/],
  ["bar", "busy", "under way", /^(run|band) busy$/],
  ["bar", "warn", "stopping, stopped, changing", /^(run|band) warn$/],
  ["bar", "share", "share in force", /^band share$/],
];
const shapes: Record<string, any> = {
  dot: <circle cx="8" cy="8" r="3.5" />,
  cross: [<rect x="1" y="1" width="14" height="14" rx="3" />, <path class="inner" d="M5 5l6 6M11 5l-6 6" />],
  triangle: <path d="M8 1l7 13H1z" />,
  fault: [<path d="M5 .6h6L15.4 5v6L11 15.4H5L.6 11V5z" />, <path class="inner" d="M8 4v4.5M8 11.4v.2" />],
  note: <circle cx="8" cy="8" r="7" />,
  wait: <rect class="soft" x="0" y="5" width="16" height="6" rx="3" />,
  bar: [<rect class="soft" x="0" y="1" width="16" height="14" rx="3" />, <rect x="0" y="1" width="3" height="14" />],
};
function Legend() {
  const shown = [...kindsShown()];
  const marks = calls.length + checks.length + notes.length;
  return (
    <ul class="legend" aria-label="legend">
      {kinds
        .filter(([, , , which]) => shown.some((kind) => which.test(kind)))
        .map(([shape, tone, words]) => (
          <li>
            <svg class={tone} viewBox="0 0 16 16" aria-hidden="true">
              {shapes[shape]}
            </svg>
            {words}
          </li>
        ))}
      {marks > 1 && (
        <li>
          <b class="count">5</b>
          five marks: click to zoom
        </li>
      )}
      {marks > 1 && shown.includes("call bad") && (
        <li>
          <b class="count mixed">5</b>
          not all of them in red
        </li>
      )}
      {executions.length > 0 && <li>click an execution for its steps</li>}
    </ul>
  );
}

export class Timeline extends Component<{ onRun: (run: number) => void }, any> {
  canvas!: HTMLCanvasElement;
  scroller!: HTMLElement;
  view: View = { from: 0, to: END, width: 800, height: 400, gutter: 168, scroll: 0 };
  placed: Placed[] = [];
  colours!: Palette;
  pointers = new Map<number, { x: number; y: number }>();
  dragged = 0;
  pending = 0;
  state = {
    expanded: executions.length <= 50 ? tellingRun(executions) : -1,
    selected: null as Item | null,
    tip: null as any,
  };

  componentDidMount() {
    this.colours = palette();
    this.resize();
    new ResizeObserver(() => requestAnimationFrame(() => this.resize())).observe(this.scroller);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.colours = palette();
      this.paint();
    });
    this.scroller.addEventListener("wheel", (e) => this.wheel(e), { passive: false });
    window.addEventListener("show-time", (e: any) => this.showTime(e.detail));
  }
  componentDidUpdate() {
    this.resize();
  }

  resize() {
    const width = this.scroller.clientWidth;
    this.view.width = width;
    this.view.gutter = width < 640 ? 0 : 176;
    this.placed = place(lanes(this.state.expanded), this.view.gutter);
    const last = this.placed[this.placed.length - 1];
    const total = last ? last.top + last.height + 6 : AXIS;
    const height = Math.min(total, Math.max(320, Math.round(innerHeight * 0.72)));
    this.view.height = height;
    this.scroller.style.height = `${height + 2}px`; // with its border
    (this.canvas.nextSibling as HTMLElement).style.height = `${total - height}px`;
    const scale = Math.min(devicePixelRatio || 1, 2);
    if (this.canvas.width !== Math.round(width * scale) || this.canvas.height !== Math.round(height * scale)) {
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
      this.canvas.style.height = `${height}px`;
    }
    this.paint();
  }
  paint() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      const ctx = this.canvas.getContext("2d")!;
      const scale = this.canvas.width / this.view.width;
      ctx.setTransform(scale, 0, 0, scale, 0, 0);
      this.view.scroll = this.scroller.scrollTop;
      draw(ctx, this.view, this.placed, this.colours, this.state.selected);
    });
  }

  /// Where a key or a button zooms: at what is selected, else in the middle.
  centre(): number {
    const item = this.state.selected,
      x = item ? xOf(this.view, (item.from + item.to) / 2) : -1;
    return x > this.view.gutter && x < this.view.width ? x : (this.view.gutter + this.view.width) / 2;
  }
  zoom(factor: number, x = this.centre()) {
    const at = timeAt(this.view, x);
    const span = Math.min(END * 1.05, Math.max(200, (this.view.to - this.view.from) * factor));
    const share = (at - this.view.from) / (this.view.to - this.view.from);
    this.setView(at - share * span, span);
  }
  setView(from: number, span: number) {
    const slack = END * 0.02;
    from = Math.max(-slack, Math.min(from, END + slack - span));
    if (span >= END) from = Math.max(from, END - span);
    this.view.from = span >= END ? Math.min(0, from) : from;
    this.view.to = this.view.from + span;
    this.paint();
  }
  pan(pixels: number) {
    const span = this.view.to - this.view.from;
    this.setView(this.view.from - (pixels / (this.view.width - this.view.gutter)) * span, span);
  }
  showTime(at: number) {
    const span = Math.min(this.view.to - this.view.from, END);
    this.setView(at - span / 2, span < END ? span : END / 4);
    this.scroller.scrollIntoView({ block: "nearest" });
  }

  wheel(e: WheelEvent) {
    if (e.ctrlKey || e.metaKey) {
      e.preventDefault();
      this.zoom(Math.exp(Math.max(-60, Math.min(60, e.deltaY)) / 160), e.offsetX);
    } else if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) {
      e.preventDefault();
      this.pan(-(e.deltaX || e.deltaY));
    }
  }
  down(e: PointerEvent) {
    this.pointers.set(e.pointerId, { x: e.clientX, y: e.clientY });
    this.dragged = 0;
  }
  move(e: PointerEvent) {
    const before = this.pointers.get(e.pointerId);
    if (!before) return this.hover(e);
    const now = { x: e.clientX, y: e.clientY };
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== e.pointerId)![1];
      const wide = (p: any) => Math.max(10, Math.hypot(p.x - other.x, p.y - other.y));
      this.zoom(wide(before) / wide(now), (now.x + other.x) / 2 - this.canvas.getBoundingClientRect().left);
    } else this.pan(now.x - before.x);
    this.dragged += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (this.dragged > 4 && !this.canvas.hasPointerCapture(e.pointerId)) this.canvas.setPointerCapture(e.pointerId);
    this.pointers.set(e.pointerId, now);
    if (this.state.tip) this.setState({ tip: null });
  }
  up(e: PointerEvent) {
    this.pointers.delete(e.pointerId);
    if (this.dragged > 4 || e.type !== "pointerup") return;
    const hit = this.hit(e);
    if (hit?.members) this.enter(hit);
    if (hit) this.select(hit, true);
  }
  /// Zooms to a cluster, so that its marks stand apart. Those of one instant never do: they are listed below.
  enter(cluster: Item) {
    const span = cluster.to - cluster.from;
    if (span > 0) this.setView(cluster.from - span * 0.15, Math.max(200, span * 1.3));
  }
  hover(e: PointerEvent) {
    const hit = this.hit(e);
    this.canvas.style.cursor = hit ? "pointer" : "grab";
    const box = this.scroller.getBoundingClientRect();
    const tip = hit ? { item: hit, x: e.clientX - box.left, y: e.clientY - box.top } : null;
    if (tip || this.state.tip) this.setState({ tip });
  }
  hit(e: PointerEvent): Item | null {
    const box = this.canvas.getBoundingClientRect();
    const x = e.clientX - box.left,
      y = e.clientY - box.top;
    if (y < AXIS || x < this.view.gutter) return null;
    const p = this.placed.find((q) => y + this.view.scroll >= q.top && y + this.view.scroll < q.top + q.height);
    if (!p) return null;
    let best: Item | null = null,
      bestDistance = 9;
    const bars = p.lane.items.filter((i) => !["call", "note", "fault"].includes(i.kind));
    for (const item of bars.concat(marks(this.view, p.lane))) {
      const top = rowTop(p, this.view, item.row);
      if (y < top - 2 || y > top + p.lane.rowHeight) continue;
      const left = xOf(this.view, item.from),
        right = xOf(this.view, item.to);
      const mark = item.from === item.to || item.kind === "cluster";
      let distance = x < left ? left - x : x > right ? x - right : mark ? 0 : 6;
      if (mark && item.tone === "bad") distance -= 1;
      if (distance <= bestDistance) {
        best = item;
        bestDistance = distance;
      }
    }
    return best;
  }
  select(item: Item, toggle: boolean) {
    let expanded = this.state.expanded;
    if (toggle && item.kind === "run") {
      expanded = expanded === item.run ? -1 : item.run!;
      this.props.onRun(item.run!);
    }
    this.setState({ selected: item, expanded, tip: null });
  }

  key(e: KeyboardEvent) {
    const step = (this.view.width - this.view.gutter) / 6;
    const actions: Record<string, () => void> = {
      "+": () => this.zoom(0.6),
      "=": () => this.zoom(0.6),
      "-": () => this.zoom(1 / 0.6),
      "0": () => this.setView(0, END),
      ArrowLeft: () => (e.shiftKey ? this.pan(step) : this.walk(-1)),
      ArrowRight: () => (e.shiftKey ? this.pan(-step) : this.walk(1)),
      ArrowUp: () => this.change(-1),
      ArrowDown: () => this.change(1),
      Home: () => this.walk(-1e9),
      End: () => this.walk(1e9),
      Enter: () => this.open(),
      Escape: () => this.setState({ selected: null }),
    };
    const action = actions[e.key];
    if (!action || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    action();
  }
  laneOf(item: Item | null): number {
    const one = item?.members?.[0] || item;
    return one ? this.placed.findIndex((p) => p.lane.items.includes(one)) : -1;
  }
  walk(by: number) {
    const lane = this.laneOf(this.state.selected);
    if (lane < 0) return this.change(1);
    const items = this.placed[lane].lane.items,
      selected = this.state.selected!,
      at = items.indexOf(selected.members?.[0] || selected);
    this.reveal(items[Math.max(0, Math.min(items.length - 1, at + by))], lane);
  }
  change(by: number) {
    const from = this.laneOf(this.state.selected);
    for (let lane = from + by; lane >= 0 && lane < this.placed.length; lane += by) {
      const items = this.placed[lane].lane.items;
      if (!items.length) continue;
      const at = this.state.selected ? this.state.selected.from : this.view.from;
      return this.reveal(
        items.reduce((a, b) => (Math.abs(b.from - at) < Math.abs(a.from - at) ? b : a)),
        lane,
      );
    }
  }
  reveal(item: Item, lane: number) {
    const span = this.view.to - this.view.from;
    if (item.from < this.view.from || item.from > this.view.to) this.setView(item.from - span / 2, span);
    const p = this.placed[lane],
      top = p.top + item.row * p.lane.rowHeight;
    if (top < this.scroller.scrollTop + AXIS) this.scroller.scrollTop = top - AXIS - 10;
    if (top + 40 > this.scroller.scrollTop + this.view.height) this.scroller.scrollTop = top + 40 - this.view.height;
    this.select(item, false);
  }
  open() {
    const item = this.state.selected;
    if (!item) return;
    if (item.members) this.enter(item);
    else if (item.link) go(item.link);
    else this.select(item, true);
  }

  render(_: any, { selected, tip }: any) {
    return (
      <Section id="timeline">
        <div class="tools">
          <div class="buttons" role="group" aria-label="zoom">
            <button onClick={() => this.zoom(0.6)} aria-label="zoom in">
              +
            </button>
            <button onClick={() => this.zoom(1 / 0.6)} aria-label="zoom out">
              −
            </button>
            <button onClick={() => this.setView(0, END)}>Whole run</button>
          </div>
          <Legend />
        </div>
        <div class="timeline card" ref={(e: any) => (this.scroller = e || this.scroller)} onScroll={() => this.paint()}>
          <canvas
            ref={(e: any) => (this.canvas = e || this.canvas)}
            tabIndex={0}
            role="application"
            aria-label={`Timeline of the run. ${KEYS}`}
            onPointerDown={(e: any) => this.down(e)}
            onPointerMove={(e: any) => this.move(e)}
            onPointerUp={(e: any) => this.up(e)}
            onPointerCancel={(e: any) => this.up(e)}
            onPointerLeave={() => this.state.tip && this.setState({ tip: null })}
            onDblClick={(e: any) => this.zoom(0.4, e.offsetX)}
            onKeyDown={(e: any) => this.key(e)}
          />
          <div class="spacer" />
        </div>
        {tip && (
          <div class="tip" style={{ left: `${Math.min(tip.x + 12, this.view.width - 250)}px`, top: `${tip.y + 60}px` }}>
            <b>{title(tip.item)}</b>
            {tip.item.detail.map((d: string) => (
              <span>{d}</span>
            ))}
          </div>
        )}
        <div class="selected" aria-live="polite">
          {selected ? (
            <p>
              <b>{title(selected)}</b> {(selected.members ? selected.detail.slice(0, 1) : selected.detail).join(" · ")}{" "}
              {selected.members && <Members items={selected.members} />}
              {selected.link && <a href={selected.link}>{selected.call ? "open the call" : "show"}</a>}
              {selected.kind === "run" && <a href="#graphs">its graph</a>}
            </p>
          ) : (
            <p class="hint keys">Drag to pan, Ctrl and the wheel to zoom. {KEYS}</p>
          )}
        </div>
        {notes.length > 0 && (
          <ol class="notes">
            {notes.slice(0, 200).map((n, i) => (
              <li id={`note-${i + 1}`}>
                <button
                  class="time"
                  onClick={() => window.dispatchEvent(new CustomEvent("show-time", { detail: n.at }))}
                  aria-label={`show ${when(n.at)} on the timeline`}
                >
                  <i>{i + 1}</i>
                  {when(n.at)}
                </button>
                <p>{n.text}</p>
              </li>
            ))}
          </ol>
        )}
      </Section>
    );
  }
}
