// Temporary credentials that AssumeRole gave: what they carry beyond their role.
// Source: sharing-and-access 4.6.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace.hpp"
#include "sim/world/access/principals.hpp"

namespace rehearse::world {

struct Session {
  PrincipalId role;
  std::string name;
  std::string access_key;
  Time issued{};
  Time expires{};
  std::vector<DocumentId> inline_policies;
  std::vector<std::string> managed_policies;  // ARNs
  std::vector<Tag> tags;                      // those along the chain included
  std::vector<std::string> transitive;        // keys that go on along the chain
  std::string source_identity;
};

class Sessions {
 public:
  std::size_t size() const { return all_.size(); }
  Session const& operator[](SessionId id) const { return all_[id.index]; }
  SessionId find(std::string_view access_key) const;
  void apply(trace::Entry const& entry, trace::SessionIssued const& record);

 private:
  std::vector<Session> all_;
};

}  // namespace rehearse::world
