#include "sim/scenario/host.hpp"

#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/value.hpp"

namespace rehearse::scenario {

trace::SourceLine line_of(lua_State* lua) {
  Where where = script::caller(lua);
  return {where.file, static_cast<std::uint32_t>(where.line)};
}

Host::Host(HostInput input) : input_(std::move(input)) {}

Host::~Host() {
  // References and coroutines go before the machine that holds them.
  tasks_.clear();
  watches_.clear();
  rule_targets_.clear();
  queue_targets_.clear();
  step_functions_.clear();
  sandbox_.reset();
}

Result<std::unique_ptr<Host>> Host::create(HostInput input) {
  std::unique_ptr<Host> host(new Host(std::move(input)));
  auto prepared = host->prepare();
  if (!prepared) return std::unexpected(prepared.error());
  return host;
}

Result<void> Host::prepare() {
  auto files = script::FileRoot::open(input_.root);
  if (!files) return std::unexpected(files.error());
  files_.emplace(std::move(*files));
  lua_ = std::make_unique<script::LuaState>(input_.limits);
  lua_->set_host(*this);
  script::SandboxHooks hooks;
  hooks.print = [this](std::string_view line) {
    if (domain_ != nullptr) record().record(trace::NoteMade{current_actor_, std::string(line), {}});
  };
  hooks.random_below = [this](std::uint64_t n) {
    return step_draws_ != nullptr ? step_draws_->below(n) : random_->below(n);
  };
  hooks.files = &*files_;
  sandbox_ = std::make_unique<script::Sandbox>(*lua_, std::move(hooks));
  add_account_words(*sandbox_);
  add_control_policy_words(*sandbox_);
  add_identity_words(*sandbox_);
  add_artifact_words(*sandbox_);
  add_share_words(*sandbox_);
  add_handle_words(*sandbox_);
  add_pipeline_words(*sandbox_);
  add_target_words(*sandbox_);
  add_fault_words(*sandbox_);
  add_draw_words(*sandbox_);
  add_call_words(*sandbox_);
  add_check_words(*sandbox_);
  add_time_words(*sandbox_);
  add_access_words(*sandbox_);
  add_rights_words(*sandbox_);
  add_page_words(*sandbox_);
  return sandbox_->run_prelude("face.lua", kFaceSource);
}

Result<void> Host::declare(domain::Domain& domain, domain::Plan& plan, engine::Chooser& chooser) {
  domain_ = &domain;
  plan_ = &plan;
  chooser_ = &chooser;
  random_.emplace(world().seed(), "scenario");
  auto top = sandbox_->load(input_.source, input_.file);
  if (!top) return std::unexpected(top.error());
  declaring_ = true;
  script::Step step = script::call(*lua_, *top);
  declaring_ = false;
  sandbox_->freeze();
  if (step.state == script::Step::State::failed) return std::unexpected(step.error);
  return check_parameters();
}

Result<void> Host::check_parameters() const {
  std::vector<std::string_view> known;
  for (auto const& [name, value] : parameter_names_) known.push_back(name);
  for (auto const& [name, value] : input_.parameters) {
    if (parameter_names_.contains(name)) continue;
    std::string hint = did_you_mean(name, known);
    if (hint.empty())
      hint = known.empty()
                 ? "it has no `param {}` at all"
                 : "it has " + std::string(known.front()) + (known.size() > 1 ? ", ..." : "");
    return std::unexpected(Error{Error::Code::usage,
                                 "the scenario has no parameter `" + name + "`",
                                 {input_.file, 0, 0},
                                 hint,
                                 {}});
  }
  return {};
}

Result<std::string> Host::parameter(std::string const& name, std::string const& otherwise) {
  auto given = input_.parameters.find(name);
  std::string value = given == input_.parameters.end() ? otherwise : given->second;
  parameter_names_[name] = otherwise;
  parameters_used_.set(name, value);
  return value;
}

std::string Host::actor_name(ActorId actor) const {
  for (auto const& [name, id] : actors_)
    if (id == actor) return name;
  return {};
}

std::string Host::summary_of(calls::CallResult const& result) {
  if (result.decision.outcome == rehearse::Outcome::none || result.decision.allowed()) return {};
  return domain_->context().judge.explain(result.question).summary;
}

std::uint32_t Host::choose(std::uint32_t options) {
  if (options < 2) return 0;
  return chooser_->choose({engine().now(), engine::ChoiceKind::scenario, options});
}

std::uint32_t Host::keep_snapshot() {
  std::uint64_t const changes = world().access().changes();
  if (snapshots_.empty() || snapshots_.back().changes != changes ||
      snapshots_.back().at != record().now())
    snapshots_.push_back(
        {changes, record().now(),
         world::matrix_of(domain_->context().judge, world::pipelines_of(world()))});
  return static_cast<std::uint32_t>(snapshots_.size() - 1);
}

void Host::stop_with(Error error) {
  if (!fault_) fault_ = std::move(error);
  if (domain_ != nullptr) engine().stop();
}

void Host::wake(engine::Wake const& wake, std::uint64_t cause) {
  record().begin(engine().now(), cause);
  switch (static_cast<HostWake>(wake.kind)) {
    case HostWake::resume:
      if (tasks_[wake.subject].wait == wake.payload) resume(wake.subject, {}, std::nullopt);
      return;
    case HostWake::give_up:
      if (tasks_[wake.subject].wait == wake.payload) give_up(wake.subject);
      return;
    case HostWake::deadline:
      return deadline_reached(wake.subject);
  }
}

void Host::deliver(RuleId rule, EventId event) {
  if (auto at = rule_targets_.find(rule); at != rule_targets_.end())
    run(at->second, world().rules().event(event));
}

void Host::receive(QueueId queue, std::string const& message) {
  if (auto at = queue_targets_.find(queue); at != queue_targets_.end()) run(at->second, message);
}

/// `text`: JSON that the function gets as a table, before the role.
void Host::run(Target const& target, std::string const& text) {
  auto document = json::parse(text);
  add_task(target.actor, target.function, Duration{0},
           [document = *document, role = target.role](lua_State* lua) {
             script::push_json(lua, document);
             push_handle(lua, {HandleKind::role, role.index});
             return 2;
           });
}

}  // namespace rehearse::scenario
