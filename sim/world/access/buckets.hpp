// The buckets and keys that a scenario declares: whose they are, and which key encrypts what is in
// a bucket. A bucket that nobody declares is not judged.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace.hpp"

namespace rehearse::world {

struct Bucket {
  AccountId account;
  std::string name;
  std::string arn;
  std::string key;                                           // an ARN, or empty
  std::map<std::string, DocumentId, std::less<>> objects{};  // those whose text is known, by key
};

struct KmsKey {
  AccountId account;
  std::string name;
  std::string arn;
};

class Buckets {
 public:
  bool empty() const { return buckets_.empty(); }
  std::vector<Bucket> const& all() const { return buckets_; }
  std::vector<KmsKey> const& keys() const { return keys_; }
  /// Null when nobody declares one of that ARN.
  Bucket const* find_arn(std::string_view arn) const;

  void apply(trace::Entry const& entry, trace::BucketDefined const& record);
  void apply(trace::Entry const& entry, trace::ObjectDefined const& record);
  void apply(trace::Entry const& entry, trace::KeyDefined const& record);

 private:
  std::vector<Bucket> buckets_;
  std::vector<KmsKey> keys_;
};

}  // namespace rehearse::world
