// NOLINT(tidy-length): a story is read from one end to the other
#include "tests/reports/story.hpp"

#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/base/json.hpp"

namespace rehearse::reports::testing {
namespace {

using namespace trace;
using namespace std::chrono_literals;

constexpr char kDefinition[] =
    R"({"Version":"2020-12-01","Parameters":[{"Name":"InputData","Type":"String","DefaultValue":"s3://churn/raw"}],"Steps":[
{"Name":"Preprocess","Type":"Processing","Arguments":{"ProcessingInputs":[{"S3Uri":{"Get":"Parameters.InputData"}}]}},
{"Name":"Train","Type":"Training","Arguments":{"InputDataConfig":[{"S3Uri":{"Get":"Steps.Preprocess.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri"}}]}},
{"Name":"Evaluate","Type":"Processing","Arguments":{"Model":{"Get":"Steps.Train.ModelArtifacts.S3ModelArtifacts"},"Test":{"Get":"Steps.Preprocess.ProcessingOutputConfig.Outputs['test'].S3Output.S3Uri"},"ProcessingOutputConfig":{"Outputs":[{"OutputName":"evaluation","S3Output":{"S3Uri":"s3://churn/evaluation"}}]}},
 "PropertyFiles":[{"PropertyFileName":"EvaluationReport","OutputName":"evaluation","FilePath":"evaluation.json"}]},
{"Name":"BiasReport","Type":"ClarifyCheck","CheckType":"MODEL_BIAS","DependsOn":["Train"],"Arguments":{}},
{"Name":"GoodEnough","Type":"Condition","DependsOn":["BiasReport"],"Arguments":{"Conditions":[{"Type":"GreaterThanOrEqualTo","LeftValue":{"Std:JsonGet":{"PropertyFile":{"Get":"Steps.Evaluate.PropertyFiles.EvaluationReport"},"Path":"auc"}},"RightValue":0.9}],
 "IfSteps":[{"Name":"Register","Type":"RegisterModel","Arguments":{"Model":{"Get":"Steps.Train.ModelArtifacts.S3ModelArtifacts"}}}],
 "ElseSteps":[{"Name":"NotGoodEnough","Type":"Fail","Arguments":{"ErrorMessage":"the area under the curve is below 0.9"}}]}}]})";

constexpr Duration minutes(std::int64_t n) {
  return std::chrono::duration_cast<Duration>(std::chrono::minutes(n));
}
constexpr Duration seconds(std::int64_t n) {
  return std::chrono::duration_cast<Duration>(std::chrono::seconds(n));
}

/// Appends records and keeps the time.
class Teller {
 public:
  template <class R>
  Seq tell(R const& record, Seq cause = kNoSeq) {
    Seq seq = trace_.size();
    trace_.append(Time{now_}, cause, record);
    return seq;
  }
  void at(Duration now) { now_ = now; }
  void after(Duration more) { now_ += more; }
  Trace finish(EndReason reason, std::uint32_t checks, std::uint32_t failed) {
    tell(RunEnded{.reason = reason,
                  .message = {},
                  .digest = to_hex(trace_.digest()),
                  .checks = checks,
                  .failed = failed});
    return std::move(trace_);
  }
  SourceLine line(std::uint32_t n) const { return {"scenarios/promotion.lua", n}; }

 private:
  Trace trace_;
  Duration now_{};
};

constexpr ExecutionId kFirst{0}, kSecond{1};
constexpr ActorId kPlatformTeam{0}, kReleaseManager{1};
constexpr PrincipalId kPlatform{0}, kRelease{1}, kChurnRole{2}, kDeployer{3};
constexpr AccountId kManagement{0}, kStaging{1}, kProduction{2};
constexpr char kPipelineArn[] = "arn:aws:sagemaker:us-east-1:111111111111:pipeline/churn";
constexpr char kShareArn[] = "arn:aws:ram:us-east-1:111111111111:resource-share/0b6f3c1e-churn";
constexpr char kReadPermission[] =
    "arn:aws:ram::aws:permission/AWSRAMDefaultPermissionSageMakerPipeline";
constexpr char kRunPermission[] =
    "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerPipelineAllowExecution";

class Promotion {
 public:
  explicit Promotion(StoryText const& text) : text_(text) {}

  Trace tell() {
    world();
    share();
    refused_start();
    widening();
    first_run();
    approval_and_deployment();
    revocation_in_flight();
    return t_.finish(EndReason::finished, 7, 1);
  }

