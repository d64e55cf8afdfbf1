// What went wrong, where, and what would have helped; and how much of each quota was used over time.
import { h } from "preact";
import { executions, faults, graphs, header, pipelines, Trouble, troubles, troublesLeft, Utilization, utilization } from "./data";
import { Chevron, Mark, Section } from "./parts";
import { accountName, plural, when } from "./words";

type Seen = (index: number) => void;

function SeeRun({ index, onRun }: { index: number; onRun: Seen }) {
  const run = executions[index];
  if (!run) return null;
  return (
    <a href="#graphs" onClick={() => onRun(run.index)}>
      see execution {run.name}
    </a>
  );
}

/// The failures that are like the one above, one line each.
function Others({ trouble, onRun }: { trouble: Trouble; onRun: Seen }) {
  if (trouble.count < 2) return null;
  const { others } = trouble;
  const left = trouble.count - 1 - others.length;
  return (
    <details class="layers">
      <summary>
        <Chevron />
        {plural(trouble.count - 1, "more failure")} like this one, the last at {when(trouble.last)}
      </summary>
      <ul class="alike">
        {others.map((other) => (
          <li>
            <time>{when(other.at)}</time>
            <span>
              {other.run}
              {other.tries > 1 && `, after ${plural(other.tries, "attempt")}`}
            </span>
            <SeeRun index={other.execution} onRun={onRun} />
          </li>
        ))}
      </ul>
      {left > 0 && <p class="hint">{plural(left, "more")} like these; the trace has all.</p>}
    </details>
  );
}

function Row({ trouble, onRun }: { trouble: Trouble; onRun: Seen }) {
  const run = executions[trouble.execution];
  const node = run && graphs[run.graph].nodes[trouble.step];
  const fault = faults[trouble.fault];
  const [first, ...rest] = trouble.reason.split("\n");
  return (
    <li class="check failed">
      <Mark tone="bad" />
      <div class="check-body">
        <p class="check-text">
          Step <b>{node ? node.name : trouble.step}</b> of {run && pipelines[run.pipeline].name} ({trouble.run}) failed
          {trouble.tries > 1 && ` after ${plural(trouble.tries, "attempt")}`}
        </p>
        <div class="reason">
          <p>{first}</p>
          {rest.map((line) => (
            <p class="hint">{line}</p>
          ))}
          {fault && (
            <p class="hint">
              The scenario's own fault: {fault.phrase} ({fault.place})
            </p>
          )}
          {trouble.remedy && (
            <p>
              <b>Would have helped:</b> {trouble.remedy}
            </p>
          )}
          {run && (
            <p>
              <SeeRun index={trouble.execution} onRun={onRun} />
            </p>
          )}
          <Others trouble={trouble} onRun={onRun} />
        </div>
      </div>
      <div class="check-meta">
        <b>{trouble.count > 1 ? plural(trouble.count, "time") : ""}</b>
        <span class="time">{when(trouble.at)}</span>
      </div>
    </li>
  );
}

export const wentWrong = troubles.length > 0 || faults.length > 0;

export function Troubles({ onRun }: { onRun: Seen }) {
  if (!wentWrong) return null;
  const SHOWN = 12;
  const left = troubles.slice(SHOWN).reduce((sum, trouble) => sum + trouble.count, troublesLeft);
  return (
    <Section id="troubles" hint={troubles.length === 0 ? "no step failed for good" : undefined}>
      {troubles.length > 0 && (
        <ul class="checks card">
          {troubles.slice(0, SHOWN).map((trouble) => (
            <Row trouble={trouble} onRun={onRun} />
          ))}
        </ul>
      )}
      {left > 0 && <p class="hint">{plural(left, "more step")} failed; the trace has all.</p>}
      {faults.length > 0 && (
        <table class="faults-table card">
          <thead>
            <tr>
              <th>Fault that the scenario puts in</th>
              <th>at</th>
              <th class="number">struck</th>
            </tr>
          </thead>
          <tbody>
            {faults.map((fault) => (
              <tr>
                <td>{fault.phrase}</td>
                <td class="hint">{fault.place}</td>
                <td class="number">{fault.hits ? plural(fault.hits, "time") : "never"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

const WIDE = 300,
  HIGH = 56;

/// The use as an area of steps under its limit.
function Chart({ row }: { row: Utilization }) {
  const most = Math.max(row.most, row.limit, 1),
    end = Math.max(header.end, 1);
  const x = (at: number) => ((at / end) * WIDE).toFixed(1),
    y = (used: number) => (HIGH - (used / most) * (HIGH - 4)).toFixed(1);
  let path = `M0 ${HIGH}`;
  for (let i = 0; i < row.points.length; i += 2) path += `H${x(row.points[i])}V${y(row.points[i + 1])}`;
  return (
    <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" class="use" aria-hidden="true">
      <path class="used" d={`${path}H${WIDE}V${HIGH}Z`} />
      {row.limit >= 0 && <path class="limit" d={`M0 ${y(row.limit)}H${WIDE}`} />}
    </svg>
  );
}

export function Quotas() {
  if (!utilization.length) return null;
  const SHOWN = 24;
  const near = (row: Utilization) => (row.limit > 0 ? row.most / row.limit : 0);
  const rows = utilization.slice().sort((a, b) => near(b) - near(a));
  return (
    <Section id="quotas" hint="what was used at once, over the run">
      <div class="cards">
        {rows.slice(0, SHOWN).map((row) => (
          <article class="card">
            <h3>
              {row.quota} <span class="hint">{accountName(row.account)}</span>
            </h3>
            <Chart row={row} />
            <p>
              <b class={row.limit >= 0 && row.most >= row.limit ? "bad" : ""}>
                at most {row.most}
                {row.limit >= 0 && ` of ${row.limit}`}
              </b>
              {row.limit < 0 && <span class="hint"> no quota declared</span>}
            </p>
          </article>
        ))}
      </div>
      {rows.length > SHOWN && <p class="hint">The {SHOWN} closest to their quotas are shown.</p>}
    </Section>
  );
}
