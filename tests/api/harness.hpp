// A small cloud without Lua: accounts, roles and pipelines put down as records, and people as
// lambdas at given times.
//
//   Sim sim;
//   PipelineId churn = sim.pipeline("staging", "churn", train("A"));
//   sim.at(0s, [&] { sim.ok(sim.role("staging"), "sagemaker", "StartPipelineExecution",
//   in({{"PipelineName", "churn"}})); }); sim.run();
//
// When a Sim goes, a second world, fed from the records' bytes, must equal the first, and the kept
// trace the digest.
#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <vector>

#include "sim/api/api.hpp"

namespace rehearse {

using namespace std::chrono_literals;

inline constexpr char kAllowAll[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";
inline constexpr char kReadOnly[] =
    "arn:aws:ram::aws:permission/AWSRAMDefaultPermissionSageMakerPipeline";
inline constexpr char kAllowExecution[] =
    "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerPipelineAllowExecution";

/// The input of a call.
json::Value in(std::initializer_list<std::pair<char const*, json::Value>> members);
json::Value strings(std::initializer_list<std::string> texts);
/// A definition with these steps (and parameters), written as the inside of the arrays.
std::string definition(std::string const& steps, std::string const& parameters = "");
/// One step. `more`: further members, with a leading comma.
std::string step(std::string const& name, std::string const& type = "Training",
                 std::string const& more = "");
/// `step` after another.
std::string after(std::string const& name, std::string const& earlier,
                  std::string const& type = "Training");
/// One statement that allows these actions (as JSON) on all resources.
std::string allowing(std::string const& actions, std::string const& resource = "\"*\"");

class Sim final : engine::Sleeper, domain::ScenarioHooks {
 public:
  /// An organization with the accounts `management`, `staging` (OU Staging), `production` (OU
  /// Production) and, outside of it, `partner`; each has a role `admin` that may do everything.
  explicit Sim(std::uint64_t seed = 1);
  ~Sim() override;

  AccountId account(std::string const& name, std::string const& id, OuId ou,
                    std::string const& region = "eu-west-1");
  AccountId account(std::string const& name) const {
    return world.organization().find_account_by_name(name);
  }
  /// The account's part of its own Region.
  world::Place place(std::string const& name) const {
    return world.organization().place(account(name));
  }
  std::string account_id(std::string const& name) const {
    return world.organization().account(account(name)).id;
  }
  PrincipalId role(std::string const& account, std::string const& name, std::string const& policy);
  /// The `admin` of an account.
  PrincipalId admin(std::string const& account) const {
    return world.principals().find(this->account(account), IdentityKind::role, "admin");
  }
  std::string arn(PrincipalId role) const { return world.principals()[role].arn; }
  /// A pipeline that runs as its account's `admin` unless another role is named.
  PipelineId pipeline(std::string const& account, std::string const& name,
                      std::string const& definition, std::uint32_t parallel_max = 0,
                      PrincipalId role = {});
  std::string arn(PipelineId pipeline) const { return world.arn(pipeline); }
  /// `region`: where it holds; empty: in all Regions.
  void setting(std::string const& account, std::string const& name, std::int64_t value,
               std::string const& region = {});
  /// Lets something go wrong from now on; a fault that strikes everything unless `more` narrows it.
  FaultId fault(FaultKind kind, std::function<void(trace::FaultDefined&)> const& more = {});
  void queue(std::string const& account, std::string const& name);
  RuleId rule(std::string const& account, std::string const& name, std::string const& pattern);
  domain::StepPlan& plan(PipelineId pipeline, std::string const& step) {
    return plan_.step(pipeline, step);
  }

  domain::Plan& domain_plan() { return plan_; }

  /// What a scenario assumes: `assume("ram_revocation", "at_once")`.
  void assume(char const* name, json::Value const& value);
  /// The account is in another unit, or outside (none), and RAM knows it already.
  void move(std::string const& account, OuId ou);
  void ram_sharing(RamSharing state);
  GroupId group(std::string const& account, std::string const& name);

  /// Something that somebody does at a time from now.
  void at(Duration when, std::function<void()> what);
  engine::RunResult run() { return engine_.run(*this); }

  calls::CallResult call(PrincipalId caller, char const* service, char const* operation,
                         json::Value const& input = json::Object{});
  /// The answer of a call that must succeed.
  json::Value ok(PrincipalId caller, char const* service, char const* operation,
                 json::Value const& input = json::Object{});
  /// The error of a call that must be refused.
  ApiError refused(PrincipalId caller, char const* service, char const* operation,
                   json::Value const& input = json::Object{});
  /// Starts an execution: its ARN.
  std::string start(PrincipalId caller, std::string const& pipeline, json::Value parameters = {});
  /// `allowed`, or the layer that refused a start by ARN.
  std::string start_verdict(PrincipalId caller, PipelineId pipeline);

  ExecutionId execution(std::uint32_t n = 0) const { return {n}; }
  std::string status(std::uint32_t execution = 0) const {
    return std::string(name_of(world.executions()[{execution}].status));
  }
  std::string step_status(std::string const& step, std::uint32_t execution = 0) const;
  std::string reason(std::string const& step, std::uint32_t execution = 0) const;
  /// When a step started.
  Duration started(std::string const& step, std::uint32_t execution = 0) const;
  /// The names in ListPipelineExecutionSteps, oldest first.
  std::vector<std::string> listed_steps(std::string const& execution_arn);

  world::World world;
  std::string client_region;  // of the clients of calls from here on; empty: their account's own
  trace::Trace trace;
  std::vector<json::Value> delivered;  // events that reached rules
  std::vector<Duration> delivered_at;
  std::vector<json::Value> received;  // messages that were read from queues
  std::function<void()> on_event;
  domain::Domain& domain() { return domain_; }
  world::Judge& judge() { return judge_; }
  Duration now() const { return engine_.now().time_since_epoch(); }

 private:
  world::StepIndex index(std::string const& step, std::uint32_t execution) const;
  void wake(engine::Wake const& wake, std::uint64_t cause) override;
  void deliver(RuleId rule, EventId event) override;
  void receive(QueueId, std::string const& message) override {
    received.push_back(json::parse(message).value());
  }

  world::World shadow_;
  world::Recorder record_;
  engine::FifoChooser fifo_;
  engine::Engine engine_;
  world::Judge judge_;
  domain::Plan plan_;
  domain::Domain domain_;
  std::vector<std::function<void()>> people_;
};

}  // namespace rehearse
