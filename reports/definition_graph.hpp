// A definition's graph for other programs: as data, and as a picture for Graphviz.
#pragma once

#include <string>

#include "sim/pipeline/outline.hpp"

namespace rehearse::reports {

/// JSON: `nodes`, `edges` (all of them, with what is worth drawing marked), `layers`,
/// `critical_path`. Steps are called by their names; durations as text and in seconds.
std::string definition_json(pipeline::Compiled const& pipeline, pipeline::Outline const& outline);

/// Graphviz: `dot -Tsvg`. Shapes say what runs a step; a branch's steps stand in a box of its own;
/// solid arrows are data, dashed ones DependsOn; the critical path is heavy. Edges that a longer
/// way implies are left out.
std::string definition_dot(pipeline::Compiled const& pipeline, pipeline::Outline const& outline);

}  // namespace rehearse::reports
