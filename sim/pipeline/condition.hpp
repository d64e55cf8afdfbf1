// What a condition step decides.
//
// Source: sagemaker-pipelines 1.6.
#pragma once

#include <expected>
#include <string>

#include "sim/base/json.hpp"
#include "sim/pipeline/expression.hpp"

namespace rehearse::pipeline {

/// The outcome of `Arguments.Conditions`: all of them must hold, none at all holds. Numbers compare
/// exactly as decimals, texts in byte order, booleans only for equality. Error: the text the
/// condition step fails with, for operands of different types or a reference that has no value.
/// REQUIRES: `conditions` passed `parse_definition`.
std::expected<bool, std::string> evaluate(json::Value const& conditions, Resolver& resolver);

}  // namespace rehearse::pipeline
