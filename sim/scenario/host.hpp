// The host of a scenario: its words, its actors, its checks. Declares the world by recording, then
// lets actors act in it.
#pragma once

#include <any>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/calls/gate.hpp"
#include "sim/domain/domain.hpp"
#include "sim/engine/engine.hpp"
#include "sim/scenario/handles.hpp"
#include "sim/scenario/step_tables.hpp"
#include "sim/script/coroutine.hpp"
#include "sim/script/files.hpp"
#include "sim/script/sandbox.hpp"
#include "sim/world/nearest/matrix.hpp"

namespace rehearse::scenario {

/// face.lua, embedded at build time.
extern char const* const kFaceSource;

/// What a run hands to its scenario.
struct HostInput {
  std::string source;                             // the scenario's text
  std::string file;                               // its name in messages
  std::string root;                               // the folder below which files are read
  std::map<std::string, std::string> parameters;  // --set
  script::ScriptLimits limits;
};

/// Timers that the host sets; they follow the domain's kinds.
enum class HostWake : std::uint16_t {
  resume = static_cast<std::uint16_t>(domain::WakeKind::count_),  // subject: task
  give_up,   // subject: task, payload: its wait
  deadline,  // subject: watch
};

/// The latest call of a task, and what it asked for.
struct LastCall {
  trace::Seq seq = trace::kNoSeq;
  trace::AccessExpected access;
  bool judged() const { return !access.action.empty(); }
};

/// A coroutine of an actor or of a rule's delivery.
struct Task {
  ActorId actor;
  std::unique_ptr<script::Coroutine> coroutine;
  script::Push first;  // what its function gets
  engine::Timer timer;
  script::LuaRef condition;  // what it waits for, or nothing
  std::string waits_for;
  std::string polls_for;  // what a polled wait looks for, while it looks and between two looks
  trace::SourceLine where;
  LastCall last_call;
  std::uint64_t wait = 0;  // counts its waits, so that an old timer finds nothing
  bool done = false;
};

/// An `always` or `eventually`.
struct Watch {
  CheckKind kind{};
  std::string text;
  script::LuaRef condition;
  trace::SourceLine where;
  ActorId actor;
  engine::Timer deadline;
  std::uint64_t held = 0;  // at so many changes
  bool done = false;
};

/// What must answer at once, without calls: a condition, or the function of a step.
struct Answering {
  std::string who;                // `durations.Train`, or empty for a condition
  std::optional<CheckKind> kind;  // of the condition
};

/// What the functions of one step say, if they are there.
struct StepFunctions {
  StepFunction duration, outputs;
};

struct SleepFor {
  Duration duration;
  bool background = false;  // keeps no run alive
};
struct WaitFor {
  std::string text;
  script::LuaRef condition;
  Duration timeout;
};

/// A function that runs, in the name of a role, when something arrives.
struct Target {
  ActorId actor;
  PrincipalId role;
  script::LuaRef function;
};

class Host final : public engine::Sleeper, public domain::ScenarioHooks {
 public:
  /// REQUIRES: outlives nothing that it is given.
  static Result<std::unique_ptr<Host>> create(HostInput input);
  ~Host() override;

  /// Runs the top level: the world is declared, actors are set up. Errors end the run before
  /// virtual time starts.
  Result<void> declare(domain::Domain& domain, domain::Plan& plan, engine::Chooser& chooser);
  /// Called once when virtual time starts and after every engine step: conditions and invariants
  /// look at what changed.
  void look();
  /// The run is over: what still waits has failed, what always held is said so. A fault leaves
  /// all of that open. `finished`: by itself, not by a limit.
  void conclude(bool finished);

  void wake(engine::Wake const& wake, std::uint64_t cause) override;
  void deliver(RuleId rule, EventId event) override;
  void receive(QueueId queue, std::string const& message) override;
  std::optional<Quantiles> duration_of(domain::StepQuestion const& question) override;
  std::optional<std::vector<domain::PlannedOutput>> outputs_of(
      domain::StepQuestion const& question) override;

  /// The fault that ended the run, or nothing.
  std::optional<Error> const& fault() const { return fault_; }
  script::FileRoot const& files() const { return *files_; }
  json::Value const& parameters_used() const { return parameters_used_; }
  std::uint32_t checks() const { return checks_; }
  std::uint32_t failed() const { return failed_; }

