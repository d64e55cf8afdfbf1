// What jobs read and write, and what endpoints load, in buckets: each use is a call of a role on
// the object and, where the bucket has a key, on the key. It is recorded as an ApiCalled of
// nobody's actor, as CloudTrail logs it. Only buckets that the scenario declares are judged.
// Source: sharing-and-access 4.2 to 4.4, 2.3; sagemaker-pipelines 6.2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/domain/context.hpp"

namespace rehearse::domain {

/// A job reads when it begins and writes when it ends.
enum class DataUse : std::uint8_t { read, write };

/// A call that a use of an object makes: `s3:GetObject`, `kms:Decrypt`.
struct ArtifactUse {
  std::string uri;  // `s3://bucket/key`, as the arguments have it
  DataUse use{};
  world::Question question;
};
using ArtifactUses = std::vector<ArtifactUse>;

/// A use that was refused, in AWS's words.
struct ArtifactRefusal {
  ArtifactUse use;
  std::string message;
};

/// The texts `s3://...` in the arguments of a job. Written is what stands at `S3OutputPath`,
/// `S3OutputLocation` and in `S3Output`; everything else is read. The uses of one kind; none when
/// the role is unknown.
ArtifactUses artifact_uses(world::Access const& access, PrincipalId role,
                           json::Value const& arguments, DataUse use);
/// What the models of a configuration are loaded from, as each model's execution role: the
/// containers of the model, or of the model package that it names.
ArtifactUses model_data_uses(world::World const& world, EndpointConfigId config);

/// Judges and records the uses, up to the first that is refused.
std::optional<ArtifactRefusal> reach(Context const& c, ArtifactUses const& uses);

/// Why the job fails, and why the endpoint does.
std::string job_failure(ArtifactRefusal const& refused);
std::string endpoint_failure(world::World const& world, ArtifactRefusal const& refused);

/// A key that stands at the epoch, with this policy or, for none, with the one that AWS writes:
/// everything for the account's root, which delegates to its identity policies. Its ARN.
std::string stand_key(Context const& c, world::Place const& place, std::string const& name,
                      DocumentId policy, trace::SourceLine where);
/// A bucket that stands at the epoch. `policy` may be none, `key` (an ARN) empty.
void stand_bucket(Context const& c, AccountId account, std::string const& name, DocumentId policy,
                  std::string const& key, trace::SourceLine where);

}  // namespace rehearse::domain
