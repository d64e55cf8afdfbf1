// Every call, in a list that keeps only the visible rows in the page. A row opens to its message and explanation.
import { Component, h } from "preact";
import { Call, callBySeq, calls, names, REFUSED, SUCCEEDED } from "./data";
import { Mark, pretty, Prose, Section } from "./parts";
import { accountName, operationName, plural, shortArn, when, who } from "./words";

const tone = (call: Call) => (call.result === REFUSED ? "bad" : call.result === SUCCEEDED ? "good" : "warn");
const outcome = (call: Call) =>
  call.result === REFUSED ? "refused" : call.result === SUCCEEDED ? "allowed" : "failed";
const haystack = (c: Call) =>
  `${who(c)} ${c.caller} ${operationName(c.operation)} ${c.operation} ${c.resource} ${c.code} ${c.message} ${outcome(c)} ${c.seq}`.toLowerCase();

function Detail({ call }: { call: Call }) {
  const facts: [string, string][] = [
    ["by", call.caller],
    ["asks for", call.action],
    ["on", call.resource],
    ["owner", accountName(call.owner)],
    [
      "decided by",
      call.layer
        ? names.layer[call.layer] +
          (call.document ? ` policy ${call.document}, statement ${call.statement + 1}` : " policy")
        : "",
    ],
    ["written at", call.place],
  ];
  return (
    <div class="call-detail">
      {call.result === REFUSED && (
        <p class="verdict">
          <Mark tone="bad" />
          <Prose text={`${call.phrase.charAt(0).toUpperCase()}${call.phrase.slice(1)}.`} />
        </p>
      )}
      {call.explanation.length > 0 && (
        <ul class="explanation">
          {call.explanation.map((line) => (
            <li>
              <Prose text={line} />
            </li>
          ))}
        </ul>
      )}
      {call.message && (
        <blockquote>
          <b>{call.code}</b> {call.message}
        </blockquote>
      )}
      <dl>{facts.filter(([, value]) => value).map(([key, value]) => [<dt>{key}</dt>, <dd>{value}</dd>])}</dl>
      {call.input && (
        <pre tabIndex={0} aria-label="input">
          {pretty(call.input)}
        </pre>
      )}
    </div>
  );
}

interface State {
  filter: string;
  refusedOnly: boolean;
  open: Set<number>;
  scroll: number;
  focus: number;
}

export class Calls extends Component<{ hash: string }, State> {
  list!: HTMLElement;
  heights = new Map<number, number>();
  shown: Call[] = calls;
  offsets: number[] = [];
  wanted = -1;
  tries = 0;
  state: State = { filter: "", refusedOnly: false, open: new Set(), scroll: 0, focus: -1 };
  row = 38;

  componentDidMount() {
    this.measure();
    new ResizeObserver(() =>
      requestAnimationFrame(() => {
        this.measure();
        this.forceUpdate();
      }),
    ).observe(this.list);
    this.follow(this.props.hash);
  }
  componentWillReceiveProps(next: any) {
    if (next.hash !== this.props.hash || next.again !== (this.props as any).again) this.follow(next.hash);
  }
  measure() {
    const row = this.list.clientWidth < 640 ? 58 : 38;
    if (row !== this.row) {
      this.row = row;
      this.heights.clear();
    }
  }
  /// `#call-118` opens that call; `#refused` shows only what was refused.
  follow(hash: string) {
    if (hash === "#refused") {
      this.setState({ refusedOnly: true, filter: "", scroll: 0 });
      document.getElementById("calls")!.scrollIntoView();
      return;
    }
    const seq = Number((/^#call-(\d+)$/.exec(hash) || [])[1] ?? -1);
    if (!callBySeq.has(seq)) return;
    const open = new Set(this.state.open).add(seq);
    const hidden = !this.select(this.state.filter, this.state.refusedOnly).some((c) => c.seq === seq);
    this.wanted = seq;
    this.tries = 0;
    this.setState({ open, focus: seq, ...(hidden ? { filter: "", refusedOnly: false } : {}) });
  }
  select(filter: string, refusedOnly: boolean): Call[] {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length && !refusedOnly) return calls;
    return calls.filter(
      (c) => (!refusedOnly || c.result === REFUSED) && (!words.length || words.every((w) => haystack(c).includes(w))),
    );
  }
  heightOf(call: Call): number {
    return this.state.open.has(call.seq) ? this.heights.get(call.seq) || 320 : this.row;
  }

  componentDidUpdate() {
    let changed = false;
    for (const element of Array.from(this.list.querySelectorAll<HTMLElement>(".call.open"))) {
      const seq = Number(element.dataset.seq),
        height = element.offsetHeight;
      if (this.heights.get(seq) !== height) {
        this.heights.set(seq, height);
        changed = true;
      }
    }
    if (this.wanted >= 0 && this.tries++ < 4) {
      const at = this.shown.findIndex((c) => c.seq === this.wanted);
      const top = this.offsets[at];
      this.list.scrollTop = Math.max(0, top - 8);
      const element = document.getElementById(`call-${this.wanted}`);
      if (element && !changed) {
        const section = document.getElementById("calls")!;
        window.scrollTo({ top: section.getBoundingClientRect().top + scrollY - 56 });
        (element.querySelector("button") as HTMLElement).focus({ preventScroll: true });
        this.wanted = -1;
      } else changed = true;
    }
    if (changed) this.setState({ scroll: this.list.scrollTop });
  }
  toggle(seq: number) {
    const open = new Set(this.state.open);
    if (!open.delete(seq)) {
      open.add(seq);
      history.replaceState(null, "", `#call-${seq}`);
    }
    this.setState({ open, focus: seq });
  }
  key(e: KeyboardEvent) {
    const by: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -1e9, End: 1e9 };
    if (!(e.key in by) || (e.target as HTMLElement).tagName !== "BUTTON") return;
    e.preventDefault();
    const at = this.shown.findIndex((c) => c.seq === this.state.focus);
    const next = Math.max(0, Math.min(this.shown.length - 1, at + by[e.key]));
    const top = this.offsets[next],
      height = this.list.clientHeight;
    if (top < this.list.scrollTop) this.list.scrollTop = top;
    if (top + this.row > this.list.scrollTop + height) this.list.scrollTop = top + this.row - height;
    const seq = this.shown[next].seq;
    this.setState({ focus: seq, scroll: this.list.scrollTop }, () => {
      const button = document.querySelector<HTMLElement>(`#call-${seq} button`);
      if (button) button.focus({ preventScroll: true });
    });
  }

