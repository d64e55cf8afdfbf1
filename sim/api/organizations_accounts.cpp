// Creating accounts: asked for at once, there some minutes later. Source: sharing-and-access 2.4.
#include <fmt/format.h>

#include "sim/api/organizations_parts.hpp"

namespace rehearse::api::organizations {
namespace {

constexpr std::string_view kRole = "OrganizationAccountAccessRole";
constexpr std::ptrdiff_t kInProgressMax = 5;  // sharing-and-access 2.4

json::Value creation_answer(World const& world, world::AccountCreation const& creation) {
  json::Value answer = json::Value{}
                           .set("Id", creation.id)
                           .set("AccountName", creation.name)
                           .set("State", name_of(creation.status))
                           .set("RequestedTimestamp", timestamp(world, creation.requested));
  if (creation.status != AccountCreationStatus::in_progress)
    answer.set("CompletedTimestamp", timestamp(world, creation.completed));
  if (creation.account) answer.set("AccountId", world.organization().account(creation.account).id);
  if (!creation.reason.empty()) answer.set("FailureReason", creation.reason);
  return answer;
}

std::ptrdiff_t in_progress(World const& world) {
  return std::ranges::count(world.organization().creations(), AccountCreationStatus::in_progress,
                            &world::AccountCreation::status);
}

/// Names of accounts are keys of everything that is drawn: a run has each of them once.
bool name_taken(World const& world, std::string_view name) {
  world::Organization const& organization = world.organization();
  return organization.find_account_by_name(name) ||
         std::ranges::any_of(organization.creations(), [&](world::AccountCreation const& each) {
           return each.status == AccountCreationStatus::in_progress && each.name == name;
         });
}

std::optional<ApiError> cannot_create(Request const& r) {
  if (auto refused = tags_given(r)) return refused;
  if (name_taken(r.world(), text_of(r.input, "AccountName")))
    return ApiError{"InvalidInputException",
                    "accounts of the same name are not simulated: there is one already"};
  if (in_progress(r.world()) >= kInProgressMax)
    return ApiError{
        "TooManyRequestsException",
        fmt::format("At most {} accounts can be in creation at the same time.", kInProgressMax)};
  if (accounts_left(r.world()) <= 0)
    return constraint_violation("You have exceeded the allowed number of AWS accounts.");
  return std::nullopt;
}

bool asked_for(json::Value const& input, AccountCreationStatus status) {
  auto const states = texts_of(input, "States");
  return states.empty() || std::ranges::find(states, name_of(status)) != states.end();
}

}  // namespace

std::int64_t accounts_left(World const& world) {
  world::Organization const& organization = world.organization();
  AccountId management = organization.find_account(organization.management());
  auto members = std::ranges::count_if(organization.accounts(),
                                       [](world::Account const& each) { return bool{each.ou}; });
  auto invited = std::ranges::count(organization.handshakes(), HandshakeStatus::open,
                                    &world::Handshake::status);
  return organization.account(management).limit(Quota::organization_accounts) - members - invited -
         in_progress(world);
}

Answer create_account(Request& r) {
  if (auto refused = cannot_create(r)) return std::unexpected(*refused);
  r.call.accept();
  std::string role = text_of(r.input, "RoleName");
  if (role.empty()) role = kRole;
  r.domain.account_creation.begin(
      {text_of(r.input, "AccountName"), text_of(r.input, "Email"), role});
  return json::Value{}.set("CreateAccountStatus",
                           creation_answer(r.world(), r.world().organization().creations().back()));
}

Answer describe_creation(Request& r) {
  auto const& all = r.world().organization().creations();
  auto found = std::ranges::find(all, text_of(r.input, "CreateAccountRequestId"),
                                 &world::AccountCreation::id);
  if (found == all.end())
    return std::unexpected(ApiError{"CreateAccountStatusNotFoundException",
                                    "We can't find a create account request with the "
                                    "CreateAccountRequestId that you specified."});
  return json::Value{}.set("CreateAccountStatus", creation_answer(r.world(), *found));
}

Answer list_creations(Request& r) {
  json::Array items;
  for (world::AccountCreation const& each : r.world().organization().creations())
    if (asked_for(r.input, each.status)) items.push_back(creation_answer(r.world(), each));
  return page(r.input, std::move(items), {"CreateAccountStatuses"});
}

}  // namespace rehearse::api::organizations