 private:
  struct Who {
    ActorId actor;
    PrincipalId role;
    std::string caller;
  };
  Who platform() const {
    return {kPlatformTeam, kPlatform,
            "arn:aws:sts::111111111111:assumed-role/MlPlatform/platform-team"};
  }
  Who release() const {
    return {kReleaseManager, kRelease,
            "arn:aws:sts::222222222222:assumed-role/ReleaseManager/release-manager"};
  }
  Who deployer() const {
    return {{}, kDeployer, "arn:aws:sts::222222222222:assumed-role/Deployer/promote"};
  }

  Seq call(Who const& who, std::string service, std::string operation, std::string action,
           std::string resource, std::string input, std::uint32_t line) {
    return t_.tell(ApiCalled{.actor = who.actor,
                             .principal = who.role,
                             .session = {},
                             .issued = {},
                             .caller = who.caller,
                             .service = std::move(service),
                             .operation = std::move(operation),
                             .action = std::move(action),
                             .resource = std::move(resource),
                             .owner = kStaging,
                             .input = {std::move(input)},
                             .outcome = Outcome::allowed,
                             .layer = Layer::identity,
                             .document = 1,
                             .statement = 0,
                             .code = {},
                             .message = {},
                             .context = {},
                             .where = t_.line(line)});
  }
  Seq refused(Who const& who, std::string operation, std::string action, std::uint32_t line) {
    std::string message = "User: " + who.caller + " is not authorized to perform: " + action +
                          " on resource: " + kPipelineArn +
                          " because no resource-based policy allows the " + action + " action";
    return t_.tell(ApiCalled{
        .actor = who.actor,
        .principal = who.role,
        .session = {},
        .issued = {},
        .caller = who.caller,
        .service = "sagemaker",
        .operation = std::move(operation),
        .action = action,
        .resource = kPipelineArn,
        .owner = kStaging,
        .input =
            {R"({"PipelineName":"arn:aws:sagemaker:us-east-1:111111111111:pipeline/churn","ClientRequestToken":"8c1f0b2a-0000-4000-8000-3d5f6a7b8c9d"})"},
        .outcome = Outcome::implicitly_denied,
        .layer = Layer::resource,
        .document = UINT32_MAX,
        .statement = 0,
        .code = "AccessDeniedException",
        .message = message,
        .context = {},
        .where = t_.line(line)});
  }
  void check(CheckKind kind, std::string text, bool held, std::string detail, Seq of,
             std::uint32_t line) {
    t_.tell(CheckDone{.kind = kind,
                      .text = std::move(text),
                      .held = held,
                      .detail = std::move(detail),
                      .call = of,
                      .actor = kReleaseManager,
                      .where = t_.line(line)});
  }
  void actor(ActorId who, ActorStatus to, std::string what, std::uint32_t line) {
    t_.tell(ActorMoved{who, to, std::move(what), t_.line(line)});
  }
  void note(std::string text, std::uint32_t line) {
    t_.tell(NoteMade{kReleaseManager, std::move(text), t_.line(line)});
  }
  void step(ExecutionId run, std::uint16_t index, StepStatus from, StepStatus to) {
    t_.tell(StepMoved{run, index, from, to});
  }
  void run_step(ExecutionId run, std::uint16_t index, Duration lasting) {
    step(run, index, StepStatus::none, StepStatus::starting);
    t_.tell(StepCalled{.execution = run,
                       .step = index,
                       .attempt = 1,
                       .kind = StepCallKind::create,
                       .outcome = Outcome::allowed,
                       .layer = Layer::identity,
                       .document = 1,
                       .statement = 0});
    t_.after(seconds(20));
    step(run, index, StepStatus::starting, StepStatus::executing);
    t_.after(lasting);
    step(run, index, StepStatus::executing, StepStatus::succeeded);
  }

