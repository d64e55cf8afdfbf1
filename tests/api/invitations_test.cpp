// An account outside the organization: invited, and then in, out, or too late.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

/// A pipeline of `staging` shared with `partner` at time zero.
struct Invited {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId partner = sim.admin("partner");

  Invited() {
    sim.at(0s, [this] {
      sim.ok(sim.admin("staging"), "ram", "CreateResourceShare",
             in({{"name", "churn"},
                 {"resourceArns", strings({sim.arn(churn)})},
                 {"principals", strings({sim.account_id("partner")})},
                 {"permissionArns", strings({kAllowExecution})}}));
    });
  }
  json::Array invitations(PrincipalId who) {
    return sim.ok(who, "ram", "GetResourceShareInvitations")
        .find("resourceShareInvitations")
        ->as_array();
  }
  json::Value invitation() {
    return in({{"resourceShareInvitationArn",
                invitations(partner).at(0).string_or_empty("resourceShareInvitationArn")}});
  }
  std::string association() {
    json::Value rows = sim.ok(sim.admin("staging"), "ram", "GetResourceShareAssociations",
                              in({{"associationType", "PRINCIPAL"}}));
    return std::string(
        rows.find("resourceShareAssociations")->as_array().at(0).string_or_empty("status"));
  }
};

}  // namespace

TEST_CASE(
    "invitation: the receiver alone sees it, five seconds later, and accepted, access "
    "follows after fifteen",
    "[api]") {
  Invited t;
  t.sim.at(4s, [&] { CHECK(t.invitations(t.partner).empty()); });
  t.sim.at(6s, [&] {
    REQUIRE(t.invitations(t.partner).size() == 1);
    CHECK(t.invitations(t.partner)[0].string_or_empty("status") == "PENDING");
    CHECK(t.invitations(t.sim.admin("staging")).empty());
  });
  t.sim.at(1h, [&] {
    CHECK(t.association() == "ASSOCIATING");
    CHECK(t.sim.start_verdict(t.partner, t.churn) == "resource");
    json::Value accepted =
        t.sim.ok(t.partner, "ram", "AcceptResourceShareInvitation", t.invitation());
    CHECK(accepted.find("resourceShareInvitation")->string_or_empty("status") == "ACCEPTED");
    CHECK(t.sim.refused(t.partner, "ram", "AcceptResourceShareInvitation", t.invitation()).code ==
          "ResourceShareInvitationAlreadyAcceptedException");
  });
  t.sim.at(1h + 14s, [&] { CHECK(t.sim.start_verdict(t.partner, t.churn) == "resource"); });
  t.sim.at(1h + 16s, [&] {
    CHECK(t.association() == "ASSOCIATED");
    CHECK(t.sim.start_verdict(t.partner, t.churn) == "allowed");
  });
  t.sim.at(20h, [&] {
    CHECK(t.invitations(t.partner)[0].string_or_empty("status") == "ACCEPTED");
  });  // no expiry afterwards
  t.sim.run();
}

TEST_CASE("invitation: rejected, it ends the association with its reason", "[api]") {
  Invited t;
  t.sim.at(1min, [&] {
    t.sim.ok(t.partner, "ram", "RejectResourceShareInvitation", t.invitation());
    CHECK(t.association() == "DISASSOCIATED");
    CHECK(t.sim.refused(t.partner, "ram", "AcceptResourceShareInvitation", t.invitation()).code ==
          "ResourceShareInvitationAlreadyRejectedException");
  });
  t.sim.at(2min, [&] { CHECK(t.sim.start_verdict(t.partner, t.churn) == "resource"); });
  t.sim.run();
}

TEST_CASE("invitation: it expires twelve hours after it was sent", "[api]") {
  Invited t;
  t.sim.at(12h + 4s,
           [&] { CHECK(t.invitations(t.partner)[0].string_or_empty("status") == "PENDING"); });
  t.sim.at(12h + 6s, [&] {
    CHECK(t.invitations(t.partner)[0].string_or_empty("status") == "EXPIRED");
    CHECK(t.association() == "DISASSOCIATED");
    CHECK(t.sim.refused(t.partner, "ram", "AcceptResourceShareInvitation", t.invitation()).code ==
          "ResourceShareInvitationExpiredException");
  });
  t.sim.run();
}

TEST_CASE("invitation: one that nobody answers keeps no run alive", "[api]") {
  Invited t;
  CHECK(t.sim.run().ended == engine::Ended::drained);
  CHECK(t.sim.now() < 1min);
}

TEST_CASE("invitation: it is the receiver's to answer", "[api]") {
  Invited t;
  t.sim.at(1min, [&] {
    ApiError error = t.sim.refused(t.sim.admin("production"), "ram",
                                   "AcceptResourceShareInvitation", t.invitation());
    CHECK((error.code == "AccessDeniedException" ||
           error.code == "ResourceShareInvitationArnNotFoundException"));
    CHECK(t.invitations(t.partner)[0].string_or_empty("status") == "PENDING");
  });
  t.sim.run();
}
