#include "tests/api/harness.hpp"

#include "sim/domain/invariants.hpp"

#include "sim/calls/names.hpp"
#include "sim/domain/registering.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse {
namespace {

constexpr auto kPerson = static_cast<std::uint16_t>(domain::WakeKind::count_);
constexpr char kTrust[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]})";

std::string compact(std::string const& text) {
  auto parsed = json::parse(text);
  if (!parsed) FAIL(to_string(parsed.error()) << "\n" << text);
  return json::dump(*parsed);
}

}  // namespace

json::Value in(std::initializer_list<std::pair<char const*, json::Value>> members) {
  json::Value out{json::Object{}};
  for (auto const& [name, value] : members) out.set(name, value);
  return out;
}

json::Value strings(std::initializer_list<std::string> texts) {
  json::Array out;
  for (std::string const& text : texts) out.emplace_back(text);
  return out;
}

std::string definition(std::string const& steps, std::string const& parameters) {
  return R"({"Version": "2020-12-01", "Parameters": [)" + parameters + R"(], "Steps": [)" + steps +
         "]}";
}

std::string step(std::string const& name, std::string const& type, std::string const& more) {
  std::string arguments =
      more.find("\"Arguments\"") == std::string::npos ? R"(, "Arguments": {})" : "";
  return R"({"Name": ")" + name + R"(", "Type": ")" + type + "\"" + arguments + more + "}";
}

std::string after(std::string const& name, std::string const& earlier, std::string const& type) {
  return step(name, type, R"(, "DependsOn": [")" + earlier + "\"]");
}

std::string allowing(std::string const& actions, std::string const& resource) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)" + actions +
         R"(,"Resource":)" + resource + "}]}";
}

Sim::Sim(std::uint64_t seed)
    : record_(world, {.keep = &trace, .shadow = &shadow_}),
      engine_(fifo_, {}),
      judge_(world.access()),
      domain_(domain::Context{world, engine_, record_, judge_, plan_, *this}) {
  trace::RunStarted started;
  started.scenario = "test";
  started.seed = seed;
  started.epoch = Epoch{}.unix_microseconds;
  record_.record(started);
  record_.record(trace::OrganizationDefined{
      "o-acme123456", "acme", "r-ab12", "100000000000", FeatureSet::all, {}});
  record_.record(trace::RamSharingMoved{RamSharing::on});
  record_.record(trace::OuDefined{OuId{0}, {}, "r-ab12", "Root"});
  record_.record(trace::OuDefined{OuId{1}, OuId{0}, "ou-ab12-staging1", "Staging"});
  record_.record(trace::OuDefined{OuId{2}, OuId{0}, "ou-ab12-product1", "Production"});
  account("management", "100000000000", OuId{0});
  account("staging", "111122223333", OuId{1});
  account("production", "444455556666", OuId{2});
  account("partner", "777788889999", {});
}

Sim::~Sim() {
  CHECK(shadow_.describe() == world.describe());
  CHECK(shadow_.fingerprint() == world.fingerprint());
  CHECK(trace.digest() == record_.digest());
  CHECK(domain::broken_invariants(trace) == std::vector<std::string>{});
}

AccountId Sim::account(std::string const& name, std::string const& id, OuId ou,
                       std::string const& region) {
  AccountId account{static_cast<std::uint32_t>(world.organization().accounts().size())};
  record_.record(trace::AccountDefined{account, id, name, region, ou, {}});
  role(name, "admin", kAllowAll);
  return account;
}

PrincipalId Sim::role(std::string const& account, std::string const& name,
                      std::string const& policy) {
  domain::Identities& identities = domain_.identities;
  PrincipalId role = identities.define(IdentityKind::role, this->account(account), "/", name, {});
  DocumentId trust = record_.document(trace::DocumentKind::trust, name, compact(kTrust));
  DocumentId document = record_.document(trace::DocumentKind::policy, name, compact(policy));
  identities.stand(trace::IamStored{role, IamSlot::existence, {}, {}, {}, true});
  identities.stand(trace::IamStored{role, IamSlot::trust, {}, trust, {}, true});
  identities.stand(trace::IamStored{role, IamSlot::inline_policy, "main", document, {}, true});
  return role;
}

PipelineId Sim::pipeline(std::string const& account, std::string const& name,
                         std::string const& definition, std::uint32_t parallel_max,
                         PrincipalId role) {
  auto parsed = pipeline::parse_definition(definition, name, world::lenient_options());
  if (!parsed) FAIL(to_string(parsed.error().front()) << "\n" << definition);
  DocumentId document =
      record_.document(trace::DocumentKind::definition, name, compact(definition));
  PipelineId pipeline{static_cast<std::uint32_t>(world.pipelines().all().size())};
  record_.record(trace::PipelineStored{pipeline,
                                       this->account(account),
                                       name,
                                       "",
                                       document,
                                       role ? role : admin(account),
                                       1,
                                       parallel_max,
                                       {}});
  return pipeline;
}

void Sim::setting(std::string const& account, std::string const& name, std::int64_t value,
                  std::string const& region) {
  record_.record(trace::SettingChanged{this->account(account), name, value, true, region});
}

FaultId Sim::fault(FaultKind kind, std::function<void(trace::FaultDefined&)> const& more) {
  trace::FaultDefined record;
  record.fault = FaultId{static_cast<std::uint32_t>(world.faults().all().size())};
  record.kind = kind;
  if (more) more(record);
  record_.record(record);
  return record.fault;
}

