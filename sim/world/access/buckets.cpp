#include "sim/world/access/buckets.hpp"

#include <algorithm>

#include "sim/base/assert.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::world {

Bucket const* Buckets::find_arn(std::string_view arn) const {
  auto at = std::ranges::find(buckets_, arn, &Bucket::arn);
  return at == buckets_.end() ? nullptr : &*at;
}

void Buckets::apply(trace::Entry const&, trace::BucketDefined const& record) {
  buckets_.push_back({record.account, record.name, bucket_arn(record.name), record.key});
}

void Buckets::apply(trace::Entry const&, trace::ObjectDefined const& record) {
  auto at = std::ranges::find(buckets_, record.bucket, &Bucket::name);
  REHEARSE_ASSERT(at != buckets_.end(), "an object lies in a bucket that is there");
  at->objects[record.key] = record.document;
}

void Buckets::apply(trace::Entry const&, trace::KeyDefined const& record) {
  keys_.push_back({record.account, record.name, record.arn});
}

}  // namespace rehearse::world