  void world() {
    t_.tell(RunStarted{.format = kFormat,
                       .scenario = "scenarios/promotion.lua",
                       .seed = 1,
                       .epoch = Epoch{}.unix_microseconds,
                       .parameters = {R"({"approval_wait":"1h"})"},
                       .until = kDurationMax,
                       .events_max = 1'000'000,
                       .assumptions = {"{}"},
                       .schedule = {},
                       .sources = {R"({"promotion.lua":"5f0c"})"}});
    t_.tell(OrganizationDefined{"o-acme", "acme", "r-acme", "999999999999", FeatureSet::all,
                                t_.line(4)});
    t_.tell(OuDefined{OuId{0}, {}, "r-acme", "Root"});
    t_.tell(OuDefined{OuId{1}, OuId{0}, "ou-1", "Workloads"});
    t_.tell(OuDefined{OuId{2}, OuId{1}, "ou-2", "Staging"});
    t_.tell(OuDefined{OuId{3}, OuId{1}, "ou-3", "Production"});
    t_.tell(AccountDefined{kManagement, "999999999999", "management", "us-east-1", OuId{0},
                           t_.line(4)});
    t_.tell(
        AccountDefined{kStaging, "111111111111", text_.account, "us-east-1", OuId{2}, t_.line(5)});
    t_.tell(AccountDefined{kProduction, "222222222222", "production", "us-east-1", OuId{3},
                           t_.line(6)});
    t_.tell(DocumentStored{DocumentId{0}, DocumentKind::trust, "trust", {"{}"}});
    t_.tell(DocumentStored{DocumentId{1},
                           DocumentKind::policy,
                           "policies/ml-platform.json",
                           {R"({"Version":"2012-10-17","Statement":[]})"}});
    t_.tell(DocumentStored{
        DocumentId{2}, DocumentKind::definition, "definitions/churn.json", {kDefinition}});
    t_.tell(DocumentStored{
        DocumentId{3}, DocumentKind::pattern, "pattern", {R"({"source":["aws.sagemaker"]})"}});
    t_.tell(DocumentStored{DocumentId{4}, DocumentKind::request, "request", {"{}"}});
    struct RoleRow {
      PrincipalId id;
      AccountId account;
      char const* name;
    };
    for (auto const& [id, account, name] : {RoleRow{kPlatform, kStaging, "MlPlatform"},
                                            {kRelease, kProduction, "ReleaseManager"},
                                            {kChurnRole, kStaging, "ChurnExecution"},
                                            {kDeployer, kProduction, "Deployer"}}) {
      t_.tell(PrincipalDefined{id, IdentityKind::role, account, "/", name,
                               fmt::format("AROA{}", id.index), t_.line(8 + id.index)});
      t_.tell(IamStored{id, IamSlot::existence, {}, {}, {}, true});
      t_.tell(IamInForce{id, IamSlot::existence, {}, {}, {}, true});
      t_.tell(IamStored{id, IamSlot::inline_policy, "inline", DocumentId{1}, {}, true});
      t_.tell(IamInForce{id, IamSlot::inline_policy, "inline", DocumentId{1}, {}, true});
    }
    t_.tell(PipelineStored{.pipeline = PipelineId{0},
                           .account = kStaging,
                           .name = "churn",
                           .display_name = {},
                           .definition = DocumentId{2},
                           .role = kChurnRole,
                           .version = 1,
                           .parallel_max = 0,
                           .where = t_.line(24)});
    t_.tell(PackageGroupStored{GroupId{0}, kStaging, "churn"});
    t_.tell(RuleDefined{RuleId{0}, kStaging, "promote-approved-models", DocumentId{3}, kDeployer,
                        t_.line(64)});
    t_.tell(ActorDefined{kPlatformTeam, "platform team", t_.line(34)});
    t_.tell(ActorDefined{kReleaseManager, "release manager", t_.line(47)});
    actor(kPlatformTeam, ActorStatus::running, {}, 34);
    actor(kReleaseManager, ActorStatus::running, {}, 47);
  }

  void share() {
    Seq created = call(platform(), "ram", "create_resource_share", "ram:CreateResourceShare", "*",
                       R"({"name":"churn-for-production","principals":["222222222222"]})", 36);
    t_.tell(ShareStored{ShareId{0}, kStaging, kShareArn, "churn-for-production", false, false},
            created);
    t_.tell(ShareMoved{ShareId{0}, ShareStatus::active}, created);
    t_.tell(SharePermissionStored{ShareId{0}, "sagemaker:Pipeline", kReadPermission, 1}, created);
    associate(AssociationStatus::associating);
    actor(kPlatformTeam, ActorStatus::waiting, "1h to pass", 44);
    actor(kReleaseManager, ActorStatus::waiting, text_.waits_for, 50);
    t_.tell(AssumptionUsed{"ram_association_delay", "30s"});
    t_.at(seconds(30));
    associate(AssociationStatus::associated);
    t_.tell(SharePermissionInForce{ShareId{0}, "sagemaker:Pipeline", kReadPermission, 1});
    actor(kReleaseManager, ActorStatus::running, {}, 50);
    check(CheckKind::wait_for, text_.waits_for, true, "after 30 s", kNoSeq, 50);
    note(text_.note, 51);
  }
  void associate(AssociationStatus status) {
    bool granted = status == AssociationStatus::associated;
    t_.tell(AssociationMoved{
        ShareId{0}, AssociationType::resource, kPipelineArn, status, granted, false, {}, {}});
    t_.tell(AssociationMoved{
        ShareId{0}, AssociationType::principal, "222222222222", status, granted, false, {}, {}});
  }