RuleId Sim::rule(std::string const& account, std::string const& name, std::string const& pattern) {
  RuleId rule{static_cast<std::uint32_t>(world.rules().all().size())};
  DocumentId document = record_.document(trace::DocumentKind::pattern, name, compact(pattern));
  record_.record(
      trace::RuleDefined{rule, this->account(account), name, document, admin(account), {}});
  return rule;
}

void Sim::queue(std::string const& account, std::string const& name) {
  QueueId const queue{static_cast<std::uint32_t>(world.queues().all().size())};
  record_.record(trace::QueueDefined{queue, this->account(account), name, admin(account), {}});
}

void Sim::assume(char const* name, json::Value const& value) {
  auto read = plan_.assumptions.read(name, value);
  if (!read) FAIL(to_string(read.error()));
}

void Sim::move(std::string const& name, OuId ou) {
  record_.record(trace::AccountMoved{account(name), ou});
  record_.record(trace::MembershipInForce{account(name), ou});
  domain_.sharing.membership_changed(account(name));
}

void Sim::ram_sharing(RamSharing state) { record_.record(trace::RamSharingMoved{state}); }

GroupId Sim::group(std::string const& account, std::string const& name) {
  return domain::create_group(domain_.context(), place(account), name);
}

void Sim::at(Duration when, std::function<void()> what) {
  people_.push_back(std::move(what));
  engine_.after(when - now(),
                {.kind = kPerson,
                 .detail = 0,
                 .subject = static_cast<std::uint32_t>(people_.size() - 1),
                 .payload = 0},
                trace::kNoSeq);
}

void Sim::wake(engine::Wake const& wake, std::uint64_t cause) {
  if (wake.kind != kPerson) return static_cast<engine::Sleeper&>(domain_).wake(wake, cause);
  record_.begin(engine_.now(), cause);
  std::function<void()> const what = people_[wake.subject];
  what();
}

void Sim::deliver(RuleId, EventId event) {
  delivered.push_back(json::parse(world.rules().event(event)).value());
  delivered_at.push_back(now());
  if (on_event) on_event();
}

calls::CallResult Sim::call(PrincipalId caller, char const* service, char const* operation,
                            json::Value const& input) {
  calls::Operation const* known = calls::find_operation(service, operation);
  REQUIRE(known != nullptr);
  calls::Caller who;
  who.principal = caller;
  who.issued = world.now();
  who.region = client_region;
  who.caller = world::caller_arn(world.access(), caller, "test");
  record_.set_cause(trace::kNoSeq);
  return api::call(domain_, *known, who, input);
}

json::Value Sim::ok(PrincipalId caller, char const* service, char const* operation,
                    json::Value const& input) {
  auto result = call(caller, service, operation, input);
  if (!result.answer)
    FAIL(operation << ": " << result.answer.error().code << ": " << result.answer.error().message
                   << " " << result.hint);
  return *result.answer;
}

ApiError Sim::refused(PrincipalId caller, char const* service, char const* operation,
                      json::Value const& input) {
  auto result = call(caller, service, operation, input);
  if (result.answer)
    FAIL(operation << " was expected to be refused: " << json::dump(*result.answer));
  return result.answer.error();
}

std::string Sim::start(PrincipalId caller, std::string const& pipeline, json::Value parameters) {
  json::Value input = in({{"PipelineName", pipeline}});
  if (!parameters.is_null()) input.set("PipelineParameters", std::move(parameters));
  return std::string(ok(caller, "sagemaker", "StartPipelineExecution", input)
                         .string_or_empty("PipelineExecutionArn"));
}

std::string Sim::start_verdict(PrincipalId caller, PipelineId pipeline) {
  auto result =
      call(caller, "sagemaker", "StartPipelineExecution", in({{"PipelineName", arn(pipeline)}}));
  if (result.answer) return "allowed";
  if (result.answer.error().code != "AccessDeniedException") return result.answer.error().code;
  return std::string(name_of(result.decision.layer));
}

world::StepIndex Sim::index(std::string const& step, std::uint32_t execution) const {
  auto found = world.executions()[{execution}].graph->definition()->find_step(step);
  REQUIRE(found.has_value());
  return static_cast<world::StepIndex>(*found);
}

std::string Sim::step_status(std::string const& step, std::uint32_t execution) const {
  return std::string(
      name_of(world.executions().step({execution}, index(step, execution)).status()));
}

std::string Sim::reason(std::string const& step, std::uint32_t execution) const {
  world::StepDetail const* detail = world.executions().detail({execution}, index(step, execution));
  return detail == nullptr ? "" : detail->reason;
}

Duration Sim::started(std::string const& step, std::uint32_t execution) const {
  return Duration{static_cast<std::int64_t>(
      world.executions().step({execution}, index(step, execution)).started)};
}

std::vector<std::string> Sim::listed_steps(std::string const& execution_arn) {
  std::string_view account = ArnView::split(execution_arn)->account;
  PrincipalId owner = world.principals().find(world.organization().find_account(account),
                                              IdentityKind::role, "admin");
  json::Value answer =
      ok(owner, "sagemaker", "ListPipelineExecutionSteps",
         in({{"PipelineExecutionArn", execution_arn}, {"SortOrder", "Ascending"}}));
  std::vector<std::string> names;
  for (json::Value const& each : answer.find("PipelineExecutionSteps")->as_array())
    names.emplace_back(each.string_or_empty("StepName"));
  return names;
}

}  // namespace rehearse
