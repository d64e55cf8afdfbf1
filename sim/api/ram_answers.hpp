// How RAM shows a share, an association and an invitation.
#pragma once

#include "sim/api/handlers.hpp"

namespace rehearse::api::ram {

json::Value share_answer(World const& world, ShareId share);
json::Value association_answer(World const& world, ShareId share,
                               world::Association const& association);
json::Value invitation_answer(World const& world, InvitationId invitation);

}  // namespace rehearse::api::ram
