// Who am I? Always allowed. Source: sharing-and-access 4.2, 5.2.
#include "sim/api/answers.hpp"

namespace rehearse::api::sts {

Needs identity_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("sts:GetCallerIdentity");
}

Answer get_caller_identity(Request& r) {
  world::Role const& role = r.world().principals().role(r.caller.role);
  std::string session = r.caller.session.substr(r.caller.session.rfind('/') + 1);
  return json::Value{}
      .set("UserId", role.unique_id + ":" + session)
      .set("Account", r.own_account().id)
      .set("Arn", r.caller.session);
}

}  // namespace rehearse::api::sts
