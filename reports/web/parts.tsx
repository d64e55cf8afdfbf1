// Small pieces that every section uses.
import { h } from "preact";

export function Section({ id, title, hint, children }: any) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <div class="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
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
  };
  return (
    <svg class={`mark ${tone}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[tone]} />
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

/// JSON as people read it; what is no JSON stays as it is.
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/// A sentence whose `names` stand in backticks.
export function Prose({ text }: { text: string }) {
  return <span>{text.split("`").map((part, i) => (i % 2 ? <code>{part}</code> : part))}</span>;
}
