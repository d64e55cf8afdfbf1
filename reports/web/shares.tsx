// Shares: what RAM shows and what is in force, over the whole run.
import { h } from "preact";
import { accounts, Change, header, names, Share, shares } from "./data";
import { Section } from "./parts";
import { accountName, entityName, permissionName, shortArn, when } from "./words";

interface Band {
  from: number;
  to: number;
  tone: string;
  label: string;
  why: string;
}
function bands(changes: Change[], label: (to: any) => string, tone: (to: any) => string): Band[] {
  return changes
    .map((c, i) => ({
      from: c.at,
      to: i + 1 < changes.length ? changes[i + 1].at : header.end,
      label: label(c.to),
      tone: tone(c.to),
      why: c.why,
    }))
    .filter((b) => b.label);
}
const tones: Record<string, string> = {
  ACTIVE: "good",
  ASSOCIATED: "good",
  ACCEPTED: "good",
  FAILED: "bad",
  REJECTED: "bad",
  EXPIRED: "bad",
  DELETED: "quiet",
  DISASSOCIATED: "quiet",
};
const words = (list: string[]) => (to: number) => list[to].toLowerCase();
const colour = (list: string[]) => (to: number) => tones[list[to]] || "warn";

function Track({ name, rows }: { name: string; rows: Band[] }) {
  const end = Math.max(header.end, 1),
    percent = (at: number) => `${((100 * at) / end).toFixed(3)}%`;
  return (
    <div class="track">
      <div class="track-name">{name}</div>
      <div class="track-line" aria-hidden="true">
        {rows.map((b) => (
          <i
            class={b.tone}
            style={{
              left: `min(${percent(b.from)}, 100% - 3px)`,
              width: `max(3px, ${percent(b.to - b.from)})`,
              padding: (b.to - b.from) / end < 0.05 ? 0 : undefined,
              zIndex: (b.to - b.from) / end < 0.01 ? 1 : 0, // what follows does not cover a short one
            }}
            title={`${b.label}, ${when(b.from)} to ${when(b.to)}`}
          >
            {(b.to - b.from) / end > 0.2 ? b.label : ""}
          </i>
        ))}
      </div>
      <div class="track-words">
        {rows.map((b) => (
          <span>
            <time>{when(b.from)}</time> {b.label}
            {b.why && `: ${b.why}`}
          </span>
        ))}
      </div>
    </div>
  );
}

function One({ share }: { share: Share }) {
  const permission = (to: string) => permissionName(to);
  return (
    <article class="share-card card">
      <h3>
        {share.name} <span class="hint">
          owned by {accountName(share.owner)}
          {share.fromPolicy && ": made by RAM from a policy, which is what grants"}
        </span>
      </h3>
      <Track name="share" rows={bands(share.changes, words(names.share), colour(names.share))} />
      <Track name="permission, as RAM shows it" rows={bands(share.stored, permission, () => "stored")} />
      <Track name="permission in force" rows={bands(share.inForce, permission, () => "share")} />
      {share.associations.map((a) => (
        <Track
          name={`${a.type === 0 ? "" : "shares "}${a.type === 0 ? entityName(a.entity) : shortArn(a.entity)}${a.external ? " (outside)" : ""}`}
          rows={bands(a.changes, words(names.association), colour(names.association))}
        />
      ))}
      {share.invitations.map((i) => (
        <Track
          name={`invitation to ${accountName(i.receiver) || entityName(i.principal)}`}
          rows={bands(i.changes, words(names.invitation), colour(names.invitation))}
        />
      ))}
    </article>
  );
}

export const movedAccounts = accounts.filter((a) => a.units.length > 1);

/// Accounts that change their unit: where they stand, and where access decisions see them.
export function Organization() {
  if (!movedAccounts.length) return null;
  const unit = (to: string) => to || "outside";
  return (
    <Section
      id="organization"
      hint={`${movedAccounts.length} of ${accounts.length} accounts move. A move is stored at once; access decisions follow a little later.`}
    >
      {movedAccounts.slice(0, 40).map((a) => (
        <article class="share-card card">
          <h3>
            {a.name} <span class="hint">{a.id}</span>
          </h3>
          <Track name="unit, as stored" rows={bands(a.units, unit, () => "stored")} />
          <Track name="unit in force for access" rows={bands(a.unitsInForce, unit, () => "share")} />
        </article>
      ))}
      {movedAccounts.length > 40 && <p class="hint">{movedAccounts.length - 40} more are in the trace.</p>}
    </Section>
  );
}

export function Shares() {
  if (!shares.length) return null;
  return (
    <Section id="shares" hint="A change is stored at once and comes into force a little later.">
      {shares.slice(0, 40).map((s) => (
        <One share={s} />
      ))}
      {shares.length > 40 && <p class="hint">{shares.length - 40} more shares are in the trace.</p>}
    </Section>
  );
}
