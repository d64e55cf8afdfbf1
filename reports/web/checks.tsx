// The checks: what failed first, with its reason. A run may have thousands: they come in portions.
import { Component, h } from "preact";
import { callBySeq, Check, checks, header, names, REFUSED } from "./data";
import { CallLink, Chevron, Mark, Nearest, Prose, Reasons, Section } from "./parts";
import { plural, when } from "./words";

const PORTION = 200;

function Reason({ check }: { check: Check }) {
  const call = callBySeq.get(check.call);
  const refused = call && call.result === REFUSED && call.reasons.length > 0 ? call : undefined;
  return (
    <div class="reason">
      {check.detail && (
        <p>
          <Prose text={check.detail} />
        </p>
      )}
      {refused && !check.held && !check.detail.includes(refused.summary) && (
        <p>
          <Prose text={refused.summary} />
        </p>
      )}
      {call && !check.held && <Reasons reasons={call.reasons} />}
      {call &&
        !check.held &&
        call.decidedBy.map((line) => (
          <p>
            <Prose text={line} />
          </p>
        ))}
      {call && !check.held && <Nearest call={call} most={1} />}
      {refused && check.held && (
        <details class="layers">
          <summary>
            <Chevron />
            layer by layer
          </summary>
          <Reasons reasons={refused.reasons} />
        </details>
      )}
      {call && (
        <p>
          <CallLink seq={call.seq}>see call {call.seq}</CallLink>
        </p>
      )}
    </div>
  );
}

function Row({ check, here }: { check: Check; here: boolean }) {
  const always = names.check[check.kind] === "always" && check.held;
  return (
    <li id={`check-${check.index}`} class={`check ${check.held ? "held" : "failed"}${here ? " here" : ""}`}>
      <Mark tone={check.held ? "good" : "bad"} />
      <div class="check-body">
        <p class="check-text">
          <span class="sr">{check.held ? "held: " : "failed: "}</span>
          {check.text}
        </p>
        <Reason check={check} />
      </div>
      <div class="check-meta">
        <span class="time">{always ? "always" : when(check.at)}</span>
        <a class="place" href={`#check-${check.index}`}>
          {check.place}
        </a>
      </div>
    </li>
  );
}

interface Props {
  hash: string;
  again: number;
}

export class Checks extends Component<Props, { shown: number }> {
  state = { shown: PORTION };
  componentWillMount() {
    this.reach(this.props.hash);
  }
  componentWillReceiveProps(next: Props) {
    if (next.hash !== this.props.hash || next.again !== this.props.again) this.reach(next.hash);
  }
  /// A check that an address names is in the page, however far down.
  reach(hash: string) {
    const at = checks.findIndex((c) => hash === `#check-${c.index}`);
    if (at >= this.state.shown) this.setState({ shown: at + PORTION });
  }
  render({ hash }: Props, { shown }: { shown: number }) {
    if (!checks.length) return null;
    const failed = checks.filter((c) => !c.held).length + header.failedLeft;
    const all = checks.length + header.failedLeft + header.heldLeft;
    const left = checks.length - shown;
    return (
      <Section id="checks" hint={failed ? `${failed.toLocaleString("en-US")} of ${plural(all, "check")} failed` : `${plural(all, "check")}, all held`}>
        <ol class="checks">
          {checks.slice(0, shown).map((c) => (
            <Row key={c.index} check={c} here={hash === `#check-${c.index}`} />
          ))}
        </ol>
        {left > 0 && (
          <div class="tools more">
            <button onClick={() => this.setState({ shown: shown + PORTION })}>
              Show {Math.min(left, PORTION)} of {left.toLocaleString("en-US")} more
            </button>
          </div>
        )}
        {header.failedLeft > 0 && <p class="hint">{plural(header.failedLeft, "more check")} failed: the trace has them.</p>}
        {header.heldLeft > 0 && <p class="hint">{plural(header.heldLeft, "more check")} held: the trace has them.</p>}
      </Section>
    );
  }
}