  void refused_start() {
    t_.at(seconds(35));
    Seq denied =
        refused(release(), "start_pipeline_execution", "sagemaker:StartPipelineExecution", 53);
    check(CheckKind::expect, text_.check, true,
          "refused by the resource policy: share `churn-for-production` grants 7 read actions",
          denied, 52);
    actor(kReleaseManager, ActorStatus::waiting, "the share was widened", 56);
  }

  void widening() {
    t_.at(minutes(60));
    actor(kPlatformTeam, ActorStatus::running, {}, 44);
    Seq widened =
        call(platform(), "ram", "associate_resource_share_permission",
             "ram:AssociateResourceSharePermission", kShareArn, R"({"replace":true})", 45);
    t_.tell(SharePermissionStored{ShareId{0}, "sagemaker:Pipeline", kRunPermission, 1}, widened);
    actor(kPlatformTeam, ActorStatus::waiting, "8h to pass", 46);
    note(
        "The share is replaced by one that allows executions. RAM shows it at once; it decides "
        "half a minute later.",
        45);
    t_.after(seconds(30));
    t_.tell(SharePermissionInForce{ShareId{0}, "sagemaker:Pipeline", kRunPermission, 1});
    actor(kReleaseManager, ActorStatus::running, {}, 56);
    check(CheckKind::wait_for, "the share was widened", true, "after 59m55s", kNoSeq, 56);
  }

  void start(ExecutionId run, std::uint32_t line) {
    Seq started =
        call(release(), "sagemaker", "start_pipeline_execution", "sagemaker:StartPipelineExecution",
             kPipelineArn,
             R"({"PipelineName":"arn:aws:sagemaker:us-east-1:111111111111:pipeline/churn"})", line);
    t_.tell(ExecutionStarted{.execution = run,
                             .pipeline = PipelineId{0},
                             .definition = DocumentId{2},
                             .parameters = {},
                             .starter = kRelease,
                             .parallel_max = 0,
                             .name = {run.index + 98'765'432'109'876U}},
            started);
  }
  void poll(std::uint32_t times, Duration every) {
    for (std::uint32_t i = 0; i < times; ++i) {
      t_.after(every);
      call(release(), "sagemaker", "describe_pipeline_execution",
           "sagemaker:DescribePipelineExecution", std::string(kPipelineArn) + "/execution/k3v9",
           "{}", 59);
    }
  }

  void first_run() {
    t_.after(seconds(5));
    start(kFirst, 57);
    actor(kReleaseManager, ActorStatus::waiting, "the run to end", 59);
    run_step(kFirst, 0, minutes(11));
    step(kFirst, 1, StepStatus::none, StepStatus::starting);
    poll(8, minutes(4));
    step(kFirst, 1, StepStatus::starting, StepStatus::executing);
    poll(12, minutes(4));
    step(kFirst, 1, StepStatus::executing, StepStatus::succeeded);
    run_step(kFirst, 2, minutes(9));
    run_step(kFirst, 3, minutes(6));
    step(kFirst, 4, StepStatus::none, StepStatus::starting);
    step(kFirst, 4, StepStatus::starting, StepStatus::executing);
    t_.tell(ConditionEvaluated{kFirst, 4, true});
    step(kFirst, 4, StepStatus::executing, StepStatus::succeeded);
    run_step(kFirst, 5, seconds(40));
    t_.tell(PackageStored{.package = PackageId{0},
                          .group = GroupId{0},
                          .version = 1,
                          .approval = ApprovalStatus::pending_manual_approval,
                          .request = DocumentId{4},
                          .execution = kFirst});
    t_.tell(ExecutionMoved{kFirst, ExecutionStatus::executing, ExecutionStatus::succeeded});
    actor(kReleaseManager, ActorStatus::running, {}, 59);
    check(CheckKind::expect, "the run succeeded", true, {}, kNoSeq, 61);
    note("The model is registered and waits for somebody to approve it.", 62);
  }

