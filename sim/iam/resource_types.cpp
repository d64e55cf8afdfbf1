// What the ARNs of resources look like, and the condition keys they bring. Source:
// sharing-and-access 5.
#include <array>

#include "sim/base/text.hpp"
#include "sim/iam/actions.hpp"

namespace rehearse::iam {
namespace {

constexpr std::string_view kTags = "aws:ResourceTag/ sagemaker:ResourceTag/";
constexpr std::string_view kPackageKeys =
    "aws:ResourceTag/ sagemaker:ResourceTag/ sagemaker:CurrentModelLifeCycleStage "
    "sagemaker:CurrentModelLifeCycleStageStatus sagemaker:CurrentCustomerMetadataProperties/";

// The `:*:` between are region and account.
constexpr auto kResourceTypes = std::to_array<ResourceTypeRow>({
    // 5.1
    {"sagemaker", "pipeline", "arn:*:sagemaker:*:*:pipeline/*", kTags},
    {"sagemaker", "pipeline-execution", "arn:*:sagemaker:*:*:pipeline/*/execution/*", kTags},
    {"sagemaker", "model-package-group", "arn:*:sagemaker:*:*:model-package-group/*", kTags},
    {"sagemaker", "model-package", "arn:*:sagemaker:*:*:model-package/*", kPackageKeys},
    {"sagemaker", "model", "arn:*:sagemaker:*:*:model/*", kTags},
    {"sagemaker", "endpoint", "arn:*:sagemaker:*:*:endpoint/*", kTags},
    {"sagemaker", "endpoint-config", "arn:*:sagemaker:*:*:endpoint-config/*", kTags},
    {"sagemaker", "training-job", "arn:*:sagemaker:*:*:training-job/*", kTags},
    {"sagemaker", "processing-job", "arn:*:sagemaker:*:*:processing-job/*", kTags},
    {"sagemaker", "hyper-parameter-tuning-job", "arn:*:sagemaker:*:*:hyper-parameter-tuning-job/*",
     kTags},
    {"sagemaker", "transform-job", "arn:*:sagemaker:*:*:transform-job/*", kTags},
    {"sagemaker", "automl-job", "arn:*:sagemaker:*:*:automl-job/*", kTags},
    // 5.2
    {"sts", "role", "arn:*:iam::*:role/*", "aws:ResourceTag/ iam:ResourceTag/"},
    {"sts", "root-user", "arn:*:iam::*:root", ""},
    {"iam", "role", "arn:*:iam::*:role/*", "aws:ResourceTag/ iam:ResourceTag/"},
    // 5.3
    {"ram", "resource-share", "arn:*:ram:*:*:resource-share/*",
     "aws:ResourceTag/ ram:ResourceTag/"},
    {"ram", "resource-share-invitation", "arn:*:ram:*:*:resource-share-invitation/*", ""},
    {"ram", "permission", "arn:*:ram:*:*:permission/*", "aws:ResourceTag/ ram:ResourceTag/"},
    {"ram", "customer-managed-permission", "arn:*:ram:*:*:permission/*",
     "aws:ResourceTag/ ram:ResourceTag/"},
});

}  // namespace

ResourceTypeRow const* find_resource_type(std::string_view service, std::string_view name) {
  for (ResourceTypeRow const& row : kResourceTypes)
    if (equals_ignoring_case(row.service, service) && row.name == name) return &row;
  return nullptr;
}

}  // namespace rehearse::iam
