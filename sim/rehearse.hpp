// START HERE. Everything an embedder needs: run a scenario, read its trace, make its reports.
//
//   rehearse::run::RunSpec spec;
//   spec.file = "hello.lua", spec.source = text, spec.root = "scenarios";
//   rehearse::trace::Trace trace;
//   rehearse::run::RunOptions options;
//   options.keep = &trace;
//   auto result = rehearse::run::run(spec, options);        // a Result: a mistake in the scenario
//   is an Error with its place if (result && result->failed == 0) ...
//
// A guide to the headers behind it:
//   sim/run/run.hpp        one run, from a scenario's text to a trace; several may run on several
//   threads sim/trace/trace.hpp    the records of a run in order: `trace.for_each(overloaded{...})`
//   sim/trace/records.hpp  what each record says
//   sim/world/world.hpp    the state that the records add up to, at any point of a trace
//   reports/model.hpp      a trace folded into what reports show: `fold(trace, explainer)`
//   reports/catalog.hpp    every report: `find_report("html")->render(model)`
#pragma once

#include "reports/catalog.hpp"
#include "reports/explain.hpp"
#include "reports/model.hpp"
#include "sim/base/result.hpp"
#include "sim/base/time.hpp"
#include "sim/run/run.hpp"
#include "sim/trace/trace.hpp"