  render({ hash }: any, { filter, refusedOnly, open, scroll, focus }: State) {
    if (!calls.length) return null;
    this.shown = this.select(filter, refusedOnly);
    this.offsets = [];
    let total = 0;
    for (const call of this.shown) {
      this.offsets.push(total);
      total += this.heightOf(call);
    }
    const height = this.list ? this.list.clientHeight : 600;
    let first = 0;
    while (first < this.shown.length && this.offsets[first] + this.heightOf(this.shown[first]) < scroll - 200) ++first;
    let last = first;
    while (last < this.shown.length && this.offsets[last] < scroll + height + 200) ++last;
    const refused = calls.filter((c) => c.result === REFUSED).length;
    return (
      <Section id="calls" title="Calls" hint={`${plural(calls.length, "call")}, ${refused} refused`}>
        <div class="tools">
          <input
            type="search"
            placeholder="Filter: who, operation, resource"
            aria-label="filter the calls"
            value={filter}
            onInput={(e: any) => {
              this.list.scrollTop = 0;
              this.setState({ filter: e.target.value, scroll: 0 });
            }}
          />
          <label class="toggle">
            <input
              type="checkbox"
              checked={refusedOnly}
              onChange={(e: any) => {
                this.list.scrollTop = 0;
                this.setState({ refusedOnly: e.target.checked, scroll: 0 });
              }}
            />
            Refused only
          </label>
          <span class="hint" aria-live="polite">
            {this.shown.length !== calls.length && `${plural(this.shown.length, "call")} shown`}
          </span>
        </div>
        <div
          class="calls card"
          role="list"
          ref={(e: any) => (this.list = e || this.list)}
          onScroll={() => this.setState({ scroll: this.list.scrollTop })}
          onKeyDown={(e: any) => this.key(e)}
        >
          <div style={{ height: `${total}px`, position: "relative" }}>
            {this.shown.slice(first, last).map((call, i) => (
              <div
                key={call.seq}
                id={`call-${call.seq}`}
                data-seq={call.seq}
                role="listitem"
                style={{ top: `${this.offsets[first + i]}px` }}
                class={`call ${tone(call)}${open.has(call.seq) ? " open" : ""}${hash === `#call-${call.seq}` ? " here" : ""}`}
              >
                <button
                  class="call-row"
                  aria-expanded={open.has(call.seq)}
                  tabIndex={call.seq === focus || (focus < 0 && i === 0) ? 0 : -1}
                  onClick={() => this.toggle(call.seq)}
                  onFocus={() => focus !== call.seq && this.setState({ focus: call.seq })}
                >
                  <Mark tone={tone(call)} />
                  <span class="time">{when(call.at)}</span>
                  <span class="who">{who(call)}</span>
                  <span class="op">{operationName(call.operation)}</span>
                  <span class="res">
                    {shortArn(call.resource)}
                    {call.result === REFUSED && <span class="why">{call.explanation[0] || call.phrase}</span>}
                  </span>
                  <span class={`out ${tone(call)}`}>{outcome(call)}</span>
                </button>
                {open.has(call.seq) && <Detail call={call} />}
              </div>
            ))}
          </div>
          {!this.shown.length && <p class="empty">No call matches.</p>}
        </div>
      </Section>
    );
  }
}