  // What the words use (words_*.cpp).
  domain::Domain& domain() { return *domain_; }
  world::World const& world() const { return domain_->context().world; }
  world::Recorder& record() { return domain_->context().record; }
  engine::Engine& engine() { return domain_->context().engine; }
  domain::Plan& plan() { return *plan_; }
  script::FileRoot& file_root() { return *files_; }
  bool declaring() const { return declaring_; }
  /// What is being asked, and neither calls nor waits; or nothing.
  std::optional<Answering> const& answering() const { return answering_; }
  /// What the function of a step that is being asked draws from, or null.
  Stream* step_draws() { return step_draws_; }
  StepFunctions& step_functions(PipelineId pipeline, std::string const& step);
  ActorId current_actor() const { return current_actor_; }
  /// Empty for none.
  std::string actor_name(ActorId actor) const;
  /// The latest call of the task that runs.
  LastCall const& last_call() const { return last_call_; }
  /// Sets what the task that runs polls for, or nothing; returns what it was.
  std::string poll_for(std::string text);
  void remember_call(LastCall call) { last_call_ = std::move(call); }
  /// Keeps who may do what on which pipeline at this instant, by number.
  std::uint32_t keep_snapshot();
  world::Matrix const& snapshot(std::uint32_t number) const { return snapshots_[number].matrix; }
  /// Why a call was refused, in one sentence; empty when it was not judged.
  std::string summary_of(calls::CallResult const& result);
  std::uint32_t choose(std::uint32_t options);
  ActorId define_actor(std::string const& name, trace::SourceLine where);
  void add_task(ActorId actor, script::LuaRef const& function, Duration delay,
                script::Push first = {});
  void add_watch(Watch watch, std::optional<Duration> within);
  void add_target(RuleId rule, Target target) { rule_targets_[rule] = std::move(target); }
  void add_target(QueueId queue, Target target) { queue_targets_[queue] = std::move(target); }
  /// `meant`: what a check that holds says is meant to be possible.
  void check(CheckKind kind, std::string text, bool held, std::string detail, trace::Seq call,
             trace::SourceLine where, std::vector<trace::AccessExpected> const& meant = {});
  Result<std::string> parameter(std::string const& name, std::string const& otherwise);
  bool knows_parameter(std::string const& name) const { return parameter_names_.contains(name); }

 private:
  explicit Host(HostInput input);
  Result<void> prepare();
  Result<void> check_parameters() const;
  void run(Target const& target, std::string const& text);
  void resume(std::uint32_t task, script::Push const& push, std::optional<Error> raise);
  void waits(std::uint32_t task, std::any const& what);
  void ended(std::uint32_t task, script::Step& step);
  void give_up(std::uint32_t task);
  void deadline_reached(std::uint32_t watch);
  void look_once();
  std::optional<bool> ask(CheckKind kind, script::LuaRef const& condition, std::string const& text,
                          trace::SourceLine const& where);
  /// What the function of a step returns; nothing when it failed: the run then stops.
  std::optional<json::Value> ask_step(domain::StepQuestion const& question, std::string const& what,
                                      StepFunction const& asked);
  std::nullopt_t stop_asking(std::string const& what, StepFunction const& asked, Error error);
  void move_actor(ActorId actor, ActorStatus to, std::string what, trace::SourceLine where);
  void stop_with(Error error);

  struct Snapshot {
    std::uint64_t changes = 0;  // of access, when it was taken
    Time at{};
    world::Matrix matrix;
  };

  HostInput input_;
  std::unique_ptr<script::LuaState> lua_;
  std::optional<script::FileRoot> files_;
  std::unique_ptr<script::Sandbox> sandbox_;
  domain::Domain* domain_ = nullptr;
  domain::Plan* plan_ = nullptr;
  engine::Chooser* chooser_ = nullptr;
  std::optional<Stream> random_;
  std::deque<Task> tasks_;           // a deque: a task that resumes may add another
  std::set<std::uint32_t> waiting_;  // the tasks that have a condition
  std::deque<Watch> watches_;
  std::vector<Snapshot> snapshots_;
  std::map<RuleId, Target> rule_targets_;
  std::map<QueueId, Target> queue_targets_;
  std::map<std::pair<PipelineId, std::string>, StepFunctions> step_functions_;
  std::map<std::string, ActorId, std::less<>> actors_;
  std::map<std::string, std::string> parameter_names_;  // name -> default
  json::Value parameters_used_{json::Object{}};
  ActorId current_actor_;
  Task* running_ = nullptr;  // the task that runs, or null
  bool declaring_ = false;
  std::optional<Answering> answering_;
  Stream* step_draws_ = nullptr;
  std::uint64_t seen_changes_ = UINT64_MAX;
  std::uint32_t checks_ = 0;
  std::uint32_t failed_ = 0;
  LastCall last_call_;
  std::optional<Error> fault_;
};

/// `always`, `eventually` or `wait_for`, as an author writes it.
std::string_view word_of(CheckKind kind);
/// What a word that waits says inside of a condition or of a step's function.
std::unexpected<Error> cannot_wait(Answering const& answering);
/// Where the scenario stands, as the trace writes it.
trace::SourceLine line_of(lua_State* lua);

// Each words_*.cpp adds its words.
void add_account_words(script::Sandbox& sandbox);
void add_control_policy_words(script::Sandbox& sandbox);
void add_fault_words(script::Sandbox& sandbox);
void add_draw_words(script::Sandbox& sandbox);
void add_identity_words(script::Sandbox& sandbox);
void add_artifact_words(script::Sandbox& sandbox);
void add_share_words(script::Sandbox& sandbox);
void add_handle_words(script::Sandbox& sandbox);
void add_pipeline_words(script::Sandbox& sandbox);
void add_call_words(script::Sandbox& sandbox);
void add_check_words(script::Sandbox& sandbox);
void add_time_words(script::Sandbox& sandbox);
void add_access_words(script::Sandbox& sandbox);
void add_rights_words(script::Sandbox& sandbox);
void add_target_words(script::Sandbox& sandbox);
void add_page_words(script::Sandbox& sandbox);

}  // namespace rehearse::scenario
