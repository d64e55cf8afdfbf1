// Tags of resources other than identities: what a call puts on and takes off is in force at once.
// Source: sharing-and-access 1.15, 5.1.
#pragma once

#include <string>

#include "sim/domain/context.hpp"

namespace rehearse::domain {

inline void tag(Context const& c, std::string const& arn, std::string const& key,
                std::string const& value) {
  c.record.record(trace::ResourceTagged{arn, key, value, true});
}

/// Nothing happens when the resource has no such tag.
inline void untag(Context const& c, std::string const& arn, std::string const& key) {
  if (world::find_tag(c.world.access().written_policies().tags(arn), key) != nullptr)
    c.record.record(trace::ResourceTagged{arn, key, {}, false});
}

/// The resource is gone: one made anew under its name starts without tags.
inline void untag_all(Context const& c, std::string const& arn) {
  std::vector<world::Tag> const tags = c.world.access().written_policies().tags(arn);
  for (world::Tag const& each : tags) untag(c, arn, each.key);
}

}  // namespace rehearse::domain
