// The operations of STS, one row each.
#include "sim/api/handlers.hpp"

namespace rehearse::api {
namespace {

constexpr Row kStsRows[] = {
    {"AssumeRole", sts::assume_needs, sts::assume_role},
    {"GetCallerIdentity", sts::identity_needs, sts::get_caller_identity},
};

}  // namespace

std::span<Row const> sts_rows() { return kStsRows; }

}  // namespace rehearse::api
