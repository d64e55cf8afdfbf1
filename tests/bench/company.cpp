#include "tests/bench/company.hpp"

#include <fmt/format.h>

#include "sim/vocab/arn.hpp"

namespace rehearse::bench {
namespace {

constexpr std::uint32_t kUnits = 6;  // the root, and five below it
constexpr std::string_view kRunShared =
    "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerPipelineAllowExecution";
constexpr std::string_view kFullAccess =
    R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"*","Resource":"*"}}]}})";
constexpr std::string_view kGuardrail =
    R"({{"Version":"2012-10-17","Statement":[{{"Sid":"NoDeletion","Effect":"Deny","Action":"sagemaker:Delete*","Resource":"*","Condition":{{"StringNotEquals":{{"aws:PrincipalTag/team":"platform"}}}}}}]}})";
constexpr std::string_view kOwn =
    R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["sagemaker:*Pipeline*","iam:PassRole"],"Resource":["arn:aws:sagemaker:*:{0}:pipeline/*","arn:aws:iam::{0}:role/*"]}},{{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::artifacts-{0}/*"}}]}})";
constexpr std::string_view kConsumer =
    R"({{"Version":"2012-10-17","Statement":[{{"Sid":"Run{0}","Effect":"Allow","Action":["sagemaker:StartPipelineExecution","sagemaker:Describe*","sagemaker:List*"],"Resource":"arn:aws:sagemaker:*:*:pipeline/pipeline-{0}*"}}]}})";

std::string account_id(std::uint32_t account) {
  return fmt::format("{:012}", 100'000'000'000 + account);
}

std::string unit_id(std::uint32_t unit) {
  return unit == 0 ? "r-root" : fmt::format("ou-root-{:08}", unit);
}

void declare_organization(world::Recorder& record, CompanySize const& size) {
  record.record(trace::OrganizationDefined{
      "o-company000", "company", "r-root", account_id(0), FeatureSet::all, {}});
  for (std::uint32_t unit = 0; unit < kUnits; ++unit)
    record.record(trace::OuDefined{
        {unit}, unit == 0 ? OuId{} : OuId{0}, unit_id(unit), fmt::format("unit-{}", unit)});
  DocumentId full =
      record.document(trace::DocumentKind::policy, "FullAWSAccess", fmt::format(kFullAccess));
  record.record(trace::ControlPolicyStored{
      std::string(world::kFullAwsAccess), ControlPolicyType::scp, "FullAWSAccess", full, {}});
  record.record(trace::ControlPolicyInForce{std::string(world::kFullAwsAccess), full});
  record.record(trace::PolicyTypeMoved{ControlPolicyType::scp, PolicyTypeStatus::enabled});
  for (std::uint32_t account = 0; account < size.accounts; ++account)
    record.record(trace::AccountDefined{{account},
                                        account_id(account),
                                        fmt::format("account-{}", account),
                                        "eu-west-1",
                                        {1 + account % (kUnits - 1)},
                                        {}});
  DocumentId guardrail =
      record.document(trace::DocumentKind::policy, "Guardrail", fmt::format(kGuardrail));
  record.record(trace::ControlPolicyStored{
      "p-guardrail", ControlPolicyType::scp, "Guardrail", guardrail, {}});
  record.record(trace::ControlPolicyInForce{"p-guardrail", guardrail});
  record.record(trace::AttachmentInForce{"p-guardrail", "r-root", true});
}

void declare_role(world::Recorder& record, PrincipalId role, AccountId account,
                  std::uint32_t number) {
  record.record(trace::PrincipalDefined{role,
                                        IdentityKind::role,
                                        account,
                                        "/",
                                        fmt::format("Role{}", number),
                                        fmt::format("AROACOMPANY{:06}", role.index),
                                        {}});
  record.record(trace::IamInForce{role, IamSlot::existence, {}, {}, {}, true});
  auto add = [&](std::string const& name, std::string text) {
    DocumentId policy = record.document(trace::DocumentKind::policy, name, std::move(text));
    record.record(trace::IamInForce{role, IamSlot::inline_policy, name, policy, {}, true});
  };
  add("own", fmt::format(kOwn, account_id(account.index)));
  add("consumer", fmt::format(kConsumer, number));
}

void declare_pipeline(world::Recorder& record, std::uint32_t number, CompanySize const& size) {
  AccountId owner{number % size.accounts};
  DocumentId definition = record.document(trace::DocumentKind::definition, {},
                                          R"({"Version":"2020-12-01","Steps":[]})");
  record.record(trace::PipelineStored{{number},
                                      owner,
                                      fmt::format("pipeline-{}", number),
                                      {},
                                      definition,
                                      {owner.index * size.roles},
                                      1,
                                      0,
                                      {}});
  ShareId share{number};
  record.record(trace::ShareStored{
      share, owner,
      fmt::format("arn:aws:ram:eu-west-1:{}:resource-share/{}", account_id(owner.index), number),
      fmt::format("share-{}", number)});
  record.record(trace::ShareMoved{share, ShareStatus::active});
  record.record(
      trace::SharePermissionInForce{share, "sagemaker:Pipeline", std::string(kRunShared), 1});
  auto associate = [&](AssociationType type, std::string entity) {
    record.record(trace::AssociationMoved{
        share, type, std::move(entity), AssociationStatus::associated, true, false, {}, {}});
  };
  associate(AssociationType::resource, sagemaker_arn("eu-west-1", account_id(owner.index),
                                                     fmt::format("pipeline/pipeline-{}", number)));
  associate(AssociationType::principal, account_id((number + 7) % size.accounts));
  associate(AssociationType::principal, unit_id(1 + number % (kUnits - 1)));
}

}  // namespace

void declare_company(world::Recorder& record, CompanySize const& size) {
  record.record(trace::RunStarted{});
  declare_organization(record, size);
  for (std::uint32_t role = 0; role < size.accounts * size.roles; ++role)
    declare_role(record, {role}, {role / size.roles}, role % size.roles);
  for (std::uint32_t number = 0; number < size.pipelines; ++number)
    declare_pipeline(record, number, size);
}

void change_one_policy(world::Recorder& record, std::uint32_t version) {
  DocumentId policy = record.document(trace::DocumentKind::policy, "consumer",
                                      fmt::format(kConsumer, version % 20));
  record.record(trace::IamInForce{{7}, IamSlot::inline_policy, "consumer", policy, {}, true});
}

}  // namespace rehearse::bench
