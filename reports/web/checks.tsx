// The checks: what failed first, with its reason.
import { h } from "preact";
import { callBySeq, Check, checks, names } from "./data";
import { CallLink, Mark, Prose, Section } from "./parts";
import { plural, when } from "./words";

const sorted = [...checks].sort((a, b) => Number(a.held) - Number(b.held) || a.index - b.index);

function Reason({ check }: { check: Check }) {
  const call = callBySeq.get(check.call);
  return (
    <div class="reason">
      {check.detail && (
        <p>
          <Prose text={check.detail} />
        </p>
      )}
      {!check.held &&
        call &&
        call.explanation
          .filter((line) => line !== check.detail)
          .map((line) => (
            <p class="explain">
              <Prose text={line} />
            </p>
          ))}
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

export function Checks({ hash }: { hash: string }) {
  if (checks.length === 0) return null;
  const failed = checks.filter((c) => !c.held).length;
  const shown = sorted.slice(0, 300);
  return (
    <Section
      id="checks"
      title="Checks"
      hint={failed ? `${failed} of ${checks.length} failed` : plural(checks.length, "check") + ", all held"}
    >
      <ol class="checks">
        {shown.map((c) => (
          <Row key={c.index} check={c} here={hash === `#check-${c.index}`} />
        ))}
      </ol>
      {shown.length < sorted.length && <p class="hint">{plural(sorted.length - shown.length, "more check")} held.</p>}
    </Section>
  );
}
