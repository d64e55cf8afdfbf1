// A pipeline's graph, coloured by what happened in one execution. Only the visible nodes are in the page.
import { Component, h } from "preact";
import { Execution, executions, Graph, graphs, names, pipelines, RUN, STEP, stepSpans, stepStatuses } from "./data";
import { Pill, Section } from "./parts";
import { accountName, lasting, roleName, when } from "./words";

const HIGH = 50,
  GAP_X = 24,
  GAP_Y = 44;
/// A step's width: two must stand side by side on a phone.
let WIDE = 180;
const tones = ["none", "busy", "busy", "warn", "warn", "bad", "good"];

interface Point {
  x: number;
  y: number;
}
function positions(graph: Graph, sideways: boolean): { at: Point[]; width: number; height: number } {
  const counts: number[] = [];
  for (const n of graph.nodes) counts[n.layer] = (counts[n.layer] || 0) + 1;
  const most = Math.max(1, ...counts.map((c) => c || 0));
  const across = sideways ? HIGH + 28 : WIDE + GAP_X,
    along = sideways ? WIDE + GAP_Y : HIGH + GAP_Y;
  const at = graph.nodes.map((n) => {
    const a = (n.place + (most - counts[n.layer]) / 2) * across,
      b = n.layer * along;
    return sideways ? { x: b, y: a } : { x: a, y: b };
  });
  const long = counts.length * along - GAP_Y,
    broad = most * across - (sideways ? 28 : GAP_X);
  return { at, width: sideways ? long : broad, height: sideways ? broad : long };
}

