// What came of it: model packages, endpoints, events; and what the run rests on.
import { h } from "preact";
import { accounts, assumptions, endpoints, events, executions, header, names, packages, settings } from "./data";
import { Chevron, pretty, Section } from "./parts";
import { accountName, plural, roleName, when } from "./words";

const words: Record<string, string> = {
  PendingManualApproval: "pending approval",
  Approved: "approved",
  Rejected: "rejected",
  InService: "in service",
  Creating: "creating",
  Updating: "updating",
  Failed: "failed",
  Deleting: "deleting",
};
const toneOf: Record<string, string> = { Approved: "good", InService: "good", Rejected: "bad", Failed: "bad" };

function Steps({ items }: { items: { at: number; label: string; tone?: string; more?: string }[] }) {
  return (
    <ol class="steps">
      {items.map((i) => (
        <li>
          <time>{when(i.at)}</time> <b class={i.tone || ""}>{i.label}</b> {i.more}
        </li>
      ))}
    </ol>
  );
}

export function Models() {
  if (!packages.length && !endpoints.length) return null;
  return (
    <Section id="models">
      <div class="cards">
        {packages.slice(0, 60).map((p: any) => (
          <article class="card">
            <h3>
              {p.group}{" "}
              <span class="hint">
                version {p.version} in {accountName(p.account)}
                {executions[p.execution] && `, from execution ${executions[p.execution].name}`}
              </span>
            </h3>
            <Steps
              items={p.changes.map((c: any) => ({
                at: c.at,
                label: words[names.approval[c.to]],
                tone: toneOf[names.approval[c.to]],
                more: c.why,
              }))}
            />
          </article>
        ))}
        {endpoints.slice(0, 60).map((e: any) => (
          <article class="card">
            <h3>
              {e.name} <span class="hint">endpoint in {accountName(e.account)}</span>
            </h3>
            <Steps
              items={e.changes
                .map((c: any) => ({
                  at: c.at,
                  label: words[names.endpoint[c.to]],
                  tone: toneOf[names.endpoint[c.to]],
                  more: c.why,
                }))
                .concat(e.deleted >= 0 ? [{ at: e.deleted, label: "deleted" }] : [])}
            />
          </article>
        ))}
      </div>
      {(packages.length > 60 || endpoints.length > 60) && (
        <p class="hint">The first 60 of each are shown; the trace has all.</p>
      )}
    </Section>
  );
}

export function Events() {
  if (!events.length) return null;
  return (
    <Section id="events" hint={`${plural(events.length, "event")} that a rule matched or a queue brought`}>
      <div class="card list">
        {events.slice(0, 150).map((e: any) => (
          <details>
            <summary>
              <Chevron />
              <time>{when(e.at)}</time>
              <span>
                {e.type || "event"} <span class="hint">from {accountName(e.account)}</span>
              </span>
              <span class="hint">
                {e.deliveries.length
                  ? e.deliveries
                      .map(
                        (d: any) =>
                          `${when(d.at)} to ${d.listener ? `${d.listener.name}${d.listener.role >= 0 ? `, as ${roleName(d.listener.role)}` : ""}` : "a rule"}`,
                      )
                      .join("; ")
                  : "not delivered"}
              </span>
            </summary>
            <pre tabIndex={0}>{pretty(e.document)}</pre>
          </details>
        ))}
      </div>
      {events.length > 150 && <p class="hint">The first 150 are shown; the trace has all.</p>}
    </Section>
  );
}

export function About() {
  const parameters =
    header.parameters && header.parameters !== "{}" && header.parameters !== "null" ? header.parameters : "";
  const beyond = settings.filter((s: any) => s.beyond);
  return (
    <Section id="about">
      <dl class="facts">
        <dt>Accounts</dt>
        <dd>
          {accounts.map((a) => {
            const first = a.units[0]?.to,
              last = a.units[a.units.length - 1]?.to;
            return (
              <span class="fact">
                {a.name}{" "}
                <span class="hint">
                  {a.id}
                  {first === last ? first && `, ${first}` : `, ${first} at the start, ${last} at the end`}
                  {a.management && ", management"}
                </span>
              </span>
            );
          })}
        </dd>
        {parameters && [
          <dt>Parameters</dt>,
          <dd>
            <code>{parameters}</code>
          </dd>,
        ]}
        {settings.length > 0 && [
          <dt>Settings</dt>,
          <dd>
            {settings.map((s: any) => (
              <span class="fact">
                {s.name} = {s.value.toLocaleString("en-US")}{" "}
                <span class="hint">
                  {accountName(s.account)}
                  {s.beyond && ", not as in AWS"}
                </span>
              </span>
            ))}
          </dd>,
        ]}
        {assumptions.length > 0 && [
          <dt>This run rests on</dt>,
          <dd>
            {assumptions.map((a: any) => (
              <span class="fact">
                {a.name} = {a.value}{" "}
                {a.changed && <span class="hint">not the default{!a.consulted && ", and nothing asked for it"}</span>}
              </span>
            ))}
            <p class="hint">
              A scenario sets one with <code>{`assume { ${assumptions[0].name} = "..." }`}</code>
            </p>
          </dd>,
        ]}
        {header.stepCalls > 0 && [
          <dt>Calls by steps</dt>,
          <dd>
            {header.stepCalls.toLocaleString("en-US")} allowed <span class="hint">not listed one by one</span>
          </dd>,
        ]}
        {header.digest && [
          <dt>Trace digest</dt>,
          <dd>
            <code>{header.digest}</code>
          </dd>,
        ]}
      </dl>
      {beyond.length > 0 && <p class="hint">AWS has no setting like those marked, or would not grant them.</p>}
    </Section>
  );
}