  void approval_and_deployment() {
    t_.after(minutes(60));
    Seq approved =
        call(platform(), "sagemaker", "update_model_package", "sagemaker:UpdateModelPackage",
             "arn:aws:sagemaker:us-east-1:111111111111:model-package/churn/1",
             R"({"ModelApprovalStatus":"Approved"})", 66);
    t_.tell(PackageMoved{PackageId{0}, ApprovalStatus::approved, "reviewed with the fraud team"},
            approved);
    t_.tell(
        EventEmitted{
            EventId{0},
            kStaging,
            {R"({"source":"aws.sagemaker","detail-type":"SageMaker Model Package State Change","detail":{"ModelApprovalStatus":"Approved"}})"}},
        approved);
    t_.tell(AssumptionUsed{"events_delay", "1s"});
    t_.after(seconds(1));
    t_.tell(EventDelivered{EventId{0}, RuleId{0}});
    note(
        "Nobody in production did anything: an event carried the approval across and the deployer "
        "role acted on it.",
        68);
    for (char const* operation : {"create_model", "create_endpoint_config", "create_endpoint"}) {
      call(deployer(), "sagemaker", operation, "sagemaker:" + std::string(operation),
           "arn:aws:sagemaker:us-east-1:222222222222:endpoint/churn", R"({"EndpointName":"churn"})",
           70);
      t_.after(seconds(1));
    }
    t_.tell(ModelStored{ModelId{0}, kProduction, "churn-1", DocumentId{4}});
    t_.tell(EndpointConfigStored{EndpointConfigId{0}, kProduction, "churn-1", DocumentId{4}});
    t_.tell(EndpointStored{EndpointId{0}, kProduction, "churn", EndpointConfigId{0}});
    t_.after(minutes(7));
    t_.tell(EndpointMoved{EndpointId{0}, EndpointStatus::in_service, EndpointConfigId{0}});
    check(CheckKind::eventually, "production serves the new model", true, {}, kNoSeq, 79);
  }

  void revocation_in_flight() {
    t_.after(minutes(40));
    start(kSecond, 82);
    actor(kReleaseManager, ActorStatus::waiting, "the second run to end", 84);
    run_step(kSecond, 0, minutes(10));
    step(kSecond, 1, StepStatus::none, StepStatus::starting);
    t_.after(seconds(20));
    step(kSecond, 1, StepStatus::starting, StepStatus::executing);
    t_.after(minutes(5));
    call(platform(), "ram", "disassociate_resource_share", "ram:DisassociateResourceShare",
         kShareArn, R"({"principals":["222222222222"]})", 88);
    t_.tell(AssociationMoved{ShareId{0},
                             AssociationType::principal,
                             "222222222222",
                             AssociationStatus::disassociating,
                             true,
                             false,
                             {},
                             {}});
    note(
        "Access is revoked while the second run is in flight. The run goes on; only the look at it "
        "is refused.",
        88);
    t_.after(seconds(30));
    t_.tell(AssociationMoved{ShareId{0},
                             AssociationType::principal,
                             "222222222222",
                             AssociationStatus::disassociated,
                             false,
                             false,
                             {},
                             {}});
    t_.after(minutes(2));
    Seq blind = refused(release(), "describe_pipeline_execution",
                        "sagemaker:DescribePipelineExecution", 84);
    actor(kReleaseManager, ActorStatus::failed,
          "DescribePipelineExecution was refused and nothing in the scenario expected it", 84);
    check(CheckKind::refusal, "release manager: every call was expected", false,
          "DescribePipelineExecution was refused: share `churn-for-production` no longer names "
          "account production",
          blind, 84);
    t_.after(minutes(22));
    t_.tell(StepFaulted{kSecond,
                        1,
                        FailureKind::job,
                        {},
                        "AlgorithmError: the training job ran out of memory, exit code 137"});
    step(kSecond, 1, StepStatus::executing, StepStatus::failed);
    t_.tell(ExecutionMoved{kSecond, ExecutionStatus::executing, ExecutionStatus::failed});
    actor(kPlatformTeam, ActorStatus::finished, {}, 90);
    check(CheckKind::always, "production never edits what staging owns", true,
          "held at 214 changes", kNoSeq, 76);
  }

