// Every call, in a list that keeps only the visible rows in the page. A row opens to its message and explanation.
import { Component, h } from "preact";
import { Call, callBySeq, calls, names, REFUSED, SUCCEEDED } from "./data";
import { Mark, Nearest, pretty, Prose, Reasons, Section } from "./parts";
import { accountName, operationName, plural, point, subject, when, who } from "./words";

const tone = (call: Call) => (call.result === REFUSED ? "bad" : call.result === SUCCEEDED ? "good" : "warn");
const outcome = (call: Call) =>
  call.result === REFUSED ? "refused" : call.result === SUCCEEDED ? "allowed" : "failed";
const haystack = (c: Call) =>
  `${who(c)} ${c.caller} ${operationName(c.operation)} ${c.operation} ${c.resource} ${c.code} ${c.message} ${outcome(c)} ${c.seq}`.toLowerCase();

/// How the sentence on the deciding statement starts; what it is about stands beside it already.
const STATEMENT = "decided by ";

function Detail({ call }: { call: Call }) {
  const facts: [string, any][] = [
    ["by", call.caller],
    ["asks for", call.action],
    ["on", call.resource],
    ["owner", accountName(call.owner)],
    [
      "decided by",
      [
        call.layer > 0 &&
          !call.decidedBy.some((line) => line.startsWith(STATEMENT)) &&
          names.layer[call.layer] +
            (call.document ? ` policy ${call.document}, statement ${call.statement + 1}` : " policy"),
        ...call.decidedBy.map((line) => (
          <p>
            <Prose text={line.startsWith(STATEMENT) ? line.slice(STATEMENT.length) : line} />
          </p>
        )),
      ],
    ],
    ["written at", call.place],
  ];
  return (
    <div class="call-detail">
      {call.result === REFUSED && (
        <p class="verdict">
          <Mark tone="bad" />
          <Prose text={`${call.summary.charAt(0).toUpperCase()}${call.summary.slice(1)}.`} />
        </p>
      )}
      {call.reasons.length > 0 && <Reasons reasons={call.reasons} />}
      <Nearest call={call} />
      {call.message && (
        <blockquote>
          <b>{call.code}</b> {call.message}
        </blockquote>
      )}
      <dl>{facts.filter(([, value]) => (Array.isArray(value) ? value.some(Boolean) : value)).map(([key, value]) => [<dt>{key}</dt>, <dd>{value}</dd>])}</dl>
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
  list: HTMLElement | null = null; // none while there are no calls
  heights = new Map<number, number>(); // as measured: of an open row by its seq, of a closed one by ~seq
  shown: Call[] = calls;
  offsets: number[] = [];
  wanted = -1;
  tries = 0;
  state: State = { filter: "", refusedOnly: false, open: new Set(), scroll: 0, focus: -1 };
  narrow = false;
  width = 1000;

  componentDidMount() {
    if (!this.list) return;
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
    const width = this.list!.clientWidth;
    if (width !== this.width) this.heights.clear();
    this.width = width;
    this.narrow = width < 640;
  }
  /// A closed row's height until it is measured; style.css has the same figures. A refusal has its reason on lines of its own.
  closed(call: Call): number {
    const lines = call.result === REFUSED ? this.reasonLines(call) : 0;
    return (this.narrow ? 78 : 38) + (lines ? lines * 20 + 6 : 0);
  }
  /// As many as it is likely to need: a character takes about 7.3 pixels.
  reasonLines(call: Call): number {
    const room = this.width - (this.narrow ? 52 : 150);
    return Math.max(1, Math.min(this.narrow ? 6 : 3, Math.ceil((point(call.summary).length * 7.3) / room)));
  }
  /// `#call-118` opens that call; `#refused` shows only what was refused.
  follow(hash: string) {
    if (!calls.length) return;
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
    return this.state.open.has(call.seq) ? this.heights.get(call.seq) || 320 : this.heights.get(~call.seq) || this.closed(call);
  }

  componentDidUpdate() {
    const list = this.list;
    if (!list) return;
    let changed = false;
    for (const element of Array.from(list.querySelectorAll<HTMLElement>(".call.open, .call.bad"))) {
      const seq = Number(element.dataset.seq),
        key = element.classList.contains("open") ? seq : ~seq,
        height = element.offsetHeight;
      if (this.heights.get(key) !== height) {
        this.heights.set(key, height);
        changed = true;
      }
    }
    if (this.wanted >= 0 && this.tries++ < 4) {
      const at = this.shown.findIndex((c) => c.seq === this.wanted);
      const top = this.offsets[at];
      list.scrollTop = Math.max(0, top - 8);
      const element = document.getElementById(`call-${this.wanted}`);
      if (element && !changed) {
        const scrolls = list.scrollHeight > list.clientHeight + 2;
        const above = scrolls ? document.getElementById("calls")! : element;
        window.scrollTo({ top: above.getBoundingClientRect().top + scrollY - 56 });
        (element.querySelector("button") as HTMLElement).focus({ preventScroll: true });
        this.wanted = -1;
      } else changed = true;
    }
    if (changed) this.setState({ scroll: list.scrollTop });
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
    const list = this.list!,
      top = this.offsets[next],
      height = list.clientHeight,
      row = this.closed(this.shown[next]);
    if (top < list.scrollTop) list.scrollTop = top;
    if (top + row > list.scrollTop + height) list.scrollTop = top + row - height;
    const seq = this.shown[next].seq;
    this.setState({ focus: seq, scroll: list.scrollTop }, () => {
      const button = document.querySelector<HTMLElement>(`#call-${seq} button`);
      if (button) {
        button.focus({ preventScroll: true });
        button.scrollIntoView({ block: "nearest" });
      }
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
    // On a phone a short list scrolls with the page: no scrolling inside of scrolling.
    const whole = this.narrow && calls.length <= 100;
    let first = 0;
    while (first < this.shown.length && this.offsets[first] + this.heightOf(this.shown[first]) < scroll - 200) ++first;
    let last = first;
    while (last < this.shown.length && this.offsets[last] < scroll + height + 200) ++last;
    const refused = calls.filter((c) => c.result === REFUSED).length;
    return (
      <Section id="calls" hint={`${plural(calls.length, "call")}, ${refused} refused`}>
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
          class={`calls card${whole ? " whole" : ""}`}
          role="list"
          ref={(e: any) => (this.list = e || this.list)}
          onScroll={() => this.setState({ scroll: this.list!.scrollTop })}
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
                  <span class="res">{subject(call)}</span>
                  <span class={`out ${tone(call)}`}>{outcome(call)}</span>
                  {call.result === REFUSED && (
                    <span class="why">
                      <Prose text={point(call.summary)} />
                    </span>
                  )}
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
