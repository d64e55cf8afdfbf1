// The state machines and the spelling of ARNs.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <utility>

#include "sim/vocab/arn.hpp"
#include "sim/vocab/lifecycle.hpp"

using namespace rehearse;

namespace {

/// Exactly these moves are legal; every other pair of statuses is not.
template <class E, std::size_t N>
void check_machine(std::array<std::pair<E, E>, N> const& legal) {
  std::size_t const statuses = EnumNames<E>::names.size();
  std::size_t found = 0;
  for (std::size_t from = 0; from < statuses; ++from) {
    for (std::size_t to = 0; to < statuses; ++to) {
      std::pair move{static_cast<E>(from), static_cast<E>(to)};
      bool expected = std::ranges::find(legal, move) != legal.end();
      INFO(name_of(move.first) << " to " << name_of(move.second));
      CHECK(may_move(move.first, move.second) == expected);
      found += expected;
    }
  }
  CHECK(found == legal.size());
}

}  // namespace

TEST_CASE("lifecycle: an execution moves as its state machine says", "[vocab]") {
  using enum ExecutionStatus;
  check_machine(std::to_array<std::pair<ExecutionStatus, ExecutionStatus>>({{executing, stopping},
                                                                            {executing, failed},
                                                                            {executing, succeeded},
                                                                            {stopping, stopped},
                                                                            {stopping, failed},
                                                                            {stopped, executing},
                                                                            {failed, executing}}));
}

TEST_CASE("lifecycle: a step moves as its state machine says", "[vocab]") {
  using enum StepStatus;
  check_machine(std::to_array<std::pair<StepStatus, StepStatus>>({{none, starting},
                                                                  {none, executing},
                                                                  {starting, executing},
                                                                  {starting, stopping},
                                                                  {starting, failed},
                                                                  {starting, succeeded},
                                                                  {starting, stopped},
                                                                  {executing, starting},
                                                                  {executing, stopping},
                                                                  {executing, failed},
                                                                  {executing, succeeded},
                                                                  {executing, stopped},
                                                                  {stopping, stopped},
                                                                  {stopping, failed},
                                                                  {stopping, succeeded},
                                                                  {stopped, none},
                                                                  {failed, none}}));
}

TEST_CASE("lifecycle: shares, associations and invitations move as RAM says", "[vocab]") {
  check_machine(std::to_array<std::pair<ShareStatus, ShareStatus>>(
      {{ShareStatus::pending, ShareStatus::active},
       {ShareStatus::pending, ShareStatus::failed},
       {ShareStatus::active, ShareStatus::deleting},
       {ShareStatus::failed, ShareStatus::deleting},
       {ShareStatus::deleting, ShareStatus::deleted}}));
  using enum AssociationStatus;
  check_machine(std::to_array<std::pair<AssociationStatus, AssociationStatus>>(
      {{associating, associated},     {associating, failed},
       {associating, disassociating}, {associating, disassociated},
       {associated, disassociating},  {associated, disassociated},
       {associated, suspending},      {suspending, suspended},
       {suspending, disassociating},  {suspending, disassociated},
       {suspended, restoring},        {suspended, disassociating},
       {suspended, disassociated},    {restoring, associated},
       {restoring, disassociating},   {restoring, disassociated},
       {failed, associating},         {failed, disassociating},
       {failed, disassociated},       {disassociating, disassociated},
       {disassociated, associating}}));
  check_machine(std::to_array<std::pair<InvitationStatus, InvitationStatus>>(
      {{InvitationStatus::pending, InvitationStatus::accepted},
       {InvitationStatus::pending, InvitationStatus::rejected},
       {InvitationStatus::pending, InvitationStatus::expired}}));
}

TEST_CASE("lifecycle: an endpoint is updated and deleted only when nothing else happens to it",
          "[vocab]") {
  using enum EndpointStatus;
  check_machine(std::to_array<std::pair<EndpointStatus, EndpointStatus>>({{creating, in_service},
                                                                          {creating, failed},
                                                                          {updating, in_service},
                                                                          {updating, failed},
                                                                          {in_service, updating},
                                                                          {in_service, deleting},
                                                                          {failed, deleting}}));
}

TEST_CASE("lifecycle: a job that is stopped ends Stopped, and no job begins again", "[vocab]") {
  using enum JobStatus;
  check_machine(std::to_array<std::pair<JobStatus, JobStatus>>({{in_progress, completed},
                                                                {in_progress, failed},
                                                                {in_progress, stopping},
                                                                {stopping, stopped}}));
}

TEST_CASE("lifecycle: an end is an end, and only what is under way runs", "[vocab]") {
  CHECK(is_terminal(ExecutionStatus::stopped));
  CHECK_FALSE(is_terminal(ExecutionStatus::stopping));
  CHECK(is_terminal(StepStatus::failed));
  CHECK_FALSE(is_terminal(StepStatus::none));
  CHECK(is_running(StepStatus::stopping));
  CHECK_FALSE(is_running(StepStatus::succeeded));
  CHECK_FALSE(is_running(StepStatus::none));
}

TEST_CASE("arn: the first five colons separate, the resource keeps the rest", "[vocab]") {
  auto arn = ArnView::split("arn:aws:sagemaker:eu-west-1:111122223333:pipeline/a:b/execution/c");
  REQUIRE(arn.has_value());
  CHECK(arn->partition == "aws");
  CHECK(arn->service == "sagemaker");
  CHECK(arn->region == "eu-west-1");
  CHECK(arn->account == "111122223333");
  CHECK(arn->resource == "pipeline/a:b/execution/c");
  CHECK(ArnView::split("arn:aws:iam::1:role/x")->region.empty());
}

TEST_CASE("arn: what has too few colons or another start is none", "[vocab]") {
  for (char const* text :
       {"", "arn", "arn:", "arn:aws:iam::111122223333", "urn:aws:iam:::role/x", "pipeline/churn"})
    CHECK_FALSE(ArnView::split(text).has_value());
}

TEST_CASE("arn: the spellings of this domain", "[vocab]") {
  CHECK(principal_arn("111122223333", IdentityKind::role, "/team/", "deployer") ==
        "arn:aws:iam::111122223333:role/team/deployer");
  CHECK(session_arn("111122223333", "deployer", "s") ==
        "arn:aws:sts::111122223333:assumed-role/deployer/s");
  CHECK(sagemaker_arn("eu-west-1", "111122223333", "pipeline/churn") ==
        "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn");
  CHECK(is_account_id("111122223333"));
  CHECK_FALSE(is_account_id("11112222333"));
  CHECK_FALSE(is_account_id("11112222333x"));
}
