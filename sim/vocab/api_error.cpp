#include "sim/vocab/api_error.hpp"

#include <utility>

namespace rehearse {

ApiError validation_error(std::string message) {
  return {"ValidationException", std::move(message)};
}
ApiError resource_not_found(std::string message) {
  return {"ResourceNotFound", std::move(message)};
}
ApiError conflict(std::string message) { return {"ConflictException", std::move(message)}; }
ApiError access_denied(std::string message) {
  return {"AccessDeniedException", std::move(message)};
}

}  // namespace rehearse