  StoryText const& text_;
  Teller t_;
};

}  // namespace

Trace promotion(StoryText const& text) { return Promotion(text).tell(); }

Trace many_executions(std::uint32_t executions) {
  Teller t;
  std::string definition = R"({"Version":"2020-12-01","Steps":[)";
  for (int i = 0; i < 9; ++i)
    definition += fmt::format(
        R"({}{{"Name":"Stage{}","Type":"Processing","Arguments":{{}},"DependsOn":[{}]}})",
        i ? "," : "", i, i ? fmt::format("\"Stage{}\"", (i - 1) / 2) : "");
  t.tell(RunStarted{.format = kFormat,
                    .scenario = "many.lua",
                    .seed = 7,
                    .epoch = Epoch{}.unix_microseconds,
                    .parameters = {},
                    .until = kDurationMax,
                    .events_max = 0,
                    .assumptions = {},
                    .schedule = {},
                    .sources = {}});
  t.tell(AccountDefined{AccountId{0}, "111111111111", "staging", "us-east-1", {}, {"many.lua", 1}});
  t.tell(DocumentStored{DocumentId{0}, DocumentKind::definition, "many.json", {definition + "]}"}});
  t.tell(PrincipalDefined{
      PrincipalId{0}, IdentityKind::role, AccountId{0}, "/", "Runner", "AROA0", {"many.lua", 2}});
  t.tell(PipelineStored{.pipeline = PipelineId{0},
                        .account = AccountId{0},
                        .name = "nightly",
                        .display_name = {},
                        .definition = DocumentId{0},
                        .role = PrincipalId{0},
                        .version = 1,
                        .parallel_max = 0,
                        .where = {"many.lua", 3}});
  t.tell(ActorDefined{ActorId{0}, "scheduler", {"many.lua", 4}});
  for (std::uint32_t i = 0; i < executions; ++i) {
    Duration start = minutes(3) * i;
    t.at(start);
    bool odd = i % 23 == 11, failing = i % 17 == 9;
    auto call = [&](Outcome outcome) {
      return t.tell(
          ApiCalled{.actor = ActorId{0},
                    .principal = PrincipalId{0},
                    .session = {},
                    .issued = {},
                    .caller = "arn:aws:sts::111111111111:assumed-role/Runner/scheduler",
                    .service = "sagemaker",
                    .operation = "start_pipeline_execution",
                    .action = "sagemaker:StartPipelineExecution",
                    .resource = "arn:aws:sagemaker:us-east-1:111111111111:pipeline/nightly",
                    .owner = AccountId{0},
                    .input = {fmt::format(
                        R"({{"PipelineName":"nightly","ClientRequestToken":"{:032}"}})", i)},
                    .outcome = outcome,
                    .layer = Layer::identity,
                    .document = UINT32_MAX,
                    .statement = 0,
                    .code = outcome == Outcome::allowed ? "" : "AccessDeniedException",
                    .message = outcome == Outcome::allowed ? "" : "not authorized",
                    .context = {},
                    .where = {"many.lua", 9}});
    };
    if (odd) call(Outcome::implicitly_denied);
    Seq started = call(Outcome::allowed);
    ExecutionId run{i};
    t.tell(ExecutionStarted{.execution = run,
                            .pipeline = PipelineId{0},
                            .definition = DocumentId{0},
                            .parameters = {},
                            .starter = PrincipalId{0},
                            .parallel_max = 0,
                            .name = {i + 98'765'432'109'876U}},
           started);
    for (std::uint16_t s = 0; s < 9; ++s) {
      bool fails = failing && s == 5;
      t.tell(StepMoved{run, s, StepStatus::none, StepStatus::starting});
      t.after(seconds(17));
      t.tell(StepMoved{run, s, StepStatus::starting, StepStatus::executing});
      t.after(seconds(120 + (i * 7 + s * 31) % 200));
      if (fails) t.tell(StepFaulted{run, s, FailureKind::job, {}, "the job ran out of memory"});
      t.tell(StepMoved{run, s, StepStatus::executing,
                       fails ? StepStatus::failed : StepStatus::succeeded});
      if (fails) break;
    }
    t.tell(ExecutionMoved{run, ExecutionStatus::executing,
                          failing ? ExecutionStatus::failed : ExecutionStatus::succeeded});
  }
  return t.finish(EndReason::finished, 0, 0);
}

}  // namespace rehearse::reports::testing
