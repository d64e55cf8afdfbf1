// The checks that lint() calls, one file a subject. Internal to the lint.
#pragma once

#include "sim/pipeline/lint.hpp"
#include "sim/pipeline/reader.hpp"

namespace rehearse::pipeline {

/// The JSON pointer of a place inside a step's arguments.
inline std::string argument_pointer(Step const& step, Place const& place) {
  return step.pointer + "/Arguments" + place.pointer();
}

/// Calls `visit(place)` for every value below, outer ones first.
template <class Visit>
void each_place(Place const& place, Visit const& visit) {
  visit(place);
  if (place.value.is_object())
    for (auto const& [key, value] : place.value.as_object()) {
      Place const below = place.member(key, value);
      each_place(below, visit);
    }
  if (place.value.is_array())
    for (std::size_t i = 0; i < place.value.as_array().size(); ++i) {
      Place const below = place.element(i);
      each_place(below, visit);
    }
}

void lint_caches(Compiled const& pipeline, Warnings& out);
void lint_references(Definition const& definition, Warnings& out);
void lint_retries(Definition const& definition, Warnings& out);
void lint_secrets(Definition const& definition, Warnings& out);

}  // namespace rehearse::pipeline
