// Small pieces that every section uses.
import { h } from "preact";
import { Call, Reason, REFUSED } from "./data";
import { titles } from "./words";

/// A section has one name: in the navigation and above itself.
export function Section({ id, hint, children }: any) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <div class="section-head">
        <h2 id={`${id}-title`}>{titles[id]}</h2>
        {hint && <p class="hint">{hint}</p>}
      </div>
      {children}
    </section>
  );
}

/// A shape beside the colour: nobody has to tell red from green.
export function Mark({ tone }: { tone: string }) {
  const shapes: Record<string, string> = {
    good: "M3 8.5 6.5 12 13 4.5",
    bad: "M4 4l8 8M12 4l-8 8",
    warn: "M8 3v6M8 12.2v.6",
    quiet: "M4 8h8",
    dot: "M8 7.9v.2",
  };
  return (
    <svg class={`mark ${tone}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[tone]} />
    </svg>
  );
}

/// Says that a row opens; it turns when it does.
export function Chevron() {
  return (
    <svg class="chevron" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M6 3.5 10.5 8 6 12.5" />
    </svg>
  );
}

export function Pill({ tone, children }: any) {
  return (
    <span class={`pill ${tone}`}>
      <Mark tone={tone} />
      {children}
    </span>
  );
}

/// Follows a link within the page also when the address does not change by it.
export function go(hash: string) {
  if (location.hash === hash) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
}
export function CallLink({ seq, children }: any) {
  return (
    <a
      href={`#call-${seq}`}
      onClick={(e: Event) => {
        e.preventDefault();
        go(`#call-${seq}`);
      }}
    >
      {children || `call ${seq}`}
    </a>
  );
}

const parsed = (text: string): any => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
/// A document inside a string (a policy, a definition) as the document that it is.
const unpacked = (_: string, value: any) =>
  typeof value === "string" && /^\s*[[{]/.test(value) ? (parsed(value) ?? value) : value;
/// JSON as people read it; what is no JSON stays as it is.
export function pretty(text: string): string {
  const value = parsed(text);
  return value === undefined ? text : JSON.stringify(value, unpacked, 2);
}

const VERDICTS = ["good", "bad", "dot"];
/// Layer by layer: a heading with its mark, the layer's statements below.
export function Reasons({ reasons }: { reasons: Reason[] }) {
  return (
    <ul class="reasons">
      {reasons.map((r) => (
        <li>
          <p>
            <Mark tone={VERDICTS[r.verdict]} />
            <Prose text={r.heading} />
          </p>
          {r.statements.map((s) => (
            <p class="statement">
              <Prose text={s} />
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

/// The changes that would turn a call's answer, the best first, with what to paste.
export function Nearest({ call, most = 9 }: { call: Call; most?: number }) {
  if (!call.nearest.length) return null;
  return (
    <div class="nearest">
      <p class="nearest-title">{call.result === REFUSED ? "What would allow it" : "What would close it"}</p>
      <ol>
        {call.nearest.slice(0, most).map((change) => (
          <li>
            {change.edits.map((edit, i) => [
              <p>
                {i > 0 && "and "}
                <Prose text={edit.what} />
              </p>,
              edit.paste && <pre tabIndex={0}>{pretty(edit.paste)}</pre>,
            ])}
            {change.others.map((line) => (
              <p class="statement">{line}</p>
            ))}
          </li>
        ))}
      </ol>
      <p class="hint">
        Each was tried in a copy of the world. More: <code>rehearse explain trace.jsonl --call {call.seq}</code>
      </p>
    </div>
  );
}

/// A sentence whose `names` stand in backticks.
export function Prose({ text }: { text: string }) {
  return <span>{text.split("`").map((part, i) => (i % 2 ? <code>{part}</code> : part))}</span>;
}
