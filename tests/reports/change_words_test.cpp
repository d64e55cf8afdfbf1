// What turned an answer, as a sentence that a newcomer understands.
#include <catch2/catch.hpp>

#include "reports/record_words.hpp"

using namespace rehearse;
using namespace rehearse::reports;

namespace {

/// An organization with a unit, an account, a role and a share; `say` tells one record more.
class Told {
 public:
  Told() {
    tell(trace::RunStarted{});
    tell(trace::OuDefined{OuId{0}, {}, "r-1", "Root"});
    tell(trace::OuDefined{OuId{1}, OuId{0}, "ou-1-retail", "Retail"});
    trace::AccountDefined account;
    account.account = {0};
    account.id = "222222222222";
    account.name = "production";
    account.ou = {1};
    tell(account);
    trace::PrincipalDefined role;
    role.principal = {0};
    role.account = {0};
    role.name = "Deployer";
    tell(role);
    trace::ShareStored share;
    share.share = {0};
    share.name = "churn-share";
    tell(share);
  }

  template <class R>
  std::string say(R const& record) {
    tell(record);
    return record_phrase(trace_, fold(trace_), trace_.size() - 1);
  }

 private:
  template <class R>
  void tell(R const& record) {
    trace_.append(Time{}, trace::kNoSeq, record);
  }
  trace::Trace trace_;
};

trace::AssociationMoved moved(AssociationType type, std::string entity, AssociationStatus status,
                              bool in_force) {
  trace::AssociationMoved out;
  out.share = {0};
  out.type = type;
  out.entity = std::move(entity);
  out.status = status;
  out.in_force = in_force;
  return out;
}

}  // namespace

TEST_CASE("words: an association says whom the share reaches and what it holds", "[reports]") {
  using enum AssociationStatus;
  std::string const churn = "arn:aws:sagemaker:us-east-1:111111111111:pipeline/churn";
  CHECK(Told().say(moved(AssociationType::principal, "222222222222", associating, false)) ==
        "share `churn-share` does not reach `production` yet (ASSOCIATING)");
  CHECK(Told().say(moved(AssociationType::principal, "222222222222", associated, true)) ==
        "share `churn-share` reaches `production` (ASSOCIATED)");
  CHECK(Told().say(moved(AssociationType::principal, "222222222222", disassociated, false)) ==
        "share `churn-share` no longer reaches `production` (DISASSOCIATED)");
  CHECK(Told().say(moved(AssociationType::resource, churn, associated, true)) ==
        "share `churn-share` holds `churn` (ASSOCIATED)");
}

TEST_CASE("words: policies, places and attachments are named, not numbered", "[reports]") {
  trace::IamInForce policy;
  policy.principal = {0};
  policy.slot = IamSlot::inline_policy;
  policy.name = "deploys";
  policy.present = false;
  CHECK(Told().say(policy) == "the inline policy `deploys` of `Deployer` is no longer in force");
  CHECK(Told().say(trace::MembershipInForce{AccountId{0}, OuId{1}}) ==
        "RAM sees `production` in unit `Retail`");
  CHECK(Told().say(trace::PathInForce{AccountId{0}, {}}) ==
        "no control policy binds `production` any more");
  Told told;
  trace::ControlPolicyStored stored;
  stored.id = "p-12345678";
  stored.name = "no-deletes";
  (void)told.say(stored);
  CHECK(told.say(trace::AttachmentInForce{"p-12345678", "ou-1-retail", true}) ==
        "the control policy `no-deletes` binds unit `Retail`");
}
