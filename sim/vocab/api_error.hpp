// A call that AWS would refuse: an outcome of the simulation, never an Error of ours.
#pragma once

#include <string>

namespace rehearse {

/// The error's name as AWS's API model spells it (`AccessDeniedException`, `ResourceNotFound`, ...)
/// and its text.
struct ApiError {
  std::string code;
  std::string message;
  bool operator==(ApiError const&) const = default;
};

ApiError validation_error(std::string message);    // ValidationException
ApiError resource_not_found(std::string message);  // ResourceNotFound (SageMaker's spelling)
ApiError conflict(std::string message);            // ConflictException
ApiError access_denied(std::string message);       // AccessDeniedException

}  // namespace rehearse
