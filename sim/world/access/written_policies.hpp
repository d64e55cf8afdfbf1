// The policies that people wrote onto resources (of a model package group, a bucket, a key), and
// the tags of resources. What RAM writes is made from shares (shared_policy.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace.hpp"
#include "sim/world/access/principals.hpp"

namespace rehearse::world {

struct WrittenPolicy {
  std::string arn;  // of the resource
  AccountId owner;
  DocumentId stored;
  DocumentId in_force;
  Origin since;
};

struct TaggedResource {
  std::string arn;
  std::vector<Tag> tags;
};

class WrittenPolicies {
 public:
  std::vector<WrittenPolicy> const& all() const { return policies_; }
  /// Null when nobody ever wrote one.
  WrittenPolicy const* find(std::string_view arn) const;
  std::vector<TaggedResource> const& tagged() const { return tagged_; }
  std::vector<Tag> const& tags(std::string_view arn) const;
  /// The tags that a call on the resource meets: a version of a model package group cannot be
  /// tagged and has its group's. Source: sagemaker-pipelines 3.4, API_CreateModelPackage.
  std::vector<Tag> const& tags_met(std::string_view arn) const;

  void apply(trace::Entry const& entry, trace::ResourcePolicyStored const& record);
  void apply(trace::Entry const& entry, trace::ResourcePolicyInForce const& record);
  void apply(trace::Entry const& entry, trace::ResourceTagged const& record);

 private:
  std::vector<WrittenPolicy> policies_;  // by ARN
  std::vector<TaggedResource> tagged_;   // by ARN
};

}  // namespace rehearse::world