function edgePath(a: Point, b: Point, sideways: boolean): string {
  if (sideways) {
    const x1 = a.x + WIDE,
      y1 = a.y + HIGH / 2,
      x2 = b.x - 5,
      y2 = b.y + HIGH / 2,
      bend = Math.max(18, (x2 - x1) / 2);
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  const x1 = a.x + WIDE / 2,
    y1 = a.y + HIGH,
    x2 = b.x + WIDE / 2,
    y2 = b.y - 5,
    bend = Math.max(18, (y2 - y1) / 2);
  return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
}

/// The arrow's point, standing on the step's border.
function headPath(b: Point, sideways: boolean): string {
  return sideways ? `M${b.x - 7} ${b.y + HIGH / 2 - 4}l7 4 -7 4z` : `M${b.x + WIDE / 2 - 4} ${b.y - 7}l4 7 4 -7z`;
}

const pen = document.createElement("canvas").getContext("2d")!;
function textWidth(text: string, font: string): number {
  pen.font = font;
  return pen.measureText(text).width;
}
/// The text, or as much of its start and its end as has room: steps are often told apart by their ends.
function fitted(text: string, room: number, font: string): string {
  if (textWidth(text, font) <= room) return text;
  let kept = text.length - 1;
  const short = () => text.slice(0, Math.ceil(kept / 2)) + "…" + text.slice(text.length - Math.floor(kept / 2));
  while (kept > 1 && textWidth(short(), font) > room) --kept;
  return short();
}
const FONT = getComputedStyle(document.documentElement).getPropertyValue("--font");
const NAME_FONT = `550 12.5px ${FONT}`,
  TYPE_FONT = `11.5px ${FONT}`;

/// How long each step took from its first start to its end.
function durations(run: Execution): Map<number, number> {
  const first = new Map<number, number>(),
    out = new Map<number, number>();
  for (const span of stepSpans(run)) {
    if (!first.has(span.step)) first.set(span.step, span.from);
    out.set(span.step, (span.status >= STEP.stopped ? span.from : span.to) - first.get(span.step)!);
  }
  return out;
}

interface Props {
  pipeline: number;
  run: number;
  choose: (pipeline: number, run: number) => void;
}

export class Graphs extends Component<Props, any> {
  box!: HTMLElement;
  state = { width: 900, left: 0, top: 0, height: 600 };
  componentDidMount() {
    if (this.box) new ResizeObserver(() => requestAnimationFrame(() => this.look())).observe(this.box);
  }
  look() {
    this.setState({
      width: this.box.clientWidth,
      left: this.box.scrollLeft,
      top: this.box.scrollTop,
      height: this.box.clientHeight,
    });
  }

  chooser(runs: Execution[], run: Execution | undefined) {
    const at = run ? runs.indexOf(run) : -1;
    const step = (by: number) => runs[at + by] && this.props.choose(this.props.pipeline, runs[at + by].index);
    if (!runs.length) return <span class="hint">never started in this run</span>;
    return (
      <div class="chooser">
        <button onClick={() => step(-1)} disabled={at <= 0} aria-label="previous execution">
          ‹
        </button>
        {runs.length <= 100 ? (
          <select
            aria-label="execution"
            value={String(run!.index)}
            onChange={(e: any) => this.props.choose(this.props.pipeline, Number(e.target.value))}
          >
            {runs.map((r) => (
              <option value={String(r.index)}>{`${when(r.start)}  ${r.name}  ${names.execution[r.status]}`}</option>
            ))}
          </select>
        ) : (
          <label>
            execution{" "}
            <input
              type="number"
              min="1"
              max={runs.length}
              value={String(at + 1)}
              onChange={(e: any) =>
                runs[e.target.value - 1] && this.props.choose(this.props.pipeline, runs[e.target.value - 1].index)
              }
            />{" "}
            of {runs.length.toLocaleString("en-US")}
          </label>
        )}
        <button onClick={() => step(1)} disabled={at >= runs.length - 1} aria-label="next execution">
          ›
        </button>
      </div>
    );
  }

  render({ pipeline, run: chosen, choose }: Props, { width, left, top, height }: any) {
    if (!pipelines.length) return null;
    const p = pipelines[pipeline];
    const runs = executions.filter((x) => x.pipeline === pipeline);
    const run = executions[chosen] && executions[chosen].pipeline === pipeline ? executions[chosen] : undefined;
    const graph = graphs[run ? run.graph : p.graph];
    const statuses = run ? stepStatuses(run) : graph.nodes.map(() => STEP.none);
    const took = run ? durations(run) : new Map<number, number>();
    const cached = new Set(run ? run.reused.map(([step]) => step) : []);
    const over = !!run && run.status >= RUN.stopped;
    WIDE = width < 480 ? 152 : 180;
    const flat = positions(graph, true),
      tall = positions(graph, false);
    const sideways = flat.width + 40 <= width || (width > 700 && tall.width > width);
    const layout = sideways ? flat : tall;
    const inset = Math.max(width < 480 ? 8 : 20, (width - layout.width) / 2);
    const visible = (q: Point) =>
      q.x + inset + WIDE > left - 300 &&
      q.x + inset < left + width + 300 &&
      q.y + HIGH + 20 > top - 300 &&
      q.y < top + Math.max(height, 700) + 300;
    const dropped = (step: number) => over && statuses[step] === STEP.none;
    /// What stands at a step's right: its type has the room that is left.
    const time = (step: number): string =>
      dropped(step)
        ? "not run"
        : cached.has(step)
          ? "cached"
          : !took.has(step)
            ? ""
            : statuses[step] === STEP.failed
              ? "failed"
              : took.get(step) === 0
                ? "at once"
                : lasting(took.get(step)!);
    const near = graph.edges.filter((e) => visible(layout.at[e.from]) || visible(layout.at[e.to]));
    const edges = (dim: boolean) => {
      const own = near.filter((e) => dim === (dropped(e.from) || dropped(e.to)));
      return (
        <g class={dim ? "edges dim" : "edges"}>
          <path class="way" d={own.map((e) => edgePath(layout.at[e.from], layout.at[e.to], sideways)).join("")} />
          <path class="arrow" d={own.map((e) => headPath(layout.at[e.to], sideways)).join("")} />
        </g>
      );
    };
    const branch = (i: number) => graph.edges.find((e) => e.to === i && e.kind > 0);
    const tabs = pipelines.slice(0, 60);
    return (
      <Section id="graphs">
        <div class="tools">
          {pipelines.length > 1 && (
            <select
              aria-label="pipeline"
              value={String(pipeline)}
              onChange={(e: any) => choose(Number(e.target.value), -1)}
            >
              {tabs.map((q: any, i: number) => (
                <option value={String(i)}>{`${q.name} in ${accountName(q.account)}`}</option>
              ))}
            </select>
          )}
          {pipelines.length === 1 && (
            <span>
              <b>{p.name}</b>{" "}
              <span class="hint">
                in {accountName(p.account)}
                {p.version > 1 && `, version ${p.version}`}
              </span>
            </span>
          )}
          {this.chooser(runs, run)}
        </div>
        {run && (
          <p class="run-line">
            <Pill
              tone={
                tones[run.status + 2] === "none"
                  ? "quiet"
                  : ["busy", "warn", "warn", "bad", "good"][run.status].replace("busy", "quiet")
              }
            >
              {names.execution[run.status]}
            </Pill>
            <span>
              {when(run.start)} to {when(run.end)}, {lasting(run.end - run.start)}
            </span>
            {run.starter >= 0 && <span>started by {roleName(run.starter)}</span>}
            {run.call >= 0 && <a href={`#call-${run.call}`}>the call that started it</a>}
          </p>
        )}
        <div
          class="graph card"
          tabIndex={0}
          aria-label="the pipeline's graph"
          ref={(e: any) => (this.box = e || this.box)}
          onScroll={() => this.look()}
        >
          <svg width={layout.width + inset * 2} height={layout.height + 50} role="list" aria-label="steps">
            <g transform={`translate(${inset} 26)`}>
              {edges(true)}
              {edges(false)}
              {graph.nodes.map((n, i) =>
                !visible(layout.at[i]) ? null : (
                  <g
                    key={i}
                    role="listitem"
                    class={`node ${dropped(i) ? "dropped" : tones[statuses[i]]}`}
                    transform={`translate(${layout.at[i].x} ${layout.at[i].y})`}
                  >
                    <title>{`${n.name}, ${n.type}: ${dropped(i) ? "not run" : names.step[statuses[i]]}`}</title>
                    {branch(i) && (
                      <text x="8" y="-6" class="node-branch">
                        {branch(i)!.kind === 1 ? "if true" : "else"}
                      </text>
                    )}
                    <rect width={WIDE} height={HIGH} rx="7" />
                    <text x="14" y="20" class="node-name">
                      {fitted(n.name, WIDE - 44, NAME_FONT)}
                    </text>
                    <text x="14" y="37" class="node-type">
                      {fitted(n.type, WIDE - 34 - textWidth(time(i), TYPE_FONT), TYPE_FONT)}
                    </text>
                    <text x={WIDE - 12} y="37" class="node-time">
                      {time(i)}
                    </text>
                    <Glyph tone={dropped(i) ? "none" : tones[statuses[i]]} />
                  </g>
                ),
              )}
            </g>
          </svg>
        </div>
        {run && run.faults.length > 0 && (
          <ul class="faults">
            {run.faults.slice(0, 20).map(([step, reason, retried, at]) => (
              <li class={retried ? "retried" : ""}>
                <time>{when(at)}</time> <b>{graph.nodes[step] ? graph.nodes[step].name : step}</b> {reason}
                {retried && <span class="hint"> tried again</span>}
              </li>
            ))}
          </ul>
        )}
      </Section>
    );
  }
}

function Glyph({ tone }: { tone: string }) {
  const d: Record<string, string> = {
    good: "M0 5 3.5 8.5 10 1.5",
    bad: "M1 1l8 8M9 1l-8 8",
    warn: "M5 0v6M5 8.6v.8",
    busy: "M1 5h8",
  };
  return d[tone] ? <path class="glyph" transform={`translate(${WIDE - 23} 10)`} d={d[tone]} /> : null;
}
