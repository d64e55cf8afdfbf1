// The changes that might turn a decision: each is something that people do, none is checked yet.
#pragma once

#include <vector>

#include "sim/iam/explain.hpp"
#include "sim/world/access/question.hpp"
#include "sim/world/nearest/edit.hpp"

namespace rehearse::world {

/// For a refused call: what could open the layer that refused it.
std::vector<Edit> openers(Access const& access, Question const& question,
                          iam::Explanation const& explanation);
/// For an allowed call: what could close it.
std::vector<Edit> closers(Access const& access, Question const& question,
                          iam::Explanation const& explanation);

// By what is changed (one file each).
void open_by_identity(Access const& access, Question const& question,
                      iam::Explanation const& explanation, std::vector<Edit>& out);
void open_by_control_policies(Access const& access, Question const& question,
                              iam::Explanation const& explanation, std::vector<Edit>& out);
void open_by_shares(Access const& access, Question const& question, std::vector<Edit>& out);
void open_by_resource_policy(Access const& access, Question const& question,
                             iam::Explanation const& explanation, std::vector<Edit>& out);
void close_by_identity(Access const& access, Question const& question,
                       iam::Explanation const& explanation, std::vector<Edit>& out);
void close_by_shares(Access const& access, Question const& question, std::vector<Edit>& out);

}  // namespace rehearse::world
