/*! This page contains preact 8.2.5, https://preactjs.com
Copyright (c) 2017 Jason Miller. The MIT License (MIT):
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
is furnished to do so, subject to the following conditions: The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software.
THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR
IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE. */
// START HERE: the page that report.html shows. Text reaches the page only as text: preact sets textContent.
import { Component, h, render } from "preact";
import { accounts, calls, checks, events, executions, header, packages, endpoints, pipelines, REFUSED, shares, tellingRun, utilization } from "./data";
import { Calls } from "./calls";
import { Checks } from "./checks";
import { Graphs } from "./graph";
import { About, Events, Models } from "./outcomes";
import { Pill, Prose } from "./parts";
import { movedAccounts, Organization, Shares } from "./shares";
import { happens } from "./lanes";
import { Timeline } from "./timeline";
import { Quotas, Troubles, wentWrong } from "./troubles";
import { dayNumber, lasting, plural, titles } from "./words";
import "./style.css";

/// The sections that have something to show, top to bottom.
const sections = [
  checks.length > 0 && "checks",
  wentWrong && "troubles",
  happens && "timeline",
  pipelines.length > 0 && "graphs",
  calls.length > 0 && "calls",
  movedAccounts.length > 0 && "organization",
  shares.length > 0 && "shares",
  packages.length + endpoints.length > 0 && "models",
  events.length > 0 && "events",
  utilization.length > 0 && "quotas",
  "about",
].filter(Boolean) as string[];

function Head() {
  const failed = checks.filter((c) => !c.held).length;
  const refused = calls.filter((c) => c.result === REFUSED).length;
  const tone = failed || header.fault ? "bad" : header.ending ? "warn" : checks.length ? "good" : "quiet";
  return (
    <header class="head">
      <div class="head-line">
        <h1>{header.scenario}</h1>
        <Pill tone={tone}>{header.verdict.charAt(0).toUpperCase() + header.verdict.slice(1)}</Pill>
      </div>
      <p class="facts-line">
        {accounts.length > 0 && <span>{header.accounts}</span>}
        <span>
          {header.span} <span class="hint">UTC</span>
        </span>
        <span>{lasting(header.end)} of virtual time</span>
        <span>seed {header.seed}</span>
        {refused > 0 && (
          <span>
            <a href="#refused">{plural(refused, "refused call")}</a>
          </span>
        )}
      </p>
      {header.ending && (
        <p class={header.fault ? "banner bad" : "banner"} role="status">
          <Prose text={`${header.ending.charAt(0).toUpperCase()}${header.ending.slice(1)}.`} />
        </p>
      )}
    </header>
  );
}

const runOf = (pipeline: number) => tellingRun(executions.filter((x) => x.pipeline === pipeline));
const first = tellingRun(executions);

class Page extends Component<any, any> {
  state = { hash: location.hash, again: 0, pipeline: first >= 0 ? executions[first].pipeline : 0, run: first };
  componentDidMount() {
    window.addEventListener("hashchange", () => {
      this.setState({ hash: location.hash, again: this.state.again + 1 });
      this.settle();
    });
    this.settle();
  }
  /// The sections are drawn by now: scroll to the one that was asked for.
  settle() {
    const element =
      location.hash.length > 1 &&
      !location.hash.startsWith("#call-") &&
      document.getElementById(location.hash.slice(1));
    if (element) element.scrollIntoView({ block: location.hash.startsWith("#check-") ? "center" : "start" });
  }
  choose(pipeline: number, run: number) {
    this.setState({ pipeline, run: run >= 0 ? run : runOf(pipeline) });
  }
  render(_: any, { hash, again, pipeline, run }: any) {
    const calls: any = { hash, again };
    return (
      <div class={dayNumber(header.end) > 0 ? "page days" : "page"}>
        <a class="skip" href={`#${sections[0]}`}>
          Skip to the {titles[sections[0]].toLowerCase()}
        </a>
        <Head />
        <nav aria-label="sections">
          {sections.map((id) => (
            <a href={`#${id}`}>{titles[id]}</a>
          ))}
        </nav>
        <main>
          <Checks hash={hash} again={again} />
          <Troubles onRun={(index) => this.choose(executions[index].pipeline, index)} />
          {happens && <Timeline onRun={(index) => this.choose(executions[index].pipeline, index)} />}
          <Graphs pipeline={pipeline} run={run} choose={(p, r) => this.choose(p, r)} />
          <Calls {...calls} />
          <Organization />
          <Shares />
          <Models />
          <Events />
          <Quotas />
          <About />
        </main>
        <footer>Made by rehearse from the trace alone. Nothing on this page is fetched or sent.</footer>
      </div>
    );
  }
}

render(<Page />, document.getElementById("app")!);
